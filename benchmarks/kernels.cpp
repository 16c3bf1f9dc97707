// Mpixel/s of one core for each kernel of the pixel path, as stages see them: whole rows, in bands.
// Beside them the scalar references and, for colour, lcms2 on the same table.
#include "colour/apply.h"
#include "colour/black_and_white.h"
#include "colour/evaluate.h"
#include "halftone/dither.h"
#include "halftone/dither_row.h"
#include "halftone/error_diffusion.h"
#include "halftone/screen.h"
#include "halftone/threshold_row.h"
#include "halftone/toner_saver.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "resample/turn.h"
#include "sharpen/sharpen.h"

#include <cmath>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>
#include <lcms2.h>

namespace platen {
namespace {

using pipeline::Stage;
using pipeline::Stages;

constexpr std::int32_t sheet_width = 10'200; // 17 in at 600 dpi
constexpr std::int32_t band = 128;

// A photograph's stand-in: smooth, with some grain. Colour tables are read as a photograph reads
// them.
void paint(const Band& rows) {
  std::mt19937 random(1);
  const auto channels = static_cast<std::size_t>(rows.format().channels());
  for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
    const auto bytes = rows.row(y);
    const std::size_t samples = static_cast<std::size_t>(rows.width()) * channels;
    for (std::size_t i = 0; i < samples; ++i) {
      const double phase =
          static_cast<double>(i / channels) / 700 + static_cast<double>(i % channels) + y / 90.0;
      const double value =
          32'768 + 30'000 * std::sin(phase) + static_cast<double>(random() % 2'000);
      const auto sample = static_cast<std::uint16_t>(std::clamp(value, 0.0, 65'535.0));
      if (rows.format().depth == Depth::bits16)
        std::memcpy(bytes.data() + 2 * i, &sample, 2);
      else
        bytes[i] = static_cast<std::byte>(sample >> 8);
    }
  }
}

class PaintedSource final : public RowSource {
public:
  explicit PaintedSource(const PageShape& shape)
      : shape_(shape), rows_(shape.width, 64, shape.format) {
    paint(rows_.band({0, 64}));
  }
  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      std::memcpy(into.row(y).data(), rows_.band({0, 64}).row(y % 64).data(), into.row_bytes());
    return {};
  }

private:
  PageShape shape_;
  RowBuffer rows_;
};

class CountingSink final : public RowSink {
public:
  Result<void> write(ConstBand rows) override {
    count_ += rows.rows().count;
    benchmark::DoNotOptimize(count_);
    return {};
  }

private:
  std::int64_t count_ = 0;
};

void count_pixels(benchmark::State& state, std::int64_t pixels) {
  state.counters["Mpx/s"] = benchmark::Counter(static_cast<double>(pixels) *
                                                   static_cast<double>(state.iterations()) / 1e6,
                                               benchmark::Counter::kIsRate);
}

// One stage on one band again and again.
void run_stage(benchmark::State& state, const Stage& stage) {
  const PageShape from = stage.input(), to = stage.output();
  const RowRange out_rows{0, std::min(band, to.height)};
  const RowRange in_rows = stage.input_rows(out_rows);
  RowBuffer in(from.width, in_rows.count, from.format), out(to.width, band, to.format);
  paint(in.band(in_rows));
  for (auto _ : state) {
    const auto scratch = stage.make_state(band); // fresh: a stage may remember rows
    const auto done = stage.run(scratch.get(), in.band(in_rows), out.band(out_rows));
    if (!done) state.SkipWithError("failed");
  }
  count_pixels(state, std::int64_t{to.width} * out_rows.count);
}

ColourTable smooth_grid(std::int32_t inputs, std::int32_t outputs, std::int32_t grid) {
  ColourTable table;
  table.kind = ColourTable::Kind::clut;
  table.inputs = inputs;
  table.outputs = outputs;
  table.grid = grid;
  std::size_t nodes = 1;
  for (std::int32_t i = 0; i < inputs; ++i)
    nodes *= static_cast<std::size_t>(grid);
  for (std::size_t node = 0; node < nodes; ++node)
    for (std::int32_t o = 0; o < outputs; ++o)
      table.clut.push_back(
          static_cast<std::uint16_t>(node * 40'503 * static_cast<std::size_t>(o + 1) >> 4));
  return table;
}

ColourTable srgb_like_matrix(std::int32_t curve_steps = 4096);

// As a CMYK profile's table becomes one: its own points, curves in front, a matrix behind.
ColourTable grid_and_matrix(std::int32_t inputs, std::int32_t grid) {
  ColourTable table = smooth_grid(inputs, 3, grid);
  ColourTable matrix = srgb_like_matrix(512);
  table.kind = ColourTable::Kind::clut_matrix;
  table.curve_size = 2049;
  for (std::int32_t c = 0; c < inputs; ++c)
    for (int i = 0; i <= 2048; ++i)
      table.input_curves.push_back(std::min(65'535, 32 * i));
  table.light_curve_size = matrix.curve_size;
  table.light_curves = std::move(matrix.input_curves);
  table.matrix = std::move(matrix.matrix);
  table.output_curves = std::move(matrix.output_curves);
  return table;
}

ColourTable srgb_like_matrix(std::int32_t curve_steps) {
  ColourTable table;
  table.kind = ColourTable::Kind::matrix;
  table.curve_size = curve_steps + 1;
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i <= curve_steps; ++i)
      table.input_curves.push_back(static_cast<std::int32_t>(
          std::lround(std::pow(i / double(curve_steps), 2.2) * (1 << 30))));
  for (const double m : {0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.05, 0.15, 0.8})
    table.matrix.push_back(static_cast<std::int32_t>(std::lround(m * (1 << 25))));
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i < ColourTable::output_curve_size; ++i)
      table.output_curves.push_back(static_cast<std::uint16_t>(std::min(65'535, 32 * i)));
  return table;
}

// As sRGB meets the profile of a paper: curves and a matrix, and the profile's own grid in Lab.
ColourTable matrix_and_lab_grid(std::int32_t grid) {
  ColourTable table = srgb_like_matrix(512);
  table.kind = ColourTable::Kind::lab_grid;
  table.lab.factor = {19'000, 32'000, 12'850};
  table.lab.offset = {-170'000'000, 539'000'000, 539'000'000};
  table.lab.grid = grid;
  table.lab.nodes = smooth_grid(3, 3, grid).clut;
  return table;
}

void apply_table(benchmark::State& state, PixelFormat format, const ColourTable& table) {
  const auto stage = colour::make_apply({6'000, band, format}, table);
  if (!stage) return state.SkipWithError("bad table");
  run_stage(state, **stage);
}

void BM_colour_grid_rgb(benchmark::State& state) {
  apply_table(state, rgb16, smooth_grid(3, 3, 33));
}
void BM_colour_grid_rgb_to_gray(benchmark::State& state) {
  apply_table(state, rgb16, smooth_grid(3, 1, 33));
}
void BM_colour_grid_cmyk_to_rgb(benchmark::State& state) {
  apply_table(state, cmyk16, smooth_grid(4, 3, 17));
}
void BM_colour_matrix_rgb(benchmark::State& state) {
  apply_table(state, rgb16, srgb_like_matrix());
}
void BM_colour_widen(benchmark::State& state) {
  run_stage(state, *colour::make_widen({6'000, band, rgb8}));
}

void BM_colour_grid_and_matrix_cmyk_to_rgb(benchmark::State& state) {
  apply_table(state, cmyk16, grid_and_matrix(4, 9));
}
void BM_colour_grid_and_matrix_rgb(benchmark::State& state) {
  apply_table(state, rgb16, grid_and_matrix(3, 33));
}

void BM_colour_matrix_and_lab_grid_rgb(benchmark::State& state) {
  apply_table(state, rgb16, matrix_and_lab_grid(33));
}

void BM_colour_grid_rgb_reference(benchmark::State& state) {
  const ColourTable table = smooth_grid(3, 3, 33);
  RowBuffer in(6'000, 1, rgb16), out(6'000, 1, rgb16);
  paint(in.band({0, 1}));
  for (auto _ : state)
    colour::reference::evaluate(table, in.band({0, 1}).samples<std::uint16_t>(0),
                                out.band({0, 1}).samples<std::uint16_t>(0));
  count_pixels(state, 6'000);
}

// The same grid in lcms2, 16 bits in and out, as its own applications would use it.
void lcms2_grid(benchmark::State& state, std::int32_t inputs, cmsColorSpaceSignature space,
                cmsUInt32Number type) {
  const std::int32_t grid = inputs == 4 ? 17 : 33;
  const ColourTable table = smooth_grid(inputs, 3, grid);
  cmsHPROFILE link = cmsCreateProfilePlaceholder(nullptr);
  cmsSetDeviceClass(link, cmsSigLinkClass);
  cmsSetColorSpace(link, space);
  cmsSetPCS(link, cmsSigRgbData);
  cmsPipeline* steps = cmsPipelineAlloc(nullptr, static_cast<cmsUInt32Number>(inputs), 3);
  cmsPipelineInsertStage(steps, cmsAT_END,
                         cmsStageAllocCLut16bit(nullptr, static_cast<cmsUInt32Number>(grid),
                                                static_cast<cmsUInt32Number>(inputs), 3,
                                                table.clut.data()));
  cmsWriteTag(link, cmsSigAToB0Tag, steps);
  cmsHTRANSFORM transform =
      cmsCreateTransform(link, type, nullptr, TYPE_RGB_16, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE);
  const PixelFormat format = inputs == 4 ? cmyk16 : rgb16;
  RowBuffer in(6'000, 1, format), out(6'000, 1, rgb16);
  paint(in.band({0, 1}));
  for (auto _ : state)
    cmsDoTransform(transform, in.band({0, 1}).row(0).data(), out.band({0, 1}).row(0).data(), 6'000);
  count_pixels(state, 6'000);
  cmsDeleteTransform(transform);
  cmsPipelineFree(steps);
  cmsCloseProfile(link);
}
void BM_colour_grid_rgb_lcms2(benchmark::State& state) {
  lcms2_grid(state, 3, cmsSigRgbData, TYPE_RGB_16);
}
void BM_colour_grid_cmyk_to_rgb_lcms2(benchmark::State& state) {
  lcms2_grid(state, 4, cmsSigCmykData, TYPE_CMYK_16);
}

void resample_to_sheet(benchmark::State& state, PixelFormat format, std::int32_t width,
                       const resample::Filter& filter = {}) {
  const PageShape from{width, width * 3 / 4, format}, to{sheet_width, sheet_width * 3 / 4, format};
  const Stages stages = [&] {
    Stages made;
    made.push_back(resample::make_resample(from, {0, 0, to.width, to.height}, to, filter));
    return made;
  }();
  const auto one = make_thread_pool(1);
  PaintedSource source(from);
  for (auto _ : state) {
    CountingSink sink;
    if (!pipeline::run_banded(source, stages, sink, *one)) state.SkipWithError("failed");
  }
  count_pixels(state, std::int64_t{to.width} * to.height);
}
void BM_resample_rgb_24_to_78_Mpx(benchmark::State& state) {
  resample_to_sheet(state, rgb16, 5'700);
}
void BM_resample_rgb_mitchell(benchmark::State& state) {
  resample_to_sheet(state, rgb16, 5'700, {resample::Kernel::mitchell, resample::Ringing::allowed});
}
void BM_resample_rgb_unlimited(benchmark::State& state) {
  resample_to_sheet(state, rgb16, 5'700, {.ringing = resample::Ringing::allowed});
}
void BM_resample_gray_24_to_78_Mpx(benchmark::State& state) {
  resample_to_sheet(state, gray16, 5'700);
}
void BM_resample_rgb_down_from_312_Mpx(benchmark::State& state) {
  resample_to_sheet(state, rgb16, 20'400);
}

void BM_sharpen_rgb(benchmark::State& state) {
  const PageShape sheet{sheet_width, 2 * band, rgb16};
  const auto strength = sharpen::strength_for(model::Sharpening::standard, model::Finish::glossy);
  run_stage(state,
            *sharpen::make_sharpen(sheet, {0, 0, sheet.width, sheet.height}, {600}, *strength));
}
void BM_black_and_white(benchmark::State& state) {
  apply_table(state, rgb16, colour::black_and_white_table({}));
}

void BM_dither_rgb(benchmark::State& state) {
  run_stage(state, *halftone::make_dither({sheet_width, band, rgb16}));
}
void BM_dither_rgb_reference(benchmark::State& state) {
  RowBuffer in(sheet_width, 1, rgb16), out(sheet_width, 1, rgb8);
  paint(in.band({0, 1}));
  const std::vector<std::uint16_t> thresholds(384, 77);
  for (auto _ : state)
    halftone::reference::dither_row(in.band({0, 1}).samples<std::uint16_t>(0), thresholds,
                                    out.band({0, 1}).samples<std::uint8_t>(0));
  count_pixels(state, sheet_width);
}

void halftone_page(benchmark::State& state, PixelFormat format, halftone::ScreenKind kind) {
  run_stage(state, *halftone::make_halftone({4'960, band, format}, kind));
}
void BM_halftone_gray8(benchmark::State& state) {
  halftone_page(state, gray8, halftone::ScreenKind::clustered);
}
void BM_halftone_gray16(benchmark::State& state) {
  halftone_page(state, gray16, halftone::ScreenKind::clustered);
}
void BM_halftone_gray8_reference(benchmark::State& state) {
  RowBuffer in(4'960, 1, gray8), out(4'960, 1, mask1);
  paint(in.band({0, 1}));
  const std::vector<std::uint8_t> thresholds(128, 77);
  for (auto _ : state)
    halftone::reference::threshold_row(in.band({0, 1}).samples<std::uint8_t>(0), thresholds,
                                       out.band({0, 1}).row(0));
  count_pixels(state, 4'960);
}

// One pixel after the other, on one core.
void BM_error_diffusion_gray8(benchmark::State& state) {
  const PageShape page{4'960, band, gray8};
  RowBuffer in(page.width, band, gray8), out(page.width, 1, mask1);
  paint(in.band({0, band}));
  halftone::ErrorDiffusion diffusion(page);
  for (auto _ : state)
    for (std::int32_t y = 0; y < band; ++y)
      diffusion.row(std::as_const(in).band({0, band}).row(y), out.band({0, 1}).row(0));
  count_pixels(state, std::int64_t{page.width} * band);
}
void BM_toner_saver_gray8(benchmark::State& state) {
  run_stage(state, *halftone::make_toner_saver({4'960, band, gray8}));
}

// 24 Mpx, RGB8, through the temporary file.
void BM_turn_quarter(benchmark::State& state) {
  const PageShape shape{6'000, 4'000, rgb8};
  for (auto _ : state) {
    auto source =
        resample::turned(std::make_unique<PaintedSource>(shape), resample::make_turn(6, 0));
    RowBuffer rows(4'000, 100, rgb8);
    for (std::int32_t y = 0; y < 6'000; y += 100)
      if (!(*source)->read(rows.band({y, 100}))) state.SkipWithError("failed");
  }
  count_pixels(state, 24'000'000);
}

// A 24 Mpx photograph on 17 x 22 in at 600 dpi, from 8-bit samples to 8-bit samples: all of the
// pixel path.
void photograph(benchmark::State& state, std::size_t workers,
                model::Sharpening sharpening = model::Sharpening::none) {
  const PageShape picture{4'246, 5'652, rgb8}, wide{4'246, 5'652, rgb16},
      sheet{10'200, 13'200, rgb16};
  Stages stages;
  stages.push_back(colour::make_widen(picture));
  stages.push_back(std::move(*colour::make_apply(wide, smooth_grid(3, 3, 33))));
  stages.push_back(resample::make_resample(wide, {0, 0, 10'200, 13'200}, sheet));
  if (const auto strength = sharpen::strength_for(sharpening, model::Finish::glossy))
    stages.push_back(sharpen::make_sharpen(sheet, {0, 0, 10'200, 13'200}, {600}, *strength));
  stages.push_back(halftone::make_dither(sheet));
  const auto pool = make_thread_pool(workers);
  PaintedSource source(picture);
  for (auto _ : state) {
    CountingSink sink;
    if (!pipeline::run_banded(source, stages, sink, *pool)) state.SkipWithError("failed");
  }
  count_pixels(state, std::int64_t{sheet.width} * sheet.height);
}
void BM_photograph_on_one_core(benchmark::State& state) {
  photograph(state, 1);
}
void BM_photograph_on_two_cores(benchmark::State& state) {
  photograph(state, 2);
}
void BM_photograph_sharpened_on_one_core(benchmark::State& state) {
  photograph(state, 1, model::Sharpening::standard);
}

BENCHMARK(BM_colour_widen);
BENCHMARK(BM_colour_matrix_rgb);
BENCHMARK(BM_colour_grid_rgb);
BENCHMARK(BM_colour_grid_rgb_lcms2);
BENCHMARK(BM_colour_grid_rgb_reference);
BENCHMARK(BM_colour_grid_rgb_to_gray);
BENCHMARK(BM_colour_grid_cmyk_to_rgb);
BENCHMARK(BM_colour_grid_and_matrix_cmyk_to_rgb);
BENCHMARK(BM_colour_grid_and_matrix_rgb);
BENCHMARK(BM_colour_grid_cmyk_to_rgb_lcms2);
BENCHMARK(BM_colour_matrix_and_lab_grid_rgb);
BENCHMARK(BM_resample_rgb_24_to_78_Mpx)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_resample_rgb_unlimited)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_resample_rgb_mitchell)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_resample_gray_24_to_78_Mpx)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_resample_rgb_down_from_312_Mpx)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_sharpen_rgb);
BENCHMARK(BM_black_and_white);
BENCHMARK(BM_dither_rgb);
BENCHMARK(BM_dither_rgb_reference);
BENCHMARK(BM_halftone_gray8);
BENCHMARK(BM_halftone_gray16);
BENCHMARK(BM_halftone_gray8_reference);
BENCHMARK(BM_error_diffusion_gray8);
BENCHMARK(BM_toner_saver_gray8);
BENCHMARK(BM_turn_quarter)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_photograph_on_one_core)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_photograph_sharpened_on_one_core)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_photograph_on_two_cores)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
} // namespace platen
