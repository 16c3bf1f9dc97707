#include "base/worker_pool.h"
#include "sample/chart/chart.h"
#include "sample/chart/png_writer.h"
#include "sample/chart/profile.h"
#include "sample/sample.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace platen::sample {
namespace {

constexpr int band_rows = 120;
constexpr std::size_t slices = 8; // of a band, painted side by side

using Pixels = std::vector<Rgb16>;

void paint_slice(const Chart& chart, int first_row, std::size_t slice, Pixels& band) {
  constexpr int rows = band_rows / static_cast<int>(slices);
  const int start = rows * static_cast<int>(slice);
  for (int y = start; y < start + rows; ++y)
    chart.paint(first_row + y,
                std::span(band).subspan(static_cast<std::size_t>(y) * chart_width, chart_width));
}

// One band is painted while the one before it is packed.
Result<void> write_bands(const Chart& chart, PngWriter& png) {
  static_assert(chart_height % band_rows == 0 && band_rows % slices == 0);
  const auto pool = make_thread_pool(std::max(1U, std::thread::hardware_concurrency()));
  Pixels painting(std::size_t{chart_width} * band_rows);
  Pixels packing;
  for (int row = 0; row < chart_height; row += band_rows) {
    Result<void> packed;
    pool->run(slices + 1, [&](std::size_t task, std::size_t) {
      if (task == 0)
        packed = png.rows(packing);
      else
        paint_slice(chart, row, task - 1, painting);
    });
    TRY_VOID(std::move(packed));
    if (packing.empty()) packing.resize(painting.size());
    std::swap(painting, packing);
  }
  return png.rows(packing);
}

} // namespace

Result<void> write_picture(ByteSink& sink) {
  TRY(const Chart chart, Chart::create());
  TRY(const Buffer profile, wide_rgb_profile());
  TRY(auto png, PngWriter::begin(sink, {chart_width, chart_height, chart_ppi}, profile));
  TRY_VOID(write_bands(chart, png));
  return png.finish();
}

} // namespace platen::sample
