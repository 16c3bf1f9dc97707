#include "base/file.h"
#include "render/sandbox/sandbox.h"
#include "sandbox_probe.h"
#include "worker/rules.h"

#include <atomic>
#include <csignal>
#include <map>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace platen::render {
namespace {

using Report = std::map<std::string, std::string>;

Request request_for(Task task) {
  Request request;
  request.task = task;
  request.memory_bytes = 1ULL << 30;
  request.cpu_seconds = 20;
  return request;
}

// A process that must stay out of reach: it sleeps, and ends with this object.
class Victim {
public:
  Victim() : pid_(::fork()) {
    if (pid_ != 0) return;
    for (;;)
      ::pause();
  }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;
  // Whether it lived until now.
  bool end() {
    const bool lived = ::waitpid(pid_, nullptr, WNOHANG) == 0;
    if (lived) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    pid_ = -1;
    return lived;
  }
  ~Victim() {
    if (pid_ > 0) end();
  }
  pid_t pid() const { return pid_; }

private:
  pid_t pid_;
};

// Runs `body(victim, document, pipe)` in a child; gives what it says, by its return or the pipe.
template<class Body> Report report_of_child(Body body) {
  Victim victim;
  UniqueFd document = unnamed_file().value();
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    const std::string report = body(victim.pid(), document.get(), ends[1]);
    ::_exit(write_all(ends[1], as_bytes(report)) ? 0 : 1);
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
  EXPECT_TRUE(victim.end());
  Report report;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    report[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
  return report;
}

Report attack_within(sandbox::Rules rules) {
  return report_of_child([&](pid_t victim, int document, int) {
    const auto entered = sandbox::enter(rules);
    return entered ? attack_sandbox(victim, document) : "enter=" + entered.error().message();
  });
}

// Of everything the probe tries, only what a renderer needs may work.
void expect_confined(const Report& report, const std::vector<std::string>& allowed) {
  ASSERT_GT(report.size(), 100u);
  for (const auto& [attempt, result] : report) {
    const bool may = std::find(allowed.begin(), allowed.end(), attempt) != allowed.end();
    // A build with a sanitizer needs its threads.
    if (attempt == "start-thread" && sandbox::sanitized) continue;
    if (may)
      EXPECT_EQ(result, "done") << attempt;
    else
      EXPECT_THAT(result, testing::AnyOf("EPERM", "EACCES", "ENOSYS")) << attempt;
  }
}

TEST(Sandbox, APicturesWorkerReachesNothing) {
  expect_confined(attack_within(worker::library_rules(request_for(Task::decode))), {});
  expect_confined(attack_within(worker::library_rules(request_for(Task::pdf_info))), {});
}

TEST(Sandbox, TheTypesetterHasFontsAndThreads) {
  expect_confined(attack_within(worker::library_rules(request_for(Task::text_to_pdf))),
                  {"read-fonts", "start-thread"});
}

// The worker that becomes Ghostscript may execute one program, which stays in the same sandbox. The
// probe stands for it; it could execute itself again, and not tell of it.
TEST(Sandbox, GhostscriptIsConfinedToo) {
  const Report report = report_of_child([](pid_t victim, int document, int out) {
    const UniqueFd own(::dup(document));
    const auto rules =
        worker::ghostscript_rules(request_for(Task::ghostscript), PLATEN_PROBE, own.get());
    if (const auto entered = sandbox::enter(rules); !entered)
      return "enter=" + entered.error().message();
    ::dup2(out, STDOUT_FILENO);
    const std::string victim_text = std::to_string(victim);
    const std::string document_text = std::to_string(own.get());
    ::execl(PLATEN_PROBE, PLATEN_PROBE, victim_text.c_str(), document_text.c_str(), nullptr);
    return std::string("enter=cannot execute the probe: ") + errno_text(errno);
  });
  expect_confined(report, {"read-fonts", "read-document-again"});
}

// What can be tried outside without harm works there: the probe does try what it says.
TEST(Sandbox, TheProbeIsNotHarmlessOutside) {
  const Report report = report_of_child([](pid_t victim, int document, int) {
    return attack_sandbox(victim, document, Which::harmless);
  });
  ASSERT_GT(report.size(), 25u);
  for (const auto& [attempt, result] : report)
    EXPECT_EQ(result, "done") << attempt;
}

template<class Body> int end_of_child(Body body, Task task = Task::decode) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!sandbox::enter(worker::library_rules(request_for(task)))) ::_exit(1);
    body();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

#if defined(__x86_64__)
// A filter that counts the calls of one table of numbers must not be passed by the other tables.
TEST(Sandbox, TheCallsOf32BitProgramsEndTheWorker) {
  const int status = end_of_child([] {
    long number = 20; // getpid in the table of i386
    asm volatile("int $0x80" : "+a"(number) : : "memory");
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

TEST(Sandbox, TheCallsOfX32ProgramsEndTheWorker) {
  const int status = end_of_child([] {
    constexpr long x32_bit = 0x40000000;
    ::syscall(x32_bit | SYS_getpid);
  });
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

// The worker that sets text may have threads.
TEST(Sandbox, TheyEndAllThreadsOfTheWorker) {
  const auto call_of_32_bits = [] {
    long number = 20;
    asm volatile("int $0x80" : "+a"(number) : : "memory");
  };
  const int status = end_of_child([&] { std::thread(call_of_32_bits).join(); }, Task::text_to_pdf);
  ASSERT_TRUE(WIFSIGNALED(status)) << status;
  EXPECT_EQ(WTERMSIG(status), SIGSYS);
}
#endif

TEST(Sandbox, EndsTheProcessorTimeWithItsOwnSignal) {
  const pid_t child = ::fork();
  if (child == 0) {
    Request request = request_for(Task::decode);
    request.cpu_seconds = 1;
    if (!sandbox::enter(worker::library_rules(request))) ::_exit(1);
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
