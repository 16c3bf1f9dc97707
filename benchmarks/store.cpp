// The job store: durable jobs a second for 1, 8 and 64 callers who wait for each answer, and what
// questions cost while many jobs lie in it.
// Usage: bench_store FOLDER commits KIB...        documents of these sizes
//        bench_store FOLDER questions HELD FINISHED
//        bench_store FOLDER fill HELD FINISHED   and leaves it, for a server
// The folder is made and must not exist.
#include "job/store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <semaphore>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace platen;
using namespace platen::job;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long resident_kib() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  long pages = 0, resident = 0;
  if (file != nullptr && std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  if (file != nullptr) std::fclose(file);
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

Job sample_job(PrinterId printer) {
  Job job;
  job.printer = printer;
  job.state = JobState::pending;
  job.name = "Quarterly report.pdf";
  job.user = "anna";
  job.host = "192.168.17.4";
  job.options = {
      {"media", "iso_a4_210x297mm"}, {"sides", "two-sided-long-edge"}, {"print-quality", "4"}};
  job.attributes = std::string(220, 'a');
  return job;
}

template<class T> T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message().c_str());
  std::exit(1);
}

std::vector<std::unique_ptr<IncomingDocument>> documents(Store& store, std::size_t bytes) {
  std::vector<std::unique_ptr<IncomingDocument>> all;
  if (bytes == 0) return all;
  all.push_back(store.new_document());
  all.back()->format = "application/pdf";
  const std::string content(bytes, 'x');
  if (!all.back()->write(content)) std::exit(1);
  return all;
}

void measure_commits(Store& store, PrinterId printer, std::size_t bytes, int callers) {
  constexpr double length = 2.0;
  std::atomic<long> jobs = 0;
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(callers));
  const double cpu = cpu_seconds();
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i)
    threads.emplace_back([&, i] {
      while (seconds_since(start) < length) {
        const auto asked = Clock::now();
        static_cast<void>(must(wait<Job>([&](auto done) {
          store.add_job(sample_job(printer), documents(store, bytes), done);
        })));
        waits[static_cast<std::size_t>(i)].push_back(seconds_since(asked));
        ++jobs;
      }
    });
  for (auto& thread : threads)
    thread.join();
  const double took = seconds_since(start);
  std::vector<double> all;
  for (const auto& part : waits)
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  std::printf("%6zu KiB %3d callers %8.0f jobs/s  p50 %6.2f ms  p99 %6.2f ms  %5.0f us CPU/job\n",
              bytes >> 10, callers, static_cast<double>(jobs) / took, all[all.size() / 2] * 1e3,
              all[all.size() * 99 / 100] * 1e3,
              (cpu_seconds() - cpu) / static_cast<double>(jobs) * 1e6);
}

// Others' small jobs beside one caller with large documents.
void measure_beside_large(Store& store, PrinterId printer) {
  std::atomic<bool> stop = false;
  std::atomic<long> large = 0;
  std::thread other([&] {
    while (!stop) {
      static_cast<void>(must(wait<Job>([&](auto done) {
        store.add_job(sample_job(printer), documents(store, std::size_t{32} << 20), done);
      })));
      ++large;
    }
  });
  std::printf("beside one caller with documents of 32 MiB:\n");
  measure_commits(store, printer, 8 << 10, 8);
  stop = true;
  other.join();
  std::printf("  (%ld of those)\n", large.load());
}

void fill(Store& store, PrinterId printer, long count, JobState state) {
  constexpr std::ptrdiff_t ahead = 2'000;
  std::counting_semaphore<ahead> room(ahead);
  const auto start = Clock::now();
  for (long i = 0; i < count; ++i) {
    room.acquire();
    Job job = sample_job(printer);
    job.state = state;
    store.add_job(std::move(job), {}, [&room](const Result<Job>& added) {
      if (!added) std::exit(1);
      room.release();
    });
  }
  for (std::ptrdiff_t i = 0; i < ahead; ++i)
    room.acquire();
  std::printf("filled with %ld %s jobs: %.0f jobs/s, %ld KiB resident\n", count,
              std::string(to_string(state)).c_str(),
              static_cast<double>(count) / seconds_since(start), resident_kib());
}

template<class Ask> void measure_question(const char* name, Ask ask) {
  ask(); // warm
  constexpr double length = 1.0;
  const auto start = Clock::now();
  long count = 0;
  for (; seconds_since(start) < length; ++count)
    ask();
  std::printf("%-46s %10.1f us\n", name, seconds_since(start) / static_cast<double>(count) * 1e6);
}

