#include "flow/rows.h"

#include <memory>

#include <gtest/gtest.h>

namespace platen::flow {
namespace {

// A sheet with ink (or a middle gray) everywhere.
class FullSheet final : public RowSource {
public:
  explicit FullSheet(PageShape shape) : shape_(shape) {}
  PageShape shape() const override { return shape_; }
  Result<void> read(Band into) override {
    for (std::int32_t y = into.rows().first; y < into.rows().end(); ++y)
      for (std::byte& b : into.row(y))
        b = shape_.format == mask1 ? std::byte{0xff} : std::byte{0x80};
    return {};
  }

private:
  PageShape shape_;
};

bool is_paper(const ConstBand& band, std::int32_t x, std::int32_t y) {
  const auto row = band.row(y);
  const auto column = static_cast<std::size_t>(x);
  if (band.format() == mask1)
    return (std::to_integer<unsigned>(row[column / 8]) >> (7 - column % 8) & 1) == 0;
  const std::size_t channels = static_cast<std::size_t>(band.format().channels());
  for (std::size_t c = 0; c < channels; ++c)
    if (row[column * channels + c] != std::byte{0xff}) return false;
  return true;
}

TEST(CutPage, KeepsWhatThePageTouchesAndNothingElse) {
  constexpr PageShape raster{37, 11, {}};
  for (const PixelFormat format : {mask1, gray8, rgb8})
    for (std::int32_t left = -3; left < 40; ++left)
      for (const double width : {0.5, 1.0, 7.0, 16.0, 60.0}) {
        const PageShape shape{raster.width, raster.height, format};
        const layout::Placement box{0, left + 0.25, 2.5, width, 5.0};
        CutPage page(std::make_unique<FullSheet>(shape), box);
        RowBuffer rows(shape.width, shape.height, format);
        const Band band = rows.band({0, shape.height});
        ASSERT_TRUE(page.read(band));
        for (std::int32_t y = 0; y < shape.height; ++y)
          for (std::int32_t x = 0; x < shape.width; ++x) {
            const bool touched =
                x + 1 > box.x && x < box.x + box.width && y + 1 > box.y && y < box.y + box.height;
            ASSERT_EQ(is_paper(band, x, y), !touched)
                << to_string(format) << " " << left << "+" << width << " at " << x << "," << y;
          }
      }
}

TEST(BlankPage, IsPaper) {
  for (const PixelFormat format : {mask1, gray8, rgb8}) {
    BlankPage page({13, 3, format});
    RowBuffer rows(13, 3, format);
    const Band band = rows.band({0, 3});
    ASSERT_TRUE(page.read(band));
    for (std::int32_t y = 0; y < 3; ++y)
      for (std::int32_t x = 0; x < 13; ++x)
        EXPECT_TRUE(is_paper(band, x, y));
  }
}

} // namespace
} // namespace platen::flow
