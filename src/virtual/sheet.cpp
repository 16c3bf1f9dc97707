#include "virtual/sheet.h"

#include <algorithm>
#include <bit>

namespace platen::twin {

namespace {

// The number of 1 bits among the pixels [from, to) of a packed row.
std::uint32_t ones(std::span<const std::byte> row, std::int32_t from, std::int32_t to) {
  std::uint32_t count = 0;
  while (from < to) {
    const std::int32_t in_byte = std::min(8 - (from & 7), to - from);
    const auto byte = std::to_integer<unsigned>(row[static_cast<std::size_t>(from >> 3)]);
    const unsigned bits = byte >> (8 - (from & 7) - in_byte) & ((1u << in_byte) - 1);
    count += static_cast<std::uint32_t>(std::popcount(bits));
    from += in_byte;
  }
  return count;
}

} // namespace

Sheet::Sheet(const SideRecord& side, PageShape shape, Dpi drawn)
    : shape_(shape), device_(side.resolution), drawn_(drawn),
      paper_width_(std::max(px_nearest(side.width, device_).v, 1)),
      paper_height_(std::max(px_nearest(side.height, device_).v, 1)),
      left_(px_nearest(side.margins.left, device_).v),
      top_(px_nearest(side.margins.top, device_).v), width_(drawn_of(paper_width_ - 1) + 1),
      height_(drawn_of(paper_height_ - 1) + 1), channels_(shape.format.channels()),
      next_device_row_(top_),
      darkness_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_)),
      line_(darkness_.size()) {}

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

void Sheet::add_samples(std::span<const std::byte> raster_row) {
  const std::int32_t first = std::max(left_, 0);
  const std::int32_t end = std::min(left_ + shape_.width, paper_width_);
  const auto channels = static_cast<std::size_t>(channels_);
  for (std::int32_t x = first; x < end;) {
    const std::int32_t drawn = drawn_of(x);
    const std::int32_t stop = std::min(first_of(drawn + 1), end);
    std::uint32_t* sums = darkness_.data() + static_cast<std::size_t>(drawn) * channels;
    const std::byte* from = raster_row.data() + static_cast<std::size_t>(x - left_) * channels;
    for (; x < stop; ++x, from += channels)
      for (std::size_t c = 0; c < channels; ++c)
        sums[c] += 255u - std::to_integer<std::uint32_t>(from[c]);
  }
}

void Sheet::add_bits(std::span<const std::byte> raster_row) {
  const std::int32_t first = std::max(left_, 0);
  const std::int32_t end = std::min(left_ + shape_.width, paper_width_);
  for (std::int32_t x = first; x < end;) {
    const std::int32_t drawn = drawn_of(x);
    const std::int32_t stop = std::min(first_of(drawn + 1), end);
    darkness_[static_cast<std::size_t>(drawn)] += 255u * ones(raster_row, x - left_, stop - left_);
    x = stop;
  }
}

Result<void> Sheet::row(std::span<const std::byte> raster_row) {
  EXPECTS(raster_row.size() == shape_.format.row_bytes(shape_.width));
  const std::int32_t y = next_device_row_++;
  if (y < 0 || y >= paper_height_) return {};
  TRY_VOID(emit_rows_before(drawn_of(y)));
  if (shape_.format.depth != Depth::bits1) {
    add_samples(raster_row);
  } else if (std::any_of(raster_row.begin(), raster_row.end(),
                         [](std::byte b) { return b != std::byte{0}; })) {
    add_bits(raster_row); // most rows of a page of text are white
  }
  return {};
}

Result<void> Sheet::finish() {
  TRY_VOID(emit_rows_before(height_));
  return png_->finish();
}

} // namespace platen::twin
