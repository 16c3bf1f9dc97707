// Pages per second of one core through all automatic steps of clean-up: A4 at 300 dpi, text, 2
// degrees askew on a lid; unpaper beside it on the same page, with its files read and written.
#include "base/scratch_folder.h"
#include "scan/clean/clean.h"
#include "support/scanned/scene.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

namespace platen {
namespace {

test::Scene a_page(bool color, std::int32_t dpi) {
  test::Scene scene;
  scene.dpi = dpi;
  scene.color = color;
  scene.content = test::Content::text;
  scene.sheet_width = 204;
  scene.sheet_height = 285;
  scene.surroundings = {250, 250, 250};
  scene.skew = 2;
  return scene;
}

scan::PageImage copy_of(const scan::PageImage& page) {
  scan::PageImage copy(page.shape(), page.resolution);
  for (std::int32_t y = 0; y < page.height; ++y)
    std::ranges::copy(page.band().row(y), copy.band().row(y).begin());
  return copy;
}

void run(benchmark::State& state, bool color, std::int32_t dpi, scan::ColorMode mode) {
  const auto scanned = scan_of(a_page(color, dpi));
  for (auto _ : state) {
    state.PauseTiming();
    auto page = copy_of(scanned.page);
    state.ResumeTiming();
    auto done = scan::clean(std::move(page), {}, mode, {}, {});
    if (!done) state.SkipWithError("clean failed");
    benchmark::DoNotOptimize(done);
  }
  state.counters["pages/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void gray_300(benchmark::State& state) {
  run(state, false, 300, scan::ColorMode::gray);
}
void color_300(benchmark::State& state) {
  run(state, true, 300, scan::ColorMode::color);
}
void bilevel_300(benchmark::State& state) {
  run(state, false, 300, scan::ColorMode::bilevel);
}
void gray_600(benchmark::State& state) {
  run(state, false, 600, scan::ColorMode::gray);
}
BENCHMARK(gray_300)->Unit(benchmark::kMillisecond);
BENCHMARK(color_300)->Unit(benchmark::kMillisecond);
BENCHMARK(bilevel_300)->Unit(benchmark::kMillisecond);
BENCHMARK(gray_600)->Unit(benchmark::kMillisecond);

// Processor time of the processes that have ended.
double children_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void gray_300_unpaper(benchmark::State& state) {
  const auto scanned = scan_of(a_page(false, 300));
  const auto folder = ScratchFolder::make();
  if (!folder) return state.SkipWithError("no folder for temporary files");
  const std::string in = (folder->path() / "in.pgm").string();
  const std::string out = (folder->path() / "out.pgm").string();
  std::ofstream file(in, std::ios::binary);
  file << "P5\n" << scanned.page.shape().width << ' ' << scanned.page.height << "\n255\n";
  for (std::int32_t y = 0; y < scanned.page.height; ++y) {
    const auto row = scanned.page.band().row(y);
    file.write(reinterpret_cast<const char*>(row.data()), static_cast<std::streamsize>(row.size()));
  }
  file.close();
  const std::string command = "unpaper --overwrite " + in + " " + out + " >/dev/null 2>&1";
  for (auto _ : state) {
    const double before = children_seconds();
    if (std::system(command.c_str()) != 0) state.SkipWithError("unpaper failed");
    state.SetIterationTime(children_seconds() - before);
  }
  state.counters["pages/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(gray_300_unpaper)->Unit(benchmark::kMillisecond)->UseManualTime();

} // namespace
} // namespace platen
