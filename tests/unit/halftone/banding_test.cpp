#include "halftone/dither.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <ostream>
#include <vector>

#include <gtest/gtest.h>

// A smooth 16-bit ramp on the page of 8 bits must not show steps (as rounding makes them) nor a
// weave (as an ordered matrix makes it). The statistics are computed on the dithered page; both
// faults are made here too, to see that they would be found.
namespace platen::halftone {
namespace {

constexpr std::size_t side = 256;

// side x side codes, and the 16-bit values they stand for.
struct Page {
  std::vector<double> wanted, printed; // in codes of 8 bits
};

Page page_of(
    const std::function<double(std::size_t x, std::size_t y)>& codes,
    const std::function<std::vector<std::uint8_t>(const std::vector<std::uint16_t>&)>& dither) {
  Page page;
  std::vector<std::uint16_t> samples;
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t x = 0; x < side; ++x) {
      const auto sample = static_cast<std::uint16_t>(std::lround(codes(x, y) * 257));
      samples.push_back(sample);
      page.wanted.push_back(sample / 257.0);
    }
  for (const std::uint8_t code : dither(samples))
    page.printed.push_back(code);
  return page;
}

std::vector<std::uint8_t> with_stage(const pipeline::Stage& stage,
                                     const std::vector<std::uint16_t>& samples) {
  const auto size = static_cast<std::int32_t>(side);
  RowBuffer in(size, size, gray16), out(size, size, gray8);
  const RowRange all{0, size};
  std::vector<std::uint8_t> codes;
  for (std::int32_t y = 0; y < size; ++y)
    std::copy_n(samples.begin() + y * size, size, in.band(all).samples<std::uint16_t>(y).begin());
  EXPECT_TRUE(stage.run(nullptr, in.band(all), out.band(all)));
  for (std::int32_t y = 0; y < size; ++y) {
    const auto row = out.band(all).samples<std::uint8_t>(y);
    codes.insert(codes.end(), row.begin(), row.end());
  }
  return codes;
}

std::vector<std::uint8_t> ours(const std::vector<std::uint16_t>& samples) {
  const auto size = static_cast<std::int32_t>(side);
  return with_stage(*make_dither({size, size, gray16}), samples);
}
std::vector<std::uint8_t> rounded(const std::vector<std::uint16_t>& samples) {
  const auto size = static_cast<std::int32_t>(side);
  return with_stage(*make_narrow({size, size, gray16}), samples);
}
// Bayer's 8 x 8 matrix.
std::vector<std::uint8_t> ordered(const std::vector<std::uint16_t>& samples) {
  std::vector<std::uint8_t> codes;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::size_t x = i % side, y = i / side;
    std::size_t rank = 0;
    for (std::size_t bit = 0; bit < 3; ++bit)
      rank |= (((x ^ y) >> bit & 1) << (5 - 2 * bit)) | ((y >> bit & 1) << (4 - 2 * bit));
    const bool up = samples[i] % 257 > rank * 257 / 64;
    codes.push_back(static_cast<std::uint8_t>(samples[i] / 257 + (up ? 1 : 0)));
  }
  return codes;
}

using Dither = std::vector<std::uint8_t> (*)(const std::vector<std::uint16_t>&);

// The most by which the mean of a column of the page strays from what it should be: bands are
// columns that all err to one side.
double worst_column(Dither dither) {
  // Five codes over the page, so that a column is nearly of one value.
  const Page page = page_of(
      [](std::size_t x, std::size_t) { return 100 + 5.0 * static_cast<double>(x) / side; }, dither);
  double worst = 0;
  for (std::size_t x = 0; x + 8 <= side; x += 8) { // eight columns, as far as the eye averages
    double error = 0;
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t k = 0; k < 8; ++k)
        error += page.printed[y * side + x + k] - page.wanted[y * side + x + k];
    worst = std::max(worst, std::abs(error) / (8 * side));
  }
  return worst;
}

// Squared magnitudes of the spectrum of the dither's error, divided by their mean: 1 everywhere for
// white noise. By rows, then by columns.
std::vector<double> spectrum(const std::vector<double>& error) {
  using Complex = std::complex<double>;
  const auto transform = [](std::vector<Complex>& line) { // radix 2, in place
    const std::size_t n = line.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
      std::size_t bit = n >> 1;
      for (; j & bit; bit >>= 1)
        j ^= bit;
      j ^= bit;
      if (i < j) std::swap(line[i], line[j]);
    }
    for (std::size_t length = 2; length <= n; length <<= 1)
      for (std::size_t i = 0; i < n; i += length)
        for (std::size_t k = 0; k < length / 2; ++k) {
          const Complex w = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) /
                                                static_cast<double>(length));
          const Complex even = line[i + k], odd = w * line[i + k + length / 2];
          line[i + k] = even + odd;
          line[i + k + length / 2] = even - odd;
        }
  };
  std::vector<Complex> values(error.begin(), error.end());
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<Complex> turned(values.size());
    for (std::size_t y = 0; y < side; ++y) {
      std::vector<Complex> line(values.begin() + static_cast<std::ptrdiff_t>(y * side),
                                values.begin() + static_cast<std::ptrdiff_t>((y + 1) * side));
      transform(line);
      for (std::size_t x = 0; x < side; ++x)
        turned[x * side + y] = line[x];
    }
    values = std::move(turned);
  }
  std::vector<double> power;
  double total = 0;
  for (const Complex& value : values) {
    power.push_back(std::norm(value));
    total += power.back();
  }
  for (double& p : power)
    p *= static_cast<double>(power.size()) / std::max(total, 1e-9);
  return power;
}

