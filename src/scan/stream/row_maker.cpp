#include "scan/stream/row_maker.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::uint8_t white = 255;

// Brightness moves the tones by as much as half the range, contrast turns the line about the
// middle: to flat at -100, to four times as steep at 100. Integers: the same on every CPU.
std::uint8_t toned(int sample, int brightness, int contrast) {
  const int slope = contrast < 0 ? 100 + contrast : 100 + 3 * contrast; // per cent
  const int centred = (sample - 128) * slope;
  const int rounded = (centred + (centred < 0 ? -50 : 50)) / 100;
  return static_cast<std::uint8_t>(std::clamp(128 + rounded + brightness * 128 / 100, 0, 255));
}

std::uint8_t sample(std::byte byte) {
  return std::to_integer<std::uint8_t>(byte);
}

bool is_ink(std::span<const std::byte> row, std::size_t x) {
  return (sample(row[x / 8]) >> (7 - x % 8) & 1) != 0;
}

// ITU-R BT.601's weights, in 256ths.
std::uint8_t luma(std::byte red, std::byte green, std::byte blue) {
  return static_cast<std::uint8_t>(
      (77 * sample(red) + 150 * sample(green) + 29 * sample(blue) + 128) >> 8);
}

} // namespace

RowMaker::RowMaker(PixelFormat from, std::int32_t from_width, PixelFormat to, std::int32_t to_width,
                   std::int32_t brightness, std::int32_t contrast, std::int32_t threshold)
    : from_(from), to_(to), common_width_(std::min(from_width, to_width)), threshold_(threshold),
      samples_(static_cast<std::size_t>(to_width) * (to == rgb8 ? 3 : 1), white) {
  for (int i = 0; i < 256; ++i)
    tone_[static_cast<std::size_t>(i)] = toned(i, brightness, contrast);
}

void RowMaker::fetch_gray(std::span<const std::byte> in) {
  const auto width = static_cast<std::size_t>(common_width_);
  for (std::size_t x = 0; x < width; ++x)
    samples_[x] = from_ == rgb8    ? luma(in[3 * x], in[3 * x + 1], in[3 * x + 2])
                  : from_ == gray8 ? sample(in[x])
                                   : (is_ink(in, x) ? std::uint8_t{0} : white);
}

void RowMaker::fetch_color(std::span<const std::byte> in) {
  const auto width = static_cast<std::size_t>(common_width_);
  if (from_ == rgb8) {
    std::ranges::transform(in.first(3 * width), samples_.begin(), sample);
    return;
  }
  for (std::size_t x = 0; x < width; ++x) {
    const std::uint8_t gray =
        from_ == gray8 ? sample(in[x]) : (is_ink(in, x) ? std::uint8_t{0} : white);
    std::fill_n(samples_.begin() + static_cast<std::ptrdiff_t>(3 * x), 3, gray);
  }
}

void RowMaker::fetch(std::span<const std::byte> in) {
  if (to_ == rgb8)
    fetch_color(in);
  else
    fetch_gray(in);
  const std::size_t count = static_cast<std::size_t>(common_width_) * (to_ == rgb8 ? 3 : 1);
  for (std::uint8_t& one : std::span(samples_).first(count))
    one = tone_[one];
}

void RowMaker::pack(std::span<std::byte> out) const {
  std::ranges::fill(out, std::byte{0});
  for (std::size_t x = 0; x < samples_.size(); ++x)
    if (samples_[x] < threshold_) out[x / 8] |= std::byte{0x80} >> (x % 8);
}

void RowMaker::make(std::span<const std::byte> in, std::span<std::byte> out) {
  fetch(in);
  if (to_ == mask1) {
    pack(out);
    return;
  }
  std::ranges::transform(samples_, out.begin(), [](std::uint8_t one) { return std::byte{one}; });
}

} // namespace platen::scan
