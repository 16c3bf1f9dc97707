#include "base/file.h"
#include "render/sandbox/sandbox.h"
#include "sandbox_probe.h"

#include <atomic>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::render {
namespace {

using Report = std::map<std::string, std::string>;

sandbox::Rules rules_for_probe() {
  return {.memory_bytes = 1ULL << 30,
          .cpu = std::chrono::seconds(20),
          .readable_fds = {},
          .readable = sandbox::font_files(),
          .program = {}};
}

// Runs `body` in a child that enters the sandbox first; gives what it writes to the pipe.
template<class Body> Report in_sandbox(sandbox::Rules rules, Body body) {
  UniqueFd document = unnamed_file().value();
  rules.readable_fds.push_back(document.get());
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    const auto entered = sandbox::enter(rules);
    const std::string report =
        entered ? body(parent, document.get(), ends[1]) : "enter=" + entered.error().message();
    const bool told = write_all(ends[1], as_bytes(report)).has_value();
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::read(ends[0], block.data(), block.size())) > 0;)
    text.append(block.data(), static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << text;
  Report report;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    report[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
  return report;
}

// Of everything the probe tries, only what a renderer needs may work.
void expect_confined(const Report& report, const std::vector<std::string>& allowed) {
  ASSERT_GT(report.size(), 30u);
  for (const auto& [attempt, result] : report) {
    const bool may = std::find(allowed.begin(), allowed.end(), attempt) != allowed.end();
    if (may)
      EXPECT_EQ(result, "done") << attempt;
    else
      EXPECT_THAT(result, testing::AnyOf("EPERM", "EACCES", "ENOSYS")) << attempt;
  }
}

const std::vector<std::string> what_is_needed = {"read-fonts", "read-document-again",
                                                 "start-thread"};

TEST(Sandbox, OnlyFontsTheDocumentAndThreadsAreInReach) {
  const Report report = in_sandbox(rules_for_probe(), [](pid_t parent, int document, int) {
    return attack_sandbox(parent, document);
  });
  expect_confined(report, what_is_needed);
}

// The same attack outside succeeds with most of it: the probe does try what it says.
TEST(Sandbox, TheProbeIsNotHarmlessOutside) {
  EXPECT_EQ(::access("/etc/passwd", R_OK), 0);
  UniqueFd document = unnamed_file().value();
  const pid_t child = ::fork();
  if (child == 0) {
    const UniqueFd passwords(::open("/etc/passwd", O_RDONLY));
    const UniqueFd endpoint(::socket(AF_UNIX, SOCK_STREAM, 0));
    ::_exit(passwords && endpoint ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

// The worker that becomes Ghostscript may execute one program, which stays in the same sandbox.
TEST(Sandbox, TheExecutedProgramIsConfinedToo) {
  sandbox::Rules rules = rules_for_probe();
  const auto system_files = sandbox::ghostscript_files();
  rules.readable = system_files;
  rules.program = PLATEN_PROBE;
  const Report report = in_sandbox(rules, [](pid_t parent, int document, int out) {
    ::dup2(out, STDOUT_FILENO);
    ::fcntl(document, F_SETFD, 0);
    const std::string parent_text = std::to_string(parent),
                      document_text = std::to_string(document);
    ::execl(PLATEN_PROBE, PLATEN_PROBE, parent_text.c_str(), document_text.c_str(), nullptr);
    return std::string("enter=cannot execute the probe: ") + errno_text(errno);
  });
  expect_confined(report, what_is_needed);
}

TEST(Sandbox, EndsTheProcessorTimeWithItsOwnSignal) {
  const pid_t child = ::fork();
  if (child == 0) {
    sandbox::Rules rules = rules_for_probe();
    rules.cpu = std::chrono::seconds(1);
    if (!sandbox::enter(rules)) ::_exit(1);
    for (std::atomic<unsigned> spin = 0;; ++spin) {
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGXCPU);
}

} // namespace
} // namespace platen::render
