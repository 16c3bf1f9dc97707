// From nothing to a worker's first answer: the process, its libraries, its sandbox, and a document
// that costs next to nothing. What Ghostscript takes for its own start is told apart.
#include "render/document.h"

#include <string>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

namespace {

using namespace platen;
using namespace platen::render;

const std::string picture("UNIRAST\0\0\0\0\1" // one page of one white pixel
                          "\10\0\1\4\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\144\0\0\0\0\0\0\0\0"
                          "\0\0\377",
                          12 + 32 + 3);
const std::string program("%!PS\nshowpage\n");
const std::string pdf("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
                      "trailer<</Root 1 0 R>>\n");

UniqueFd file_of(const std::string& content) {
  UniqueFd fd = unnamed_file().value();
  if (!write_all(fd.get(), as_bytes(content))) std::abort();
  return fd;
}

// Processor time of the workers that have ended, ms: unlike the clock it does not count who else
// computes on this machine.
double worker_ms() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto ms = [](const timeval& t) {
    return 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec);
  };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

class WorkerTime {
public:
  explicit WorkerTime(benchmark::State& state) : state_(state) {}
  WorkerTime(const WorkerTime&) = delete;
  WorkerTime& operator=(const WorkerTime&) = delete;
  ~WorkerTime() {
    state_.counters["worker_cpu_ms"] =
        (worker_ms() - before_) / static_cast<double>(state_.iterations());
  }

private:
  benchmark::State& state_;
  const double before_ = worker_ms();
};

void open(benchmark::State& state, const std::string& content) {
  const Cancel cancel;
  const WorkerTime time(state);
  for (auto _ : state) {
    const auto document = open_document(file_of(content), Limits::standard(), cancel);
    if (!document) state.SkipWithError(document.error().message().c_str());
  }
}

void draw(benchmark::State& state) {
  const Cancel cancel;
  const auto document = open_document(file_of(pdf), Limits::standard(), cancel);
  VectorRun run;
  run.pages = {0};
  run.width = run.height = 72;
  run.format = gray8;
  run.resolution = Dpi{72};
  RowBuffer rows(72, 72, gray8);
  const WorkerTime time(state);
  for (auto _ : state) {
    if (!document) return state.SkipWithError(document.error().message().c_str());
    auto pages = (*document)->draw(run, {.model = ColorModel::gray, .profile = {}});
    auto page = pages ? (*pages)->next() : Failure(pages.error());
    if (!page || !(*page)->read(rows.band({0, 72}))) state.SkipWithError("nothing was drawn");
  }
}

BENCHMARK_CAPTURE(open, picture, picture)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(open, pdf, pdf)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(open, postscript_by_ghostscript, program)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(draw)->Name("draw/pdf_by_ghostscript")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
