// Adds jobs from 4 threads for ever, and writes a line to standard output for each answer of the
// store: "+ID NAME" for a job with its document, "-ID NAME" for a cancellation. Usage: job_writer
// FOLDER PREFIX
#include "job/store.h"
#include "kill_contents.h"

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <unistd.h>

namespace platen::job {
namespace {

// One write of less than PIPE_BUF bytes is never torn.
void acknowledge(char what, const Result<Job>& job) {
  if (!job) {
    std::fprintf(stderr, "%s\n", job.error().message().c_str());
    std::_Exit(1);
  }
  const std::string line = what + std::to_string(job->id) + " " + job->name + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(1);
}

Result<std::unique_ptr<IncomingDocument>> arrive(Store& store, const std::string& name) {
  auto document = store.new_document();
  TRY_VOID(document->write(document_of(name)));
  return document;
}

Result<Job> add_whole(Store& store, Job job) {
  std::vector<std::unique_ptr<IncomingDocument>> documents(1);
  TRY(documents[0], arrive(store, job.name));
  return wait<Job>([&](auto done) { store.add_job(job, std::move(documents), done); });
}

// Create-Job, Send-Document.
Result<Job> add_in_two_steps(Store& store, Job job) {
  job.incoming = true;
  TRY(const Job open, wait<Job>([&](auto done) { store.add_job(job, {}, done); }));
  TRY(auto document, arrive(store, job.name));
  const auto close = [](Job& closed) -> Result<void> {
    closed.incoming = false;
    return {};
  };
  return wait<Job>(
      [&](auto done) { store.add_document(open.id, std::move(document), close, done); });
}

[[noreturn]] void write_for_ever(Store& store, PrinterId printer, const std::string& prefix) {
  for (int number = 0;; ++number) {
    Job job;
    job.printer = printer;
    job.state = JobState::pending;
    job.name = prefix + "-" + std::to_string(number);
    const auto added = number % 3 == 1 ? add_in_two_steps(store, job) : add_whole(store, job);
    acknowledge('+', added);
    if (number % 5 != 0) continue;
    const auto cancel = [](Job& canceled) -> Result<void> {
      canceled.state = JobState::canceled;
      return {};
    };
    acknowledge('-', wait<Job>([&](auto done) { store.update_job(added->id, cancel, done); }));
  }
}

int run(const char* folder, const std::string& prefix) {
  StoreOptions options;
  options.folder = folder;
  auto store = open_sqlite_store(options);
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message().c_str());
    return 1;
  }
  const PrinterId printer = (*store)->printers()->front().id;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { write_for_ever(**store, printer, prefix + std::to_string(i)); });
  for (auto& thread : threads)
    thread.join();
  return 0;
}

} // namespace
} // namespace platen::job

int main(int count, char** arguments) {
  return count == 3 ? platen::job::run(arguments[1], arguments[2]) : 2;
}
