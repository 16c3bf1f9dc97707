#include "virtual/pclxl/picture.h"

#include <algorithm>
#include <cmath>

namespace platen::twin::pclxl {

namespace {

constexpr double farthest = 1'000'000; // device pixels, either way

std::uint8_t luma(unsigned r, unsigned g, unsigned b) {
  return static_cast<std::uint8_t>((299 * r + 587 * g + 114 * b + 500) / 1000);
}

Xl<std::int32_t> device(double value) {
  const double rounded = std::floor(value + 0.5);
  if (!(std::abs(rounded) <= farthest))
    return xl_fault("IllegalAttributeValue", "an image lies far off the page");
  return static_cast<std::int32_t>(rounded);
}

// Sample i of a row of packed 1, 4 or 8 bit samples.
unsigned sample(Bytes row, std::int64_t i, std::int32_t bits) {
  const std::int64_t position = i * bits;
  const auto byte = std::to_integer<unsigned>(row[static_cast<std::size_t>(position >> 3)]);
  return byte >> (8 - bits - static_cast<std::int32_t>(position & 7)) & ((1u << bits) - 1);
}

} // namespace

Xl<Picture> Picture::begin(const Attributes& attributes, const GraphicsState& state,
                           Xy device_per_unit) {
  XL_TRY(const std::int32_t mapping, attributes.integer(Attribute::color_mapping, 0, 1));
  XL_TRY(const std::int32_t depth, attributes.integer(Attribute::color_depth, 0, 2));
  Picture picture;
  XL_TRY(picture.width_, attributes.integer(Attribute::source_width, 1, 65535));
  XL_TRY(picture.height_, attributes.integer(Attribute::source_height, 1, 65535));
  XL_TRY(const Xy size, attributes.xy(Attribute::destination_size));
  if (!state.cursor) return xl_fault("CurrentCursorUndefined", "an image before SetCursor");
  constexpr std::int32_t bits_of_depth[] = {1, 4, 8};
  picture.bits_ = bits_of_depth[depth];
  picture.color_ = mapping == 0 && state.color_space != 1;
  picture.row_bytes_ = (static_cast<std::size_t>(picture.width_) *
                            static_cast<std::size_t>(picture.bits_) * (picture.color_ ? 3 : 1) +
                        7) /
                       8;
  XL_TRY_VOID(picture.read_levels(state, mapping == 1));

  const Xy unit{state.scale.x * device_per_unit.x, state.scale.y * device_per_unit.y};
  XL_TRY(picture.target_.x, device(state.origin.x * device_per_unit.x + state.cursor->x * unit.x));
  XL_TRY(picture.target_.y, device(state.origin.y * device_per_unit.y + state.cursor->y * unit.y));
  XL_TRY(picture.target_.width, device(size.x * unit.x));
  XL_TRY(picture.target_.height, device(size.y * unit.y));
  if (picture.target_.width <= 0 || picture.target_.height <= 0)
    return xl_fault("IllegalAttributeValue", "DestinationSize is empty or mirrored");
  const bool darken = state.rop == 136 || state.rop == 128;
  picture.mix_ = darken ? Canvas::Mix::darken : Canvas::Mix::copy;
  picture.known_rop_ = darken || state.rop == 204 || state.rop == 252;
  return picture;
}

Xl<void> Picture::read_levels(const GraphicsState& state, bool indexed) {
  const std::size_t values = std::size_t{1} << bits_;
  levels_.resize(values);
  if (!indexed) {
    for (std::size_t i = 0; i < values; ++i)
      levels_[i] = static_cast<std::uint8_t>(i * 255 / (values - 1));
  } else {
    const std::size_t components = state.color_space == 1 ? 1 : 3;
    if (state.palette.empty())
      return xl_fault("MissingPalette", "an indexed image without a palette");
    const std::size_t per_byte = 8 / static_cast<std::size_t>(state.palette_bits);
    if (state.palette.size() != (values * components + per_byte - 1) / per_byte)
      return xl_fault("ImagePaletteMismatch",
                      "the palette has " + std::to_string(state.palette.size()) + " bytes for " +
                          std::to_string(values) + " colours");
    const unsigned top = (1u << state.palette_bits) - 1;
    const auto entry = [&](std::size_t i) {
      return sample(state.palette, static_cast<std::int64_t>(i), state.palette_bits) * 255 / top;
    };
    for (std::size_t i = 0; i < values; ++i)
      levels_[i] = components == 1 ? static_cast<std::uint8_t>(entry(i))
                                   : luma(entry(3 * i), entry(3 * i + 1), entry(3 * i + 2));
  }
  pure_ = !color_ && std::all_of(levels_.begin(), levels_.end(),
                                 [](std::uint8_t v) { return v == 0 || v == 255; });
  return {};
}

std::uint8_t Picture::level_at(Bytes row, std::int32_t x) const {
  if (!color_) return levels_[sample(row, x, bits_)];
  const std::int64_t first = std::int64_t{x} * 3;
  return luma(levels_[sample(row, first, bits_)], levels_[sample(row, first + 1, bits_)],
              levels_[sample(row, first + 2, bits_)]);
}

// The plain case: one bit a pixel, every pixel where it is.
void Picture::draw_bits(std::int32_t y, Bytes row, Canvas& canvas) {
  const std::byte when_zero{static_cast<std::uint8_t>(levels_[0] == 0 ? 0xff : 0)};
  const std::byte when_one{static_cast<std::uint8_t>(levels_[1] == 0 ? 0xff : 0)};
  ink_.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    ink_[i] = (row[i] & when_one) | (~row[i] & when_zero);
  canvas.put_bits(target_.x, target_.y + y, ink_, width_, mix_);
}

void Picture::draw_row(std::int32_t y, Bytes row, Canvas& canvas) {
  if (bits_ == 1 && pure_ && one_to_one()) return draw_bits(y, row, canvas);
  const auto first = static_cast<std::int32_t>(std::int64_t{y} * target_.height / height_);
  const auto end = static_cast<std::int32_t>((std::int64_t{y} + 1) * target_.height / height_);
  // Only what can land on the page is worth computing.
  const std::int32_t left = std::max(0, -target_.x),
                     right = std::min(target_.width, canvas.width() - target_.x);
  if (first == end || left >= right) return;
  gray_.resize(static_cast<std::size_t>(right - left));
  for (std::int32_t x = left; x < right; ++x)
    gray_[static_cast<std::size_t>(x - left)] =
        level_at(row, static_cast<std::int32_t>((2 * std::int64_t{x} + 1) * width_ /
                                                (2 * std::int64_t{target_.width})));
  if (pure_) {
    ink_.assign((gray_.size() + 7) / 8, std::byte{0});
    for (std::size_t i = 0; i < gray_.size(); ++i)
      if (gray_[i] == 0) ink_[i / 8] |= std::byte{0x80} >> static_cast<int>(i % 8);
  }
  const std::int32_t top = std::max(first, -target_.y),
                     bottom = std::min(end, canvas.height() - target_.y);
  for (std::int32_t target_y = top; target_y < bottom; ++target_y) {
    if (pure_)
      canvas.put_bits(target_.x + left, target_.y + target_y, ink_, right - left, mix_);
    else
      canvas.put_gray(target_.x + left, target_.y + target_y, gray_, mix_);
  }
}

} // namespace platen::twin::pclxl
