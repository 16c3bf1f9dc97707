// The page encoders, one core each. Pages: office text (lines of small marks, most of the sheet
// white), a clustered-dot halftone, noise; bytes per second count the raster that goes in.
#include "encode/ivec/jpeg_writer.h"
#include "encode/ivec/pwg_writer.h"
#include "encode/pcl5/pcl5_side.h"
#include "encode/pclxl/pclxl_side.h"

#include <random>

#include <benchmark/benchmark.h>

namespace {

using namespace platen;

constexpr PageShape a4_at_600{4960, 7016, mask1};
constexpr PageShape photo_band{10200, 512, rgb8}; // a band of 17 x 22 in at 600 dpi

class Discard final : public ByteSink {
public:
  Result<void> write(Bytes bytes) override {
    count += bytes.size();
    return {};
  }
  std::size_t count = 0;
};

RowBuffer blank(const PageShape& shape) {
  RowBuffer page(shape.width, shape.height, shape.format);
  const Band band = page.band({0, shape.height});
  for (std::int32_t y = 0; y < shape.height; ++y)
    std::ranges::fill(band.row(y), std::byte{0});
  return page;
}

RowBuffer noise(const PageShape& shape) {
  RowBuffer page = blank(shape);
  std::mt19937_64 random(1);
  const Band band = page.band({0, shape.height});
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::byte& b : band.row(y))
      b = static_cast<std::byte>(random());
  return page;
}

// Lines of glyph-like boxes, 10 pt on 12 pt leading, inch margins: about 5 % ink.
RowBuffer office(const PageShape& shape) {
  RowBuffer page = blank(shape);
  std::mt19937_64 random(2);
  const Band band = page.band({0, shape.height});
  for (std::int32_t line = 600; line + 100 < shape.height - 600; line += 100)
    for (std::int32_t x = 600; x + 40 < shape.width - 600; x += 42) {
      const auto seed = random();
      if (seed % 6 == 0) continue; // a space
      for (std::int32_t y = 0; y < 60; ++y) {
        const auto row = band.row(line + y);
        for (std::int32_t stroke = 0; stroke < 3; ++stroke) {
          const std::int32_t from = x + stroke * 13 +
                                    static_cast<std::int32_t>((seed >> (stroke * 8)) +
                                                              static_cast<std::uint64_t>(y) / 7) %
                                        8;
          for (std::int32_t i = from; i < from + 6; ++i)
            row[static_cast<std::size_t>(i / 8)] |= static_cast<std::byte>(0x80 >> (i % 8));
        }
      }
    }
  return page;
}

// A 45-degree clustered dot of about 106 lpi over a ramp from white to black.
RowBuffer halftone(const PageShape& shape) {
  RowBuffer page = blank(shape);
  const Band band = page.band({0, shape.height});
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::int32_t x = 0; x < shape.width; ++x) {
      const std::int32_t u = (x + y) % 8 - 4, v = (x - y + 80'000) % 8 - 4;
      if (u * u + v * v < x * 32 / shape.width)
        band.row(y)[static_cast<std::size_t>(x / 8)] |= static_cast<std::byte>(0x80 >> (x % 8));
    }
  return page;
}

void report(benchmark::State& state, const PageShape& shape, std::size_t out) {
  const auto in = static_cast<std::int64_t>(shape.format.row_bytes(shape.width)) * shape.height;
  state.SetBytesProcessed(state.iterations() * in);
  state.counters["Mpx/s"] =
      benchmark::Counter(static_cast<double>(shape.width) * shape.height / 1e6,
                         benchmark::Counter::kIsIterationInvariantRate);
  state.counters["out_kB"] = static_cast<double>(out) / 1000;
}

template<class Make>
void encode_page(benchmark::State& state, const RowBuffer& page, const PageShape& shape,
                 Make&& make) {
  std::size_t out = 0;
  for (auto _ : state) {
    Discard sink;
    const auto side = make(sink);
    if (!side->write(page.band({0, shape.height})) || !side->finish())
      state.SkipWithError("failed");
    out = sink.count;
  }
  report(state, shape, out);
}

