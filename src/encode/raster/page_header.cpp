#include "encode/raster/page_header.h"

#include <algorithm>
#include <cmath>

namespace platen::encode {

namespace {

constexpr std::size_t pwg_bytes = 1796;
constexpr std::size_t apple_bytes = 32;
constexpr std::size_t text_bytes = 64; // of a text field, its final NUL included

class Header {
public:
  explicit Header(std::size_t size) : bytes_(size, '\0') {}
  void byte(std::size_t offset, std::int32_t value) { bytes_[offset] = static_cast<char>(value); }
  void number(std::size_t offset, std::int64_t value) {
    for (std::size_t i = 0; i < 4; ++i)
      bytes_[offset + i] = static_cast<char>((value >> (24 - 8 * i)) & 0xff);
  }
  void text(std::size_t offset, std::string_view value) {
    bytes_.replace(offset, std::min(value.size(), text_bytes - 1), value.substr(0, text_bytes - 1));
  }
  std::string take() { return std::move(bytes_); }

private:
  std::string bytes_;
};

std::int64_t whole_points(Hmm length) {
  return std::llround(to_points(length).v);
}

// PWG 5102.4 table 8: Black (1 = ink), sGray, sRGB, AdobeRGB.
std::int32_t pwg_color_space(ColorModel model, bool adobe_rgb) {
  switch (model) {
  case ColorModel::mask:
    return 3;
  case ColorModel::gray:
    return 18;
  default:
    return adobe_rgb ? 20 : 19;
  }
}

} // namespace

// Offsets: PWG 5102.4 table 5.
std::string pwg_page_header(const RasterPage& page) {
  const PixelFormat format = page.shape.format;
  Header header(pwg_bytes);
  header.text(0, "PwgRaster");
  header.text(128, page.media_type);
  header.number(272, page.sides != model::Sides::one_sided ? 1 : 0);
  header.number(276, page.resolution.v);
  header.number(280, page.resolution.v);
  header.number(340, 1); // copies: sent again, or asked for in the job
  header.number(352, whole_points(page.media.width));
  header.number(356, whole_points(page.media.height));
  header.number(368, page.sides == model::Sides::two_sided_short_edge ? 1 : 0);
  header.number(372, page.shape.width);
  header.number(376, page.shape.height);
  header.number(384, static_cast<std::int64_t>(format.depth));
  header.number(388, format.bits_per_pixel());
  header.number(392, static_cast<std::int64_t>(format.row_bytes(page.shape.width)));
  header.number(396, 0); // chunky
  header.number(400, pwg_color_space(format.model, page.adobe_rgb));
  header.number(420, format.channels());
  header.number(452, page.total_pages);
  header.number(456, page.cross_feed_transform);
  header.number(460, page.feed_transform);
  header.number(464, page.image.left);
  header.number(468, page.image.top);
  header.number(472, page.image.right);
  header.number(476, page.image.bottom);
  header.number(480, 0x00ffffff); // AlternatePrimary: white
  header.number(484, page.quality);
  header.text(1732, page.size_name);
  return header.take();
}

std::string apple_page_header(const RasterPage& page) {
  const auto duplex = [&] {
    switch (page.sides) {
    case model::Sides::two_sided_short_edge:
      return 2;
    case model::Sides::two_sided_long_edge:
      return 3;
    default:
      return 1;
    }
  };
  Header header(apple_bytes);
  header.byte(0, page.shape.format.bits_per_pixel());
  header.byte(1, page.shape.format.model == ColorModel::rgb ? 1 : 0); // sRGB, sGray
  header.byte(2, duplex());
  header.byte(3, page.quality);
  header.number(12, page.shape.width);
  header.number(16, page.shape.height);
  header.number(20, page.resolution.v);
  return header.take();
}

} // namespace platen::encode
