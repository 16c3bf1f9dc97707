#include "virtual/sheet.h"

#include <algorithm>

namespace platen::twin {

Sheet::Sheet(const SideRecord& side, PageShape shape, Dpi drawn)
    : shape_(shape), device_(side.resolution), drawn_(drawn),
      paper_width_(std::max(px_nearest(side.width, device_).v, 1)),
      paper_height_(std::max(px_nearest(side.height, device_).v, 1)),
      left_(px_nearest(side.margins.left, device_).v),
      top_(px_nearest(side.margins.top, device_).v), width_(drawn_of(paper_width_ - 1) + 1),
      height_(drawn_of(paper_height_ - 1) + 1), channels_(shape.format.channels()),
      next_device_row_(top_),
      darkness_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_)),
      line_(darkness_.size()) {
  if (shape.format.depth == Depth::bits1)
    expanded_.resize((static_cast<std::size_t>(shape.width) + 7) / 8 * 8);
}

Result<std::unique_ptr<Sheet>> Sheet::create(const std::filesystem::path& path,
                                             const SideRecord& side, PageShape shape,
                                             std::int32_t dpi) {
  EXPECTS(shape.format == rgb8 || shape.format == gray8 || shape.format == mask1);
  EXPECTS(side.resolution.v > 0);
  const Dpi drawn{dpi <= 0 || dpi > side.resolution.v ? side.resolution.v : dpi};
  std::unique_ptr<Sheet> sheet(new Sheet(side, shape, drawn));
  sheet->one_bit_ = shape.format == mask1 && drawn == side.resolution;
  const PngKind kind = shape.format == rgb8 ? PngKind::rgb8
                       : sheet->one_bit_    ? PngKind::gray1
                                            : PngKind::gray8;
  TRY(sheet->png_, PngFile::create(path, sheet->width_, sheet->height_, kind, drawn));
  return sheet;
}

Result<void> Sheet::emit_rows_before(std::int32_t drawn_row) {
  for (; drawn_row_ < std::min(drawn_row, height_); ++drawn_row_) {
    const auto rows = static_cast<std::uint32_t>(std::min(first_of(drawn_row_ + 1), paper_height_) -
                                                 first_of(drawn_row_));
    std::size_t sample = 0;
    for (std::int32_t x = 0; x < width_; ++x) {
      const auto columns =
          static_cast<std::uint32_t>(std::min(first_of(x + 1), paper_width_) - first_of(x));
      const std::uint32_t count = rows * columns;
      for (std::int32_t c = 0; c < channels_; ++c, ++sample) {
        const auto value = static_cast<std::uint8_t>(255 - (darkness_[sample] + count / 2) / count);
        line_[sample] = one_bit_ ? value >> 7 : value;
      }
    }
    TRY_VOID(png_->row(line_));
    std::fill(darkness_.begin(), darkness_.end(), 0u);
  }
  return {};
}

void Sheet::add(std::span<const std::uint8_t> samples) {
  const std::int32_t first = std::max(left_, 0);
  const std::int32_t end = std::min(left_ + shape_.width, paper_width_);
  const auto channels = static_cast<std::size_t>(channels_);
  for (std::int32_t x = first; x < end;) {
    const std::int32_t drawn = drawn_of(x);
    const std::int32_t stop = std::min(first_of(drawn + 1), end);
    std::uint32_t* sums = darkness_.data() + static_cast<std::size_t>(drawn) * channels;
    const std::uint8_t* from = samples.data() + static_cast<std::size_t>(x - left_) * channels;
    for (; x < stop; ++x, from += channels)
      for (std::size_t c = 0; c < channels; ++c)
        sums[c] += 255u - from[c];
  }
}

std::span<const std::uint8_t> Sheet::as_samples(std::span<const std::byte> raster_row) {
  if (shape_.format.depth != Depth::bits1)
    return {reinterpret_cast<const std::uint8_t*>(raster_row.data()), raster_row.size()};
  std::size_t at = 0;
  for (const std::byte bits : raster_row)
    for (int bit = 7; bit >= 0 && at < expanded_.size(); --bit)
      expanded_[at++] = std::to_integer<unsigned>(bits >> bit) & 1u ? 0 : 255;
  return expanded_;
}

Result<void> Sheet::row(std::span<const std::byte> raster_row) {
  EXPECTS(raster_row.size() == shape_.format.row_bytes(shape_.width));
  const std::int32_t y = next_device_row_++;
  if (y < 0 || y >= paper_height_) return {};
  TRY_VOID(emit_rows_before(drawn_of(y)));
  add(as_samples(raster_row));
  return {};
}

Result<void> Sheet::finish() {
  TRY_VOID(emit_rows_before(height_));
  return png_->finish();
}

} // namespace platen::twin