struct Texture {
  double coarse = 0; // mean power of what is coarser than a twelfth of a cycle a pixel
  double line = 0;   // the strongest single frequency: a weave
};

Texture texture(Dither dither, double code) {
  // A ramp of a hundredth of a code, so that neither edges nor exact values help.
  const Page page = page_of(
      [&](std::size_t x, std::size_t) { return code + 0.01 * static_cast<double>(x) / side; },
      dither);
  std::vector<double> error;
  for (std::size_t i = 0; i < page.printed.size(); ++i)
    error.push_back(page.printed[i] - page.wanted[i]);
  const auto power = spectrum(error);
  Texture result;
  std::size_t coarse = 0;
  for (std::size_t v = 0; v < side; ++v)
    for (std::size_t u = 0; u < side; ++u) {
      const auto cycles = [](std::size_t k) {
        return static_cast<double>(std::min(k, side - k)) / side;
      };
      const double p = power[v * side + u];
      result.line = std::max(result.line, p);
      if (std::hypot(cycles(u), cycles(v)) < 1.0 / 12) {
        result.coarse += p;
        ++coarse;
      }
    }
  result.coarse /= static_cast<double>(coarse);
  return result;
}

constexpr double most_column = 0.03; // of a code
constexpr double most_coarse = 0.25, most_line = 400;

TEST(Banding, ARampHasNoBands) {
  EXPECT_LE(worst_column(ours), most_column);
  EXPECT_GT(worst_column(rounded), 10 * most_column) << "rounding would be found";
}

TEST(Banding, TonesHaveNeitherCloudsNorAWeave) {
  for (const double code : {17.13, 60.25, 101.37, 127.5, 180.61, 220.75, 250.87}) {
    SCOPED_TRACE(code);
    const Texture dithered = texture(ours, code);
    EXPECT_LE(dithered.coarse, most_coarse);
    EXPECT_LE(dithered.line, most_line);
    EXPECT_GT(texture(ordered, code).line, 2 * most_line) << "an ordered matrix would be found";
  }
}

// Each of the 65,536 values, on average over the matrix: a ramp never turns round.
TEST(Banding, TheMeanRisesWithEveryOneOfThe65536Values) {
  constexpr std::int32_t tile = 128;
  const auto stage = make_dither({tile, tile, gray16});
  RowBuffer in(tile, tile, gray16), out(tile, tile, gray8);
  const RowRange all{0, tile};
  double before = -1;
  // Between two codes the pattern repeats with the code, so one code of each stretch is enough.
  for (const std::int32_t code : {0, 1, 100, 254})
    for (std::int32_t part = 0; part < 257; ++part) {
      const auto value = static_cast<std::uint16_t>(257 * code + part);
      for (std::int32_t y = 0; y < tile; ++y)
        std::ranges::fill(in.band(all).samples<std::uint16_t>(y), value);
      ASSERT_TRUE(stage->run(nullptr, in.band(all), out.band(all)));
      double sum = 0;
      for (std::int32_t y = 0; y < tile; ++y)
        for (const std::uint8_t printed : out.band(all).samples<std::uint8_t>(y))
          sum += printed;
      EXPECT_GT(sum, before) << value;
      EXPECT_NEAR(sum / (tile * tile), value / 257.0, 1.0 / 256) << value;
      before = sum;
    }
}

TEST(Banding, ChannelsTogetherKeepNeutralNeutral) {
  constexpr std::int32_t width = 200;
  for (const Channels channels : {Channels::together, Channels::apart}) {
    const auto stage = make_dither({width, 130, rgb16}, channels);
    RowBuffer in(width, 130, rgb16), out(width, 130, rgb8);
    const RowRange all{0, 130};
    for (std::int32_t y = 0; y < 130; ++y) {
      const auto row = in.band(all).samples<std::uint16_t>(y);
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = static_cast<std::uint16_t>(331 * (i / 3) + 97 * static_cast<std::size_t>(y));
    }
    ASSERT_TRUE(stage->run(nullptr, in.band(all), out.band(all)));
    std::size_t apart = 0;
    for (std::int32_t y = 0; y < 130; ++y) {
      const auto row = out.band(all).samples<std::uint8_t>(y);
      for (std::size_t i = 0; i < row.size(); i += 3)
        apart += row[i] != row[i + 1] || row[i] != row[i + 2] ? 1U : 0U;
    }
    EXPECT_EQ(apart == 0, channels == Channels::together);
  }
}

} // namespace
} // namespace platen::halftone