encode::SideSpec a4_side(const PageShape& raster) {
  encode::SideSpec spec;
  spec.media = {"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  spec.margins = {Hmm{500}, Hmm{500}, Hmm{500}, Hmm{500}};
  spec.resolution = Dpi{600};
  spec.raster = raster;
  return spec;
}

void encode_mask(benchmark::State& state, const RowBuffer& page) {
  encode_page(state, page, a4_at_600, [&](ByteSink& sink) {
    return encode::pclxl::make_side(a4_side(a4_at_600), sink,
                                    static_cast<std::int32_t>(state.range(0)));
  });
}

void pclxl_office(benchmark::State& state) {
  encode_mask(state, office(a4_at_600));
}
void pclxl_halftone(benchmark::State& state) {
  encode_mask(state, halftone(a4_at_600));
}
void pclxl_noise(benchmark::State& state) {
  encode_mask(state, noise(a4_at_600));
}
BENCHMARK(pclxl_office)
    ->ArgName("rows")
    ->Arg(64)
    ->Arg(128)
    ->Arg(256)
    ->Arg(512)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(pclxl_halftone)
    ->ArgName("rows")
    ->Arg(64)
    ->Arg(128)
    ->Arg(256)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(pclxl_noise)->ArgName("rows")->Arg(128)->Unit(benchmark::kMillisecond);

// What PCL 5 can be sent: 0, 1, 2 = all modes but 9; all; mode 0 alone.
constexpr encode::pcl5::Modes mode_sets[] = {{}, {true, true, true}, {false, false, false}};
constexpr PageShape pcl5_page{4672, 6779, mask1}; // as wide as the logical page of A4

void encode_pcl5(benchmark::State& state, const RowBuffer& page) {
  encode_page(state, page, pcl5_page, [&](ByteSink& sink) {
    return encode::pcl5::make_side(a4_side(pcl5_page), mode_sets[state.range(0)], sink);
  });
}
void pcl5_office(benchmark::State& state) {
  encode_pcl5(state, office(pcl5_page));
}
void pcl5_halftone(benchmark::State& state) {
  encode_pcl5(state, halftone(pcl5_page));
}
void pcl5_noise(benchmark::State& state) {
  encode_pcl5(state, noise(pcl5_page));
}
BENCHMARK(pcl5_office)->ArgName("modes")->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(pcl5_halftone)->ArgName("modes")->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(pcl5_noise)->ArgName("modes")->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

std::unique_ptr<encode::SideEncoder> pwg(ByteSink& sink) {
  return encode::make_pwg_writer({photo_band, Dpi{600}, {}, "", ""}, sink);
}
// Every other pixel equals the next: the most codes that a row can need.
RowBuffer short_runs(const PageShape& shape) {
  RowBuffer page = noise(shape);
  const Band band = page.band({0, shape.height});
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = band.row(y);
    for (std::size_t i = 0; i + 9 <= row.size(); i += 9)
      std::copy_n(row.begin() + static_cast<std::ptrdiff_t>(i), 3,
                  row.begin() + static_cast<std::ptrdiff_t>(i) + 3);
  }
  return page;
}
void pwg_noise(benchmark::State& state) {
  encode_page(state, noise(photo_band), photo_band, pwg);
}
void pwg_short_runs(benchmark::State& state) {
  encode_page(state, short_runs(photo_band), photo_band, pwg);
}
void pwg_white(benchmark::State& state) {
  encode_page(state, blank(photo_band), photo_band, pwg);
}
void jpeg_noise(benchmark::State& state) {
  encode_page(state, noise(photo_band), photo_band,
              [](ByteSink& sink) { return encode::make_jpeg_writer(photo_band, Dpi{600}, sink); });
}
BENCHMARK(pwg_noise)->Unit(benchmark::kMillisecond);
BENCHMARK(pwg_short_runs)->Unit(benchmark::kMillisecond);
BENCHMARK(pwg_white)->Unit(benchmark::kMillisecond);
BENCHMARK(jpeg_noise)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
