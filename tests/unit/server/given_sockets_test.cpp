#include "server/given_sockets.h"

#include <map>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace platen::server {
namespace {

constexpr pid_t self = 4242;
constexpr int first = 200; // where nothing else of the test is

Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

// `count` sockets at first, first + 1, ...; closed with the test where they were not taken.
class Sockets {
public:
  explicit Sockets(int count) : count_(count) {
    for (int i = 0; i < count; ++i) {
      const UniqueFd made(::socket(AF_UNIX, SOCK_STREAM, 0));
      EXPECT_EQ(::dup2(made.get(), first + i), first + i);
    }
  }
  Sockets(const Sockets&) = delete;
  ~Sockets() {
    for (int i = 0; i < count_; ++i)
      ::close(first + i);
  }

private:
  const int count_;
};

TEST(GivenSockets, AreTakenInTheirOrderAndGoToNoOtherProgram) {
  const Sockets made(3);
  const auto given = given_sockets(
      variables({{"LISTEN_PID", "4242"}, {"LISTEN_FDS", "3"}, {"LISTEN_FDNAMES", "a:b:c"}}), self,
      first);
  ASSERT_TRUE(given) << given.error().what;
  ASSERT_EQ(given->size(), 3U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ((*given)[static_cast<std::size_t>(i)].get(), first + i);
    EXPECT_NE(::fcntl(first + i, F_GETFD) & FD_CLOEXEC, 0);
  }
}

TEST(GivenSockets, OfAnotherProcessAreLeftAlone) {
  const Sockets made(1);
  for (const char* pid : {"4241", "", "42424242424242", "x", "-4242"}) {
    const auto given =
        given_sockets(variables({{"LISTEN_PID", pid}, {"LISTEN_FDS", "1"}}), self, first);
    ASSERT_TRUE(given);
    EXPECT_TRUE(given->empty()) << pid;
  }
  EXPECT_TRUE(given_sockets(variables({{"LISTEN_FDS", "1"}}), self, first)->empty());
  EXPECT_TRUE(is_open(first));
}

TEST(GivenSockets, AreNoneWithoutAServiceManager) {
  EXPECT_TRUE(given_sockets(variables({}), self, first)->empty());
  EXPECT_TRUE(given_sockets(variables({{"LISTEN_PID", "4242"}, {"LISTEN_FDS", "0"}}), self, first)
                  ->empty());
}

TEST(GivenSockets, RefusesNumbersThatAreNone) {
  for (const char* count : {"", "x", "-1", "3x", "65", "99999999999"}) {
    const auto given =
        given_sockets(variables({{"LISTEN_PID", "4242"}, {"LISTEN_FDS", count}}), self, first);
    ASSERT_FALSE(given) << count;
    EXPECT_EQ(given.error().code, Errc::invalid);
  }
}

TEST(GivenSockets, NamesTheDescriptorThatIsMissingAndClosesTheOthers) {
  const Sockets made(1);
  const auto given =
      given_sockets(variables({{"LISTEN_PID", "4242"}, {"LISTEN_FDS", "2"}}), self, first);
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().what, "LISTEN_FDS=2, but the descriptor 201 is not open");
  EXPECT_FALSE(is_open(first));
}

} // namespace
} // namespace platen::server