void measure_questions(Store& store, PrinterId printer, JobId some) {
  measure_question("next_job", [&] { must(store.next_job(printer, {})); });
  measure_question("job", [&] { must(store.job(some)); });
  measure_question("next_release", [&] { must(store.next_release()); });
  measure_question("counts", [&] { store.counts(printer); });
  JobQuery query;
  query.limit = 10;
  query.printer = printer;
  query.which = JobQuery::Which::not_finished;
  measure_question("jobs: first 10 unfinished of the printer", [&] { must(store.jobs(query)); });
  query.which = JobQuery::Which::finished;
  query.newest_first = true;
  measure_question("jobs: last 10 finished of the printer", [&] { must(store.jobs(query)); });
  query.printer.reset();
  query.user = "anna";
  query.which = JobQuery::Which::all;
  measure_question("jobs: last 10 of the user", [&] { must(store.jobs(query)); });
  query.limit = 100'000;
  query.which = JobQuery::Which::not_finished;
  measure_question("each_job: 100,000 unfinished at most", [&] {
    if (!store.each_job(query, [](const Job&) { return true; })) std::exit(1);
  });
  measure_question("release_due: none is", [&] {
    must(wait<std::vector<JobId>>([&](auto done) { store.release_due(1, done); }));
  });
  measure_question("prune: nothing to do", [&] {
    must(wait<PruneReport>([&](auto done) { store.prune(Retention{-1, -1, -1, -1}, 1, done); }));
  });
  std::printf("%ld KiB resident\n", resident_kib());
}

int measure_many(std::unique_ptr<Store> store, const StoreOptions& options, PrinterId id, long held,
                 long finished) {
  fill(*store, id, finished, JobState::completed);
  fill(*store, id, held, JobState::held);
  fill(*store, id, 1'000, JobState::pending);
  measure_questions(*store, id, 1'000);

  auto start = Clock::now();
  store.reset();
  std::printf("close: %.2f s\n", seconds_since(start));
  start = Clock::now();
  store = must(open_sqlite_store(options));
  std::printf("open: %.2f s, %ld KiB resident\n", seconds_since(start), resident_kib());

  start = Clock::now();
  JobQuery all;
  all.which = JobQuery::Which::not_finished;
  const auto cancel = [](Job& job) -> Result<void> {
    job.state = JobState::canceled;
    return {};
  };
  const auto canceled =
      must(wait<std::vector<JobId>>([&](auto done) { store->update_jobs(all, cancel, done); }));
  std::printf("update_jobs of %zu: %.2f s, %ld KiB resident\n", canceled.size(),
              seconds_since(start), resident_kib());

  start = Clock::now();
  const auto report = must(wait<PruneReport>([&](auto done) {
    store->prune(Retention{0, -1, -1, -1}, 1LL << 40, done);
  }));
  std::printf("prune of %ld: %.2f s, %ld KiB resident\n", static_cast<long>(report.jobs),
              seconds_since(start), resident_kib());
  return 0;
}

int usage() {
  std::fprintf(stderr, "usage: bench_store FOLDER commits KIB... | questions HELD FINISHED | fill "
                       "HELD FINISHED\n");
  return 2;
}

} // namespace

int main(int count, char** arguments) {
  if (count < 4) return usage();
  const std::string what = arguments[2];
  StoreOptions options;
  options.folder = arguments[1];
  auto store = must(open_sqlite_store(options));
  Printer printer;
  printer.name = "bench";
  printer.model = "canon-ir1020";
  printer.device_uri = "file:/dev/null";
  const PrinterId id =
      must(wait<Printer>([&](auto done) { store->add_printer(printer, done); })).id;
  if (what == "questions" && count == 5)
    return measure_many(std::move(store), options, id, std::atol(arguments[3]),
                        std::atol(arguments[4]));
  if (what == "fill" && count == 5) {
    fill(*store, id, std::atol(arguments[4]), JobState::completed);
    fill(*store, id, std::atol(arguments[3]), JobState::held);
    return 0;
  }
  if (what != "commits") return usage();
  for (int i = 3; i < count; ++i)
    for (const int callers : {1, 8, 64})
      measure_commits(*store, id, static_cast<std::size_t>(std::atol(arguments[i])) << 10, callers);
  measure_beside_large(*store, id);
  return 0;
}
