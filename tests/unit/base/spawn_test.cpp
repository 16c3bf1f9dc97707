#include "base/spawn.h"

#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen {
namespace {

using testing::HasSubstr;

UniqueFd opened(const char* path, int flags) {
  return UniqueFd(::open(path, flags | O_CLOEXEC));
}

// What a shell script says, with all that this process has open out of its reach.
std::string said_by(const std::string& script,
                    std::optional<std::vector<std::string>> environment = {}) {
  UniqueFd output = unnamed_file().value();
  std::vector<UniqueFd> files;
  files.push_back(opened("/dev/null", O_RDONLY));
  files.emplace_back(::fcntl(output.get(), F_DUPFD_CLOEXEC, 0));
  files.push_back(opened("/dev/null", O_WRONLY));
  const auto pid = spawn("/bin/sh", {"-c", script}, std::move(files), std::move(environment));
  EXPECT_TRUE(pid) << pid.error().message();
  if (!pid) return {};
  int status = 0;
  EXPECT_EQ(::waitpid(*pid, &status, 0), *pid);
  EXPECT_EQ(status, 0);
  return std::string(
      as_text(read_file("/proc/self/fd/" + std::to_string(output.get()), 65'536).value()));
}

TEST(Spawn, GivesTheProgramItsFilesAndNoOthers) {
  const UniqueFd kept_open(::open("/dev/null", O_RDONLY)); // without close-on-exec
  EXPECT_EQ(said_by("for fd in 0 1 2 3 4 5 6 7 8 9 10 11 12; do "
                    "[ -e /proc/$$/fd/$fd ] && printf '%s ' $fd; done; true"),
            "0 1 2 ");
}

// The numbers that the files have here are those that others get there.
TEST(Spawn, GivesFilesNumbersThatAreInUse) {
  std::vector<UniqueFd> spare;
  for (int i = 0; i < 12; ++i)
    spare.push_back(opened("/dev/null", O_RDONLY));
  std::vector<UniqueFd> files;
  files.push_back(opened("/dev/null", O_RDONLY));
  files.push_back(opened("/dev/null", O_WRONLY));
  files.push_back(opened("/dev/null", O_WRONLY));
  const int first = spare.front().get(), count = spare.back().get() + 1;
  std::vector<UniqueFd> named;
  while (static_cast<int>(files.size()) < count)
    files.push_back(opened("/dev/null", O_RDONLY));
  // The last place gets the file with the lowest number of all.
  spare.front().reset();
  files.back().reset(::open("/proc/self/status", O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(files.back().get(), first);
  const auto pid =
      spawn("/bin/sh", {"-c", "grep -q '^Pid:' /proc/self/fd/" + std::to_string(count - 1)},
            std::move(files));
  ASSERT_TRUE(pid) << pid.error().message();
  int status = 0;
  ASSERT_EQ(::waitpid(*pid, &status, 0), *pid);
  EXPECT_EQ(status, 0);
}

TEST(Spawn, GivesTheEnvironmentThatIsNamed) {
  EXPECT_EQ(said_by("echo $PLATEN_WORD", {{"PLATEN_WORD=here"}}), "here\n");
  EXPECT_EQ(said_by("echo ${HOME-none}", {{"PLATEN_WORD=here"}}), "none\n");
}

TEST(Spawn, SetsSignalsAsAProgramExpectsThem) {
  sigset_t mine{}, before{};
  ::sigemptyset(&mine);
  ::sigaddset(&mine, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &mine, &before);
  void (*const handler)(int) = std::signal(SIGUSR2, SIG_IGN);
  // The lowest 31: two more are the C library's own, and stay as they were.
  EXPECT_EQ(said_by("for which in SigBlk SigIgn; do"
                    "  mask=$(grep ^$which: /proc/$$/status | cut -f 2);"
                    "  echo $which $((0x$mask & 0x7fffffff)); done"),
            "SigBlk 0\nSigIgn 0\n");
  std::signal(SIGUSR2, handler);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(Spawn, SaysWhatCannotBeStarted) {
  std::vector<UniqueFd> files;
  files.push_back(opened("/dev/null", O_RDONLY));
  const auto pid = spawn("/nonexistent/program", {}, std::move(files));
  ASSERT_FALSE(pid);
  EXPECT_EQ(pid.error().code, Errc::io);
  EXPECT_THAT(pid.error().what, HasSubstr("cannot start /nonexistent/program: No such file"));
}

// What the program has started is gone as well: the pipe has no writer any more.
TEST(Spawn, IsEndedWithItsGroup) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  std::vector<UniqueFd> files;
  files.push_back(opened("/dev/null", O_RDONLY));
  files.emplace_back(ends[1]);
  files.push_back(opened("/dev/null", O_WRONLY));
  const auto pid = spawn("/bin/sh", {"-c", "sleep 1000 & echo ready; wait"}, std::move(files));
  ASSERT_TRUE(pid) << pid.error().message();
  std::array<char, 6> ready{};
  ASSERT_EQ(::read(reader.get(), ready.data(), ready.size()), 6);
  kill_and_reap(*pid);
  EXPECT_EQ(::read(reader.get(), ready.data(), ready.size()), 0);
}

} // namespace
} // namespace platen
