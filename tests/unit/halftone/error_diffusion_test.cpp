#include "halftone/error_diffusion.h"
#include "pipeline/executor.h"
#include "support/spectrum.h"
#include "unit/pipeline/memory_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

using Rows = std::vector<std::byte>;

Rows diffused(PageShape shape, const Rows& gray, ToneCurve curve = {}) {
  ErrorDiffusion diffusion(shape, curve);
  const std::size_t in = shape.format.row_bytes(shape.width), out = mask1.row_bytes(shape.width);
  Rows dots(out * static_cast<std::size_t>(shape.height), std::byte{0x5a});
  for (std::size_t y = 0; y < static_cast<std::size_t>(shape.height); ++y)
    diffusion.row(std::span(gray).subspan(y * in, in), std::span(dots).subspan(y * out, out));
  return dots;
}

Rows flat(PageShape shape, int gray) {
  return Rows(shape.format.row_bytes(shape.width) * static_cast<std::size_t>(shape.height),
              static_cast<std::byte>(gray));
}

int ink(const Rows& dots) {
  int count = 0;
  for (const std::byte byte : dots)
    count += std::popcount(std::to_integer<unsigned>(byte));
  return count;
}

TEST(ErrorDiffusion, GivesEachToneItsShareOfInk) {
  for (const PixelFormat format : {gray8, gray16})
    for (int gray = 0; gray < 256; gray += 3) {
      // What the last pixels of rows and of the page owe is paid by nobody.
      const PageShape shape{512, 512, format};
      const double share = ink(diffused(shape, flat(shape, gray))) / (512.0 * 512);
      EXPECT_NEAR(share, (255 - gray) / 255.0, 0.004) << gray;
    }
}

TEST(ErrorDiffusion, FollowsTheToneCurve) {
  std::vector<std::uint16_t> curve;
  for (int i = 0; i < 256; ++i)
    curve.push_back(static_cast<std::uint16_t>(std::lround(65535 * std::pow(i / 255.0, 1.5))));
  const PageShape shape{512, 512, gray8};
  for (const int gray : {40, 128, 200})
    EXPECT_NEAR(ink(diffused(shape, flat(shape, gray), curve)) / (512.0 * 512),
                curve[static_cast<std::size_t>(255 - gray)] / 65535.0, 0.004);
}

TEST(ErrorDiffusion, LeavesBlackSolidAndWhiteBlankBesideAnyTone) {
  const PageShape shape{300, 200, gray8};
  Rows page(300 * 200);
  std::mt19937 random(3);
  const auto kind = [](std::size_t x, std::size_t y) { return (x / 25 + y / 20) % 3; };
  for (std::size_t y = 0; y < 200; ++y)
    for (std::size_t x = 0; x < 300; ++x)
      page[y * 300 + x] = static_cast<std::byte>(kind(x, y) == 0   ? 0
                                                 : kind(x, y) == 1 ? 255
                                                                   : random() % 256);
  const Rows dots = diffused(shape, page);
  int wrong = 0;
  for (std::size_t y = 0; y < 200; ++y)
    for (std::size_t x = 0; x < 300; ++x) {
      const bool inked = (dots[y * 38 + x / 8] & std::byte{0x80} >> (x % 8)) != std::byte{0};
      wrong += kind(x, y) == 0 && !inked;
      wrong += kind(x, y) == 1 && inked;
    }
  EXPECT_EQ(wrong, 0);
}

TEST(ErrorDiffusion, StartsAfreshBelowARowOfPaper) {
  const PageShape shape{64, 9, gray8};
  Rows page(64 * 9, std::byte{255});
  const auto put = [&](std::ptrdiff_t row) {
    std::fill_n(page.begin() + row * 64, 64, std::byte{100});
  };
  put(0);
  Rows alone = page;
  put(4);
  const Rows both = diffused(shape, page);
  std::ranges::fill(alone, std::byte{255});
  std::fill_n(alone.begin() + 4 * 64, 64, std::byte{100});
  const Rows one = diffused(shape, alone);
  EXPECT_TRUE(std::equal(both.begin() + 4 * 8, both.end(), one.begin() + 4 * 8));
}

