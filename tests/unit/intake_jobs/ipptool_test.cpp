#include "http/server.h"
#include "unit/intake_jobs/desk.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace platen::intake::ipp::test {
namespace {

using namespace std::chrono_literals;
using job::JobState;

constexpr const char* suites = "/usr/share/cups/ipptool";

// Takes the jobs of both printers in their order and says that they are printed.
class Printing {
public:
  explicit Printing(Desk& desk) : desk_(desk), thread_([this] { run(); }) {}
  ~Printing() {
    stop_ = true;
    thread_.join();
  }

private:
  void run() {
    while (!stop_) {
      for (const job::PrinterId printer : {1, 2})
        if (const auto next = desk_.store->next_job(printer, {}); next && *next) print(**next);
      std::this_thread::sleep_for(20ms);
    }
  }
  void print(const job::Job& job) {
    for (const JobState state : {JobState::processing, JobState::completed})
      static_cast<void>(job::wait<job::Job>([&](auto done) {
        desk_.store->update_job(
            job.id,
            [state, now = desk_.now.load()](job::Job& record) -> Result<void> {
              record.state = state;
              record.processing = now;
              if (state != JobState::completed) return {};
              record.finished = now;
              record.reasons = {"job-completed-successfully"};
              record.counters = {1, 1, 1, 1, 100, {1, 1}};
              return {};
            },
            std::move(done));
      }));
  }
  Desk& desk_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// The desk's service on a port of its own.
class Listening {
public:
  explicit Listening(Desk& desk) : printing_(desk) {
    http::ServerOptions options;
    options.listen = {{"127.0.0.1", 0}};
    server_ = *http::open_server(std::move(options), *desk.service);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Listening() {
    server_->stop();
    thread_.join();
  }
  std::string uri(const std::string& printer) const {
    return "ipp://127.0.0.1:" + std::to_string(server_->addresses().front().port) + "/ipp/print/" +
           printer;
  }

private:
  Printing printing_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

int run(std::vector<std::string> words, const std::filesystem::path& output) {
  std::vector<char*> pointers;
  for (std::string& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -1;
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The lines of the failures, for people.
std::string failures(const std::string& output) {
  std::string found;
  bool failing = false;
  std::size_t start = 0;
  while (start < output.size()) {
    const std::size_t end = std::min(output.find('\n', start), output.size());
    const std::string line = output.substr(start, end - start);
    start = end + 1;
    if (line.find("[FAIL]") != std::string::npos) failing = true;
    if (line.find("[PASS]") != std::string::npos || line.find("[SKIP]") != std::string::npos)
      failing = false;
    if (failing) found += line + "\n";
  }
  return found;
}

class IpptoolSuite : public ::testing::TestWithParam<std::string> {};

// What ipptool's own files expect of jobs and subscriptions; the whole suites run against the whole
// server elsewhere.
TEST_P(IpptoolSuite, Passes) {
  const std::filesystem::path suite = std::filesystem::path(suites) / (GetParam() + ".test");
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << "ipptool's files are not installed";
  Desk desk;
  const std::filesystem::path document = desk.folder / "document.pdf";
  std::ofstream(document) << "%PDF-1.4\n";
  Listening listening(desk);
  const std::filesystem::path output = desk.folder / "output";
  const int ended = run({"ipptool", "-t", "-I", "-T", "20", "-f", document.string(), "-d",
                         "user=anna", listening.uri("office"), suite.string()},
                        output);
  if (ended < 0) GTEST_SKIP() << "ipptool is not installed";
  EXPECT_EQ(ended, 0) << failures(text_of(output));
}
INSTANTIATE_TEST_SUITE_P(All, IpptoolSuite,
                         ::testing::Values("ipp-1.1", "create-job", "print-job",
                                           "print-job-and-wait", "print-job-hold",
                                           "print-job-password", "print-job-media-col",
                                           "print-job-gzip", "print-job-deflate", "validate-job",
                                           "get-jobs", "get-completed-jobs",
                                           "create-printer-subscription", "get-subscriptions"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
                           return name;
                         });

} // namespace
} // namespace platen::intake::ipp::test
