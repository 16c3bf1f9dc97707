#include "halftone/save_row.h"
#include "halftone/screen.h"
#include "halftone/toner_saver.h"
#include "pipeline/executor.h"
#include "unit/pipeline/every_target.h"
#include "unit/pipeline/memory_rows.h"

#include <algorithm>
#include <bit>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

template<class Sample> void expect_equal_rows() {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 200; ++width) {
      std::mt19937 random(static_cast<unsigned>(width));
      std::vector<std::vector<Sample>> lines(5, std::vector<Sample>(width));
      for (auto& line : lines)
        for (Sample& v : line) {
          const auto kind = random() % 4; // areas as well as outlines
          v = static_cast<Sample>(kind == 0 ? random() : kind == 1 ? ~0U : 30);
        }
      RowsAround<Sample> rows;
      std::ranges::copy(lines, rows.begin());
      std::vector<Sample> most(width + 4), out(width), expected(width);
      save_row(rows, std::span(most), std::span(out));
      reference::save_row(rows, std::span(most), std::span(expected));
      ASSERT_EQ(out, expected) << width;
    }
  });
}

TEST(SaveRow, IsEqualOnEveryTargetFor8Bits) {
  expect_equal_rows<std::uint8_t>();
}
TEST(SaveRow, IsEqualOnEveryTargetFor16Bits) {
  expect_equal_rows<std::uint16_t>();
}

TEST(SaveRow, ThinsEveryToneByThreeEighthsAndNeverTurnsThemRound) {
  int before = 0;
  for (int v = 0; v < 256; ++v) {
    const int thin = thinned(static_cast<std::uint8_t>(v));
    EXPECT_NEAR(255 - thin, (255 - v) * 0.625, 1.5) << v;
    EXPECT_GE(thin, before);
    before = thin;
  }
  EXPECT_EQ(thinned(std::uint8_t{255}), 255);
  EXPECT_EQ(thinned(std::uint16_t{65535}), 65535);
}

// White with a black square, a line of one pixel, a line of four, and a hole in the square.
constexpr std::int32_t width = 120, height = 90;
bool in_square(int x, int y) {
  return x >= 20 && x < 80 && y >= 20 && y < 80 && (x < 40 || x >= 44 || y < 40 || y >= 44);
}
bool is_black(int x, int y) {
  return in_square(x, y) || x == 100 || (x >= 105 && x < 109);
}

std::vector<std::byte> drawing() {
  std::vector<std::byte> page;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      page.push_back(is_black(x, y) ? std::byte{0} : std::byte{255});
  return page;
}

std::vector<std::byte> saved(const PageShape& shape, const std::vector<std::byte>& page,
                             bool screened) {
  test::MemorySource source(shape, page);
  test::MemorySink sink;
  pipeline::Stages stages;
  stages.push_back(make_toner_saver(shape));
  if (screened) stages.push_back(make_halftone(shape, ScreenKind::clustered));
  EXPECT_TRUE(pipeline::run_whole_page(source, stages, sink));
  return sink.page;
}

TEST(TonerSaver, KeepsOutlinesAndThinLinesWhole) {
  const PageShape shape{width, height, gray8};
  const auto out = saved(shape, drawing(), false);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      bool outline = false;
      for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
          if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height)
            outline = outline || !is_black(x + dx, y + dy);
      const int expected = !is_black(x, y) ? 255 : outline ? 0 : 96;
      ASSERT_EQ(std::to_integer<int>(out[static_cast<std::size_t>(y * width + x)]), expected)
          << x << ',' << y;
    }
}

TEST(TonerSaver, SavesThreeEighthsOfASolidAreaEvenly) {
  const PageShape shape{512, 512, gray8};
  const auto dots = saved(shape, std::vector<std::byte>(512 * 512), true);
  // Each square of 32 x 32 pixels, 1.35 mm, has the same share of ink.
  for (std::size_t top = 0; top < 512; top += 32)
    for (std::size_t left = 0; left < 64; left += 4) {
      int ink = 0;
      for (std::size_t y = top; y < top + 32; ++y)
        for (std::size_t byte = left; byte < left + 4; ++byte)
          ink += std::popcount(std::to_integer<unsigned>(dots[y * 64 + byte]));
      ASSERT_NEAR(ink / 1024.0, 0.625, 0.015) << left << ',' << top;
    }
}

TEST(TonerSaver, DoesNotShowHowThePageWasCut) {
  for (const PixelFormat format : {gray8, gray16}) {
    const PageShape shape{203, 131, format};
    std::vector<std::byte> page(format.row_bytes(203) * 131);
    std::mt19937 random(9);
    for (std::byte& byte : page)
      byte = static_cast<std::byte>(random() % 5 == 0 ? 255 : random() % 64);
    const auto expected = saved(shape, page, false);
    for (const std::int32_t rows : {1, 3, 64}) {
      test::MemorySource source(shape, page);
      test::MemorySink sink;
      pipeline::Stages stages;
      stages.push_back(make_toner_saver(shape));
      const auto pool = make_thread_pool(3);
      ASSERT_TRUE(pipeline::run_banded(source, stages, sink, *pool, {.band_rows = rows}));
      EXPECT_EQ(sink.page, expected) << rows;
    }
  }
}

} // namespace
} // namespace platen::halftone
