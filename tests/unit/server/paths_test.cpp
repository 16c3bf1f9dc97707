#include "server/paths.h"

#include <map>

#include <gtest/gtest.h>

namespace platen::server {
namespace {

Environment with(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

TEST(Paths, OneFolderHoldsEverythingWhenItIsGiven) {
  const auto paths = find_paths(std::nullopt, "/s", with({{"STATE_DIRECTORY", "/var/lib/platen"}}));
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->config, "/s/platen.toml");
  EXPECT_EQ(paths->socket, "/s/platen.sock");
  EXPECT_EQ(paths->spool, "/s");
}

TEST(Paths, AServiceHasTheSystemsFolders) {
  const auto paths = find_paths(std::nullopt, std::nullopt,
                                with({{"STATE_DIRECTORY", "/var/lib/platen:/var/lib/other"}}));
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->config, "/etc/platen/platen.toml");
  EXPECT_EQ(paths->state, "/var/lib/platen");
  EXPECT_EQ(paths->spool, "/var/spool/platen");
  EXPECT_EQ(paths->socket, "/run/platen/platen.sock");
}

TEST(Paths, AUserHasTheXdgFolders) {
  const auto plain = find_paths(std::nullopt, std::nullopt, with({{"HOME", "/home/ann"}}));
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->config, "/home/ann/.config/platen/platen.toml");
  EXPECT_EQ(plain->state, "/home/ann/.local/state/platen");
  EXPECT_EQ(plain->socket, "/home/ann/.local/state/platen/platen.sock");
  const auto set = find_paths(
      "/c.toml", std::nullopt,
      with({{"HOME", "/home/ann"}, {"XDG_STATE_HOME", "/x"}, {"XDG_RUNTIME_DIR", "/run/user/7"}}));
  ASSERT_TRUE(set);
  EXPECT_EQ(set->config, "/c.toml");
  EXPECT_EQ(set->state, "/x/platen");
  EXPECT_EQ(set->socket, "/run/user/7/platen/platen.sock");
}

TEST(Paths, WithoutAHomeThereIsNoGuess) {
  EXPECT_FALSE(find_paths(std::nullopt, std::nullopt, with({})));
}

} // namespace
} // namespace platen::server
