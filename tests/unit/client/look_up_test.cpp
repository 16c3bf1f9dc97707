#include "base/file.h"
#include "client/look_up.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::client {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Programs that answer in the place of the system's.
class LookUp : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "platen-look-up-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string program(const std::string& script) const {
    const auto path = folder_ / "program";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  }
  // The process that a program has written its number of is gone.
  bool is_gone() const {
    pid_t pid = 0;
    std::ifstream(folder_ / "pid") >> pid;
    return pid > 0 && ::kill(pid, 0) != 0;
  }
  // Never answers, like a resolver whose name servers do not.
  std::string silent() const {
    return program("echo $$ > " + (folder_ / "new").string() + "; mv " +
                   (folder_ / "new").string() + " " + (folder_ / "pid").string() + "; sleep 1000");
  }
  std::filesystem::path folder_;
};

TEST_F(LookUp, OfAnAddressAsksNobody) {
  const std::string none = "/nonexistent/getent";
  EXPECT_THAT(look_up("192.0.2.7", 1s, nullptr, none).value(), ElementsAre("192.0.2.7"));
  EXPECT_THAT(look_up("2001:db8::7", 1s, nullptr, none).value(), ElementsAre("2001:db8::7"));
  EXPECT_THAT(look_up("localhost", 1s, nullptr, none).value(), ElementsAre("::1", "127.0.0.1"));
  const auto name = look_up("printer.example", 1s, nullptr, none);
  ASSERT_FALSE(name);
  EXPECT_THAT(name.error().what, HasSubstr("/nonexistent/getent"));
}

// A name that this machine knows by itself, other than "localhost"; empty: none.
std::string name_in_hosts_file() {
  std::ifstream hosts("/etc/hosts");
  for (std::string line; std::getline(hosts, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string word;
    words >> word; // the address
    while (words >> word)
      if (word != "localhost") return word;
  }
  return {};
}

TEST_F(LookUp, AsksTheSystem) {
  const auto nobody = look_up("no-such-host.invalid", 20s, nullptr);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, Errc::unreachable);
  const std::string known = name_in_hosts_file();
  if (known.empty()) return;
  const auto found = look_up(known, 20s, nullptr);
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_FALSE(found->empty());
}

TEST_F(LookUp, TakesEachAddressOnce) {
  const auto found =
      look_up("--help", 20s, nullptr, program(R"(test "$1 $2 $3" = "-- ahosts --help" || exit 1
echo "2001:db8::7     STREAM printer.example"
echo "2001:db8::7     DGRAM"
echo "192.0.2.7       STREAM"
echo "192.0.2.7       STREAM"
echo "; rm -rf /      STREAM"
echo "192.0.2.9       RAW")"));
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_THAT(*found, ElementsAre("2001:db8::7", "192.0.2.7"));
}

TEST_F(LookUp, SaysThatNobodyKnowsTheName) {
  const auto found = look_up("printer.example", 20s, nullptr, program("exit 2"));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::unreachable);
  EXPECT_THAT(found.error().what, HasSubstr("cannot find the host \"printer.example\""));
}

TEST_F(LookUp, EndsAtItsDeadlineAndLeavesNothingBehind) {
  const auto found = look_up("printer.example", 500ms, nullptr, silent());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::unreachable);
  EXPECT_THAT(found.error().what, HasSubstr("the name servers do not answer"));
  EXPECT_TRUE(is_gone() || !std::filesystem::exists(folder_ / "pid"));
}

TEST_F(LookUp, EndsWhenCancelled) {
  Cancel cancel;
  const std::jthread canceller([&] {
    while (!std::filesystem::exists(folder_ / "pid"))
      std::this_thread::sleep_for(1ms);
    cancel.request();
  });
  const auto found = look_up("printer.example", 1h, &cancel, silent());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::cancelled);
  EXPECT_TRUE(is_gone());
}

TEST_F(LookUp, IsNotFloodedByAHostileNameServer) {
  const auto found =
      look_up("printer.example", 1h, nullptr, program("while :; do echo '192.0.2.7 STREAM'; done"));
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_THAT(*found, ElementsAre("192.0.2.7"));
}

} // namespace
} // namespace platen::client
