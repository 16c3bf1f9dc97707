#include "resample/turn.h"
#include "unit/pipeline/memory_rows.h"

#include <array>

#include <gtest/gtest.h>

namespace platen::resample {
namespace {

struct Page {
  PageShape shape;
  std::vector<std::byte> bytes;
};

Page read_all(RowSource& source, std::int32_t rows_at_once) {
  Page page{source.shape(), {}};
  const std::size_t row_bytes = page.shape.format.row_bytes(page.shape.width);
  page.bytes.resize(row_bytes * static_cast<std::size_t>(page.shape.height));
  for (std::int32_t y = 0; y < page.shape.height; y += rows_at_once) {
    const RowRange rows{y, std::min(rows_at_once, page.shape.height - y)};
    const auto done = source.read(Band(page.bytes.data() + static_cast<std::size_t>(y) * row_bytes,
                                       row_bytes, page.shape.width, page.shape.format, rows));
    EXPECT_TRUE(done.has_value());
  }
  return page;
}

Page turned_page(const Page& page, Turn turn, std::int32_t rows_at_once = 7) {
  auto source = turned(std::make_unique<test::MemorySource>(page.shape, page.bytes), turn);
  EXPECT_TRUE(source.has_value());
  return read_all(**source, rows_at_once);
}

std::span<const std::byte> pixel(const Page& page, std::int32_t x, std::int32_t y) {
  const auto size = static_cast<std::size_t>(page.shape.format.bits_per_pixel() / 8);
  const auto index = static_cast<std::size_t>(y) * static_cast<std::size_t>(page.shape.width) +
                     static_cast<std::size_t>(x);
  return std::span(page.bytes).subspan(index * size, size);
}

// What CIPA DC-008 says of the stored row 0 and column 0: which visual side each is.
enum class Side { top, bottom, left, right };
struct Meaning {
  Side row0, column0;
};
constexpr std::array<Meaning, 8> meanings{{{Side::top, Side::left},
                                           {Side::top, Side::right},
                                           {Side::bottom, Side::right},
                                           {Side::bottom, Side::left},
                                           {Side::left, Side::top},
                                           {Side::right, Side::top},
                                           {Side::right, Side::bottom},
                                           {Side::left, Side::bottom}}};

// Where the stored pixel is seen.
std::pair<std::int32_t, std::int32_t> seen_at(Meaning meaning, const PageShape& stored,
                                              std::int32_t x, std::int32_t y) {
  std::int32_t seen_x = 0, seen_y = 0;
  const auto place = [&](Side side, std::int32_t distance, std::int32_t size) {
    switch (side) {
    case Side::top:
      seen_y = distance;
      break;
    case Side::bottom:
      seen_y = size - 1 - distance;
      break;
    case Side::left:
      seen_x = distance;
      break;
    case Side::right:
      seen_x = size - 1 - distance;
      break;
    }
  };
  place(meaning.row0, y, stored.height);
  place(meaning.column0, x, stored.width);
  return {seen_x, seen_y};
}

TEST(Turn, MakesEveryExifOrientationUpright) {
  for (const PixelFormat format : {gray8, gray16, rgb8, rgb16, cmyk8, cmyk16})
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {9, 1}, {70, 130}, {129, 64}}) {
      const PageShape shape{width, height, format};
      const Page stored{shape, test::random_page(shape, 8)};
      for (std::int32_t orientation = 1; orientation <= 8; ++orientation) {
        const Turn turn = make_turn(orientation, 0);
        const Page upright = turned_page(stored, turn);
        ASSERT_EQ(upright.shape, turned_shape(shape, turn));
        for (std::int32_t y = 0; y < height; ++y)
          for (std::int32_t x = 0; x < width; ++x) {
            const auto [u, v] =
                seen_at(meanings[static_cast<std::size_t>(orientation - 1)], shape, x, y);
            const auto from = pixel(stored, x, y), to = pixel(upright, u, v);
            ASSERT_TRUE(std::equal(from.begin(), from.end(), to.begin())) << orientation;
          }
      }
    }
}

TEST(Turn, QuartersGoClockwise) {
  const PageShape shape{5, 3, gray8};
  const Page page{shape, test::random_page(shape, 9)};
  const Page quarter = turned_page(page, make_turn(1, 1));
  ASSERT_EQ(quarter.shape, (PageShape{3, 5, gray8}));
  // The top left corner goes to the top right.
  EXPECT_EQ(pixel(page, 0, 0)[0], pixel(quarter, 2, 0)[0]);
  EXPECT_EQ(pixel(page, 4, 0)[0], pixel(quarter, 2, 4)[0]);
}

TEST(Turn, QuartersAddUp) {
  for (std::int32_t orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(make_turn(orientation, 4), make_turn(orientation, 0));
    EXPECT_EQ(make_turn(orientation, -1), make_turn(orientation, 3));
    const PageShape shape{6, 4, rgb8};
    const Page page{shape, test::random_page(shape, 10)};
    const Page once = turned_page(turned_page(page, make_turn(orientation, 1)), make_turn(1, 1));
    EXPECT_EQ(once.bytes, turned_page(page, make_turn(orientation, 2)).bytes);
  }
}

TEST(Turn, UnknownOrientationsCountAsUpright) {
  for (const std::int32_t orientation : {-1, 0, 9, 70'000})
    EXPECT_EQ(make_turn(orientation, 0), Turn{});
}

TEST(Turn, LargePicturesGoThroughAFile) {
  const PageShape shape{3001, 2003, rgb8}; // 18 MB: more than is kept in memory
  const Page page{shape, test::random_page(shape, 11)};
  for (const std::int32_t orientation : {3, 5, 6, 7, 8}) {
    const Page upright = turned_page(page, make_turn(orientation, 0), 100);
    for (std::int32_t y = 0; y < shape.height; y += 97)
      for (std::int32_t x = 0; x < shape.width; x += 89) {
        const auto [u, v] =
            seen_at(meanings[static_cast<std::size_t>(orientation - 1)], shape, x, y);
        const auto from = pixel(page, x, y), to = pixel(upright, u, v);
        ASSERT_TRUE(std::equal(from.begin(), from.end(), to.begin())) << orientation;
      }
  }
}

TEST(Turn, PassesTheSourcesErrorOn) {
  for (std::int32_t orientation = 2; orientation <= 8; ++orientation) {
    const PageShape shape{20, 200, gray8};
    auto broken = std::make_unique<test::MemorySource>(shape, test::random_page(shape, 12));
    broken->fail_at = 150;
    auto source = turned(std::move(broken), make_turn(orientation, 0));
    ASSERT_TRUE(source.has_value());
    const PageShape upright = (*source)->shape();
    RowBuffer rows(upright.width, upright.height, upright.format);
    const auto done = (*source)->read(rows.band({0, upright.height}));
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().what, "the source broke");
  }
}

TEST(Turn, RefusesOneBitPictures) {
  const PageShape shape{8, 8, mask1};
  auto source = turned(std::make_unique<test::MemorySource>(shape, test::random_page(shape, 1)),
                       make_turn(3, 0));
  ASSERT_FALSE(source.has_value());
  EXPECT_EQ(source.error().code, Errc::unsupported);
}

} // namespace
} // namespace platen::resample
