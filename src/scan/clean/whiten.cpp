#include "scan/clean/whiten.h"

#include "scan/clean/rows.h"

#include <algorithm>

namespace platen::scan::cleaning {
namespace {

// 9 levels below white: three times the noise of scanned paper (2.7). Pencil of 10 % (229) is
// hardly lifted, 5 % that show through become less than 2 %.
constexpr Knee knee{.kept = 226, .white = 246};

// Gains across a page for one row of blocks, in 1/4096, one a pixel: straight lines between the
// blocks' middles.
class GainRows {
public:
  GainRows(const Plane& levels, std::int32_t width, std::int32_t block_pixels)
      : levels_(levels), width_(width), pixels_(block_pixels),
        upper_(static_cast<std::size_t>(width)), lower_(upper_.size()), row_(upper_.size()) {}

  const std::uint16_t* at(std::int32_t y) {
    const std::int32_t from_middle = std::max(0, y - pixels_ / 2);
    const std::int32_t block = std::min(from_middle / pixels_, levels_.height - 1);
    if (block != block_) {
      block_ = block;
      fill(block, upper_);
      fill(std::min(block + 1, levels_.height - 1), lower_);
    }
    blend_gains(upper_, lower_, std::min(from_middle - block * pixels_, pixels_) * 256 / pixels_,
                row_);
    return row_.data();
  }

private:
  static std::int32_t gain(std::uint8_t level) { // at most 16
    return std::min(65535, (255 * 4096 + level / 2) / std::max<std::int32_t>(level, 16));
  }
  void fill(std::int32_t block, std::span<std::uint16_t> out) const {
    const auto levels = levels_.row(block);
    for (std::int32_t x = 0; x < width_; ++x) {
      const std::int32_t from_middle = std::max(0, x - pixels_ / 2);
      const std::int32_t at = std::min(from_middle / pixels_, levels_.width - 1);
      const std::int32_t next = std::min(at + 1, levels_.width - 1);
      const std::int32_t part = std::min(from_middle - at * pixels_, pixels_);
      const std::int32_t a = gain(levels[static_cast<std::size_t>(at)]);
      const std::int32_t b = gain(levels[static_cast<std::size_t>(next)]);
      out[static_cast<std::size_t>(x)] = static_cast<std::uint16_t>(a + (b - a) * part / pixels_);
    }
  }

  const Plane& levels_;
  std::int32_t width_, pixels_, block_ = -1;
  std::vector<std::uint16_t> upper_, lower_, row_;
};

} // namespace

void whiten(Band page, std::int32_t cell_pixels, const Background& background) {
  std::vector<GainRows> gains;
  for (const Plane& levels : background.levels)
    gains.emplace_back(levels, page.width(), cell_pixels * Background::block);
  for (std::int32_t y = page.rows().first; y < page.rows().end(); ++y) {
    const auto row = page.samples<std::uint8_t>(y);
    if (gains.size() == 3)
      whiten_rgb(row, {gains[0].at(y), gains[1].at(y), gains[2].at(y)}, knee);
    else
      whiten_gray(row, std::span(gains[0].at(y), row.size()), knee);
  }
}

} // namespace platen::scan::cleaning