// The bits are part of what "the same print again" means, on every machine.
TEST(ErrorDiffusion, GivesTheSameBitsEverywhere) {
  for (const auto& [format, expected] :
       {std::pair{gray8, 11946542716367419630ULL}, std::pair{gray16, 10370827682482125837ULL}}) {
    const PageShape shape{333, 222, format};
    Rows page(format.row_bytes(333) * 222);
    std::uint32_t random = 1;
    for (std::byte& byte : page)
      byte = static_cast<std::byte>((random = random * 1664525U + 1013904223U) >> 24);
    std::uint64_t hash = 14695981039346656037ULL;
    for (const std::byte byte : diffused(shape, page))
      hash = (hash ^ std::to_integer<unsigned>(byte)) * 1099511628211ULL;
    EXPECT_EQ(hash, expected);
  }
}

TEST(ErrorDiffusion, GivesTheSameBitsInBandsOfAnyHeight) {
  const PageShape shape{203, 131, gray16};
  Rows page(shape.format.row_bytes(203) * 131);
  std::mt19937 random(5);
  for (std::byte& byte : page)
    byte = static_cast<std::byte>(random() % 256);
  const Rows expected = diffused(shape, page);
  for (const std::size_t workers : {1u, 3u})
    for (const std::int32_t rows : {1, 7, 64, 131}) {
      test::MemorySource source(shape, page);
      test::MemorySink sink;
      DiffusedRows through(shape, {}, sink);
      const auto pool = make_thread_pool(workers);
      ASSERT_TRUE(pipeline::run_banded(source, {}, through, *pool, {.band_rows = rows}));
      EXPECT_EQ(sink.page, expected) << rows;
    }
}

// The strongest line of a flat tone against the mean of all: worms, checks and stripes are lines.
double line_over_noise(const Rows& dots) {
  constexpr std::size_t side = 512;
  std::vector<double> picture;
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t x = 0; x < side; ++x)
      picture.push_back((dots[y * 64 + x / 8] & std::byte{0x80} >> (x % 8)) != std::byte{0});
  const test::Spectrum spectrum(picture, side);
  return spectrum.peak(0.01, 0.8).power / (spectrum.sum(0.01, 0.8) / (side * side));
}

// Floyd and Steinberg's as it was published: rows from left to right, a fixed threshold.
Rows plain(int gray) {
  constexpr std::size_t side = 512;
  std::vector<double> owed((side + 1) * (side + 2));
  Rows dots(side * side / 8);
  for (std::size_t y = 0; y < side; ++y)
    for (std::size_t x = 0; x < side; ++x) {
      double* const at = &owed[y * (side + 2) + x + 1];
      const double wanted = (255 - gray) / 255.0 + *at;
      const bool inked = wanted > 0.5;
      if (inked) dots[y * 64 + x / 8] |= std::byte{0x80} >> (x % 8);
      const double error = wanted - inked;
      at[1] += error * 7 / 16;
      at[side + 1] += error * 3 / 16;
      at[side + 2] += error * 5 / 16;
      at[side + 3] += error / 16;
    }
  return dots;
}

TEST(ErrorDiffusion, HasNeitherWormsNorChecks) {
  const PageShape shape{512, 512, gray8};
  double worst = 0, worst_plain = 0;
  for (const int gray : {16, 51, 64, 85, 102, 127, 128, 153, 170, 191, 204, 239}) {
    worst = std::max(worst, line_over_noise(diffused(shape, flat(shape, gray))));
    worst_plain = std::max(worst_plain, line_over_noise(plain(gray)));
  }
  EXPECT_LT(worst, 200);
  EXPECT_GT(worst_plain, 10'000); // what this test must find
}

} // namespace
} // namespace platen::halftone
