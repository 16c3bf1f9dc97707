#include "codec/tiff_pixels.h"

#include "codec/flatten.h"
#include "codec/gamma_profile.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace platen::codec {
namespace {

using Colour = TiffLayout::Colour;
using Alpha = TiffLayout::Alpha;

// A step of 16 bits is then nowhere more than one of 16-bit Lab.
constexpr double lab_gamma = 2.0;

struct Lab {
  double l = 0, a = 0, b = 0;
};

// TIFF 6.0 section 23 (CIELab: signed a and b) and ICC.1 (offset ones; 16-bit L ends at 0xff00).
Lab decode_lab(std::span<const std::uint16_t> v, bool wide, bool icc) {
  if (icc && wide) return {v[0] * 100.0 / 65280.0, v[1] / 256.0 - 128.0, v[2] / 256.0 - 128.0};
  if (icc) return {v[0] * 100.0 / 255.0, v[1] - 128.0, v[2] - 128.0};
  if (wide)
    return {v[0] * 100.0 / 65535.0, static_cast<std::int16_t>(v[1]) / 256.0,
            static_cast<std::int16_t>(v[2]) / 256.0};
  return {v[0] * 100.0 / 255.0, static_cast<double>(static_cast<std::int8_t>(v[1])),
          static_cast<double>(static_cast<std::int8_t>(v[2]))};
}

double inverse_f(double t) {
  return t > 6.0 / 29.0 ? t * t * t : (t - 4.0 / 29.0) * 108.0 / 841.0;
}

// D50 Lab to light of the primaries of lab_profile(), as its samples.
std::array<std::uint16_t, 3> to_samples(const Lab& lab, const LightMatrix& light) {
  const double fy = (lab.l + 16.0) / 116.0;
  const std::array<double, 3> xyz{0.9642 * inverse_f(fy + lab.a / 500.0), inverse_f(fy),
                                  0.8249 * inverse_f(fy - lab.b / 200.0)};
  std::array<std::uint16_t, 3> samples{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double v = light[c][0] * xyz[0] + light[c][1] * xyz[1] + light[c][2] * xyz[2];
    const double sample = std::pow(std::clamp(v, 0.0, 1.0), 1.0 / lab_gamma);
    samples[c] = static_cast<std::uint16_t>(std::lround(sample * 65535.0));
  }
  return samples;
}

// False when one of them is no number or infinite.
bool unpack_floats(Bytes row, std::size_t count, std::uint16_t* to, std::size_t step) {
  bool finite = true;
  for (std::size_t i = 0; i < count; ++i) {
    float value = 0;
    std::memcpy(&value, row.data() + sizeof value * i, sizeof value);
    finite = finite && std::isfinite(value);
    const double within = value > 0 ? std::min(static_cast<double>(value), 1.0) : 0.0;
    to[i * step] = static_cast<std::uint16_t>(within * 65535.0 + 0.5);
  }
  return finite;
}

// The samples of one stored row, each stretched to a number, into every `step`-th place.
void unpack_row(Bytes row, std::uint32_t bits, std::size_t count, std::uint16_t* to,
                std::size_t step) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(row.data());
  if (bits == 16) {
    for (std::size_t i = 0; i < count; ++i)
      std::memcpy(to + i * step, bytes + 2 * i, 2);
  } else if (bits == 8) {
    for (std::size_t i = 0; i < count; ++i)
      to[i * step] = bytes[i];
  } else {
    const unsigned mask = (1u << bits) - 1;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t bit = i * bits;
      to[i * step] = static_cast<std::uint16_t>(bytes[bit / 8] >> (8 - bits - bit % 8) & mask);
    }
  }
}

} // namespace

TiffPixels::TiffPixels(const TiffLayout& layout)
    : layout_(layout), samples_(static_cast<std::size_t>(layout.width) * layout.samples) {
  const bool plain_colour = layout.colour == Colour::gray || layout.colour == Colour::rgb ||
                            layout.colour == Colour::cmyk || layout.colour == Colour::ycbcr;
  direct_ = plain_colour && !layout.planes && layout.samples == layout.colours() &&
            (layout.bits == 8 || layout.bits == 16);
  if (layout.is_lab()) lab_light_ = light_from_xyz(romm_primaries).value();
}

Result<Buffer> lab_profile() {
  return make_rgb_profile(romm_primaries, lab_gamma,
                          "CIELab, as RGB with the primaries of ROMM RGB");
}

Result<void> TiffPixels::unpack(std::span<const Bytes> planes) {
  const std::size_t count =
      layout_.planes ? static_cast<std::size_t>(layout_.width) : samples_.size();
  const std::size_t step = layout_.planes ? layout_.samples : 1;
  for (std::size_t p = 0; p < planes.size(); ++p) {
    if (!layout_.floating) {
      unpack_row(planes[p], layout_.bits, count, samples_.data() + p, step);
    } else if (!unpack_floats(planes[p], count, samples_.data() + p, step)) {
      return fail(Errc::malformed, "the TIFF has a sample that is infinite or no number (NaN); "
                                   "save it with 16 bits a sample");
    }
  }
  return {};
}

template<class Sample> void TiffPixels::write(std::span<std::byte> to) {
  constexpr std::uint32_t max = static_cast<Sample>(~Sample{0});
  const std::uint32_t scale =
      max / ((1u << layout_.sample_bits()) - 1); // 1, 2 and 4 bits widen exactly
  const std::size_t colours = layout_.colours();
  const std::uint32_t white = layout_.colour == Colour::cmyk ? 0 : max;
  auto* out = reinterpret_cast<Sample*>(to.data());
  for (std::size_t x = 0; x < static_cast<std::size_t>(layout_.width); ++x) {
    const auto in = pixel(x);
    const std::uint32_t alpha = layout_.alpha == Alpha::none ? max : in[colours] * scale;
    for (std::size_t c = 0; c < colours; ++c) {
      std::uint32_t v = in[c] * scale;
      if (layout_.colour == Colour::gray_from_white) v = max - v;
      if (layout_.alpha == Alpha::unassociated) v = over_white<Sample>(v, alpha, white);
      if (layout_.alpha == Alpha::associated) v = std::min(max, v + (white == 0 ? 0 : max - alpha));
      *out++ = static_cast<Sample>(v);
    }
  }
}

void TiffPixels::write_palette(std::span<std::byte> to) {
  for (std::size_t x = 0; x < static_cast<std::size_t>(layout_.width); ++x)
    std::memcpy(to.data() + 3 * x, layout_.palette[pixel(x)[0]].data(), 3);
}

void TiffPixels::write_lab(std::span<std::byte> to) {
  const bool wide = layout_.bits == 16, icc = layout_.colour == Colour::icc_lab;
  for (std::size_t x = 0; x < static_cast<std::size_t>(layout_.width); ++x) {
    const auto rgb = to_samples(decode_lab(pixel(x), wide, icc), lab_light_);
    std::memcpy(to.data() + 6 * x, rgb.data(), 6);
  }
}

Result<void> TiffPixels::convert(std::span<const Bytes> planes, std::span<std::byte> to) {
  if (direct_) {
    std::memcpy(to.data(), planes[0].data(), to.size());
    return {};
  }
  TRY_VOID(unpack(planes));
  switch (layout_.colour) {
  case Colour::palette:
    write_palette(to);
    break;
  case Colour::lab:
  case Colour::icc_lab:
    write_lab(to);
    break;
  default:
    if (layout_.sample_bits() == 16)
      write<std::uint16_t>(to);
    else
      write<std::uint8_t>(to);
  }
  return {};
}

} // namespace platen::codec
