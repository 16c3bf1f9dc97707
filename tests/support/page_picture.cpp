#include "support/page_picture.h"

#include "base/file.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include <png.h>

namespace platen::support {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 28;

float grey_of(float r, float g, float b) {
  return 0.2126F * r + 0.7152F * g + 0.0722F * b;
}

Result<GreyPage> blank(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return fail(Errc::malformed, "the page has no pixels");
  if (width > most_pixels || height > most_pixels || width * height > most_pixels)
    return fail(Errc::limit, "the page has more than 2^28 pixels");
  return GreyPage{static_cast<int>(width), static_cast<int>(height),
                  std::vector<float>(width * height)};
}

// libpng's simplified reader; it must be freed on every way out.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  Failure failed() const { return fail(Errc::malformed, std::string("PNG: ") + image.message); }
};

Result<GreyPage> read_png(Bytes file) {
  PngImage png;
  if (png_image_begin_read_from_memory(&png.image, file.data(), file.size()) == 0)
    return png.failed();
  TRY(GreyPage page, blank(png.image.width, png.image.height));
  png.image.format = PNG_FORMAT_RGB;
  std::vector<png_byte> rgb(PNG_IMAGE_SIZE(png.image));
  constexpr png_color white{255, 255, 255};
  if (png_image_finish_read(&png.image, &white, rgb.data(), 0, nullptr) == 0) return png.failed();
  for (std::size_t i = 0; i < page.pixels.size(); ++i)
    page.pixels[i] = grey_of(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
  return page;
}

// The next number of a PNM header: blanks and comment lines before it are skipped.
Result<std::uint32_t> header_number(ByteReader& in) {
  char c = ' ';
  const auto next = [&]() -> Result<void> {
    TRY(const auto byte, in.u8());
    c = static_cast<char>(byte);
    return {};
  };
  while (std::isspace(static_cast<unsigned char>(c)) != 0 || c == '#') {
    if (c == '#')
      while (c != '\n')
        TRY_VOID(next());
    TRY_VOID(next());
  }
  std::uint32_t number = 0;
  for (; c >= '0' && c <= '9';) {
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
    if (number > most_pixels)
      return fail(Errc::limit, "PNM: a number in the header is too large", in.offset());
    TRY_VOID(next());
  }
  if (std::isspace(static_cast<unsigned char>(c)) == 0)
    return fail(Errc::malformed, "PNM: a number in the header ends in a letter", in.offset());
  return number;
}

Result<void> read_bits(ByteReader& in, GreyPage& page) {
  const auto width = static_cast<std::size_t>(page.width);
  for (std::size_t y = 0; y < static_cast<std::size_t>(page.height); ++y) {
    TRY(const Bytes row, in.take((width + 7) / 8));
    for (std::size_t x = 0; x < width; ++x) {
      const bool black = (std::to_integer<unsigned>(row[x / 8]) >> (7 - x % 8) & 1U) != 0;
      page.pixels[y * width + x] = black ? 0.0F : 255.0F;
    }
  }
  return {};
}

Result<void> read_samples(ByteReader& in, GreyPage& page, bool colour, std::uint32_t most) {
  if (most == 0 || most > 65535)
    return fail(Errc::malformed, "PNM: the largest value must be 1 to 65535");
  const float scale = 255.0F / static_cast<float>(most);
  const auto sample = [&]() -> Result<float> {
    if (most < 256) {
      TRY(const auto value, in.u8());
      return scale * static_cast<float>(value);
    }
    TRY(const auto value, in.u16be());
    return scale * static_cast<float>(value);
  };
  for (float& pixel : page.pixels) {
    TRY(pixel, sample());
    if (!colour) continue;
    TRY(const float g, sample());
    TRY(const float b, sample());
    pixel = grey_of(pixel, g, b);
  }
  return {};
}

Result<GreyPage> read_pnm(Bytes file) {
  ByteReader in(file);
  TRY_VOID(in.skip(1));
  TRY(const auto kind, in.u8());
  TRY(const auto width, header_number(in));
  TRY(const auto height, header_number(in));
  TRY(GreyPage page, blank(width, height));
  if (kind == '4') {
    TRY_VOID(read_bits(in, page));
    return page;
  }
  TRY(const auto most, header_number(in));
  TRY_VOID(read_samples(in, page, kind == '6', most));
  return page;
}

png_byte to_byte(float grey) {
  return static_cast<png_byte>(std::lround(std::clamp(grey, 0.0F, 255.0F)));
}

} // namespace

Result<GreyPage> read_page(Bytes file) {
  const std::string_view text = as_text(file);
  if (text.starts_with("\x89PNG")) return read_png(file);
  if (text.starts_with("P4") || text.starts_with("P5") || text.starts_with("P6"))
    return read_pnm(file);
  return fail(Errc::unsupported, "neither PNG nor binary PBM, PGM or PPM");
}

Result<GreyPage> read_page_file(const std::filesystem::path& path) {
  constexpr std::uint64_t most_bytes = std::uint64_t{1} << 31;
  TRY(const Buffer file, read_file(path, most_bytes));
  auto page = read_page(file);
  if (!page) return fail_within(path.string(), std::move(page).error());
  return page;
}

GreyPage shrink(const GreyPage& page, int factor) {
  EXPECTS(factor >= 1);
  GreyPage small{page.width / factor, page.height / factor, {}};
  small.pixels.reserve(static_cast<std::size_t>(small.width) *
                       static_cast<std::size_t>(small.height));
  const auto count = static_cast<float>(factor * factor);
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      float sum = 0;
      for (int dy = 0; dy < factor; ++dy)
        for (int dx = 0; dx < factor; ++dx)
          sum += page.at(x * factor + dx, y * factor + dy);
      small.pixels.push_back(sum / count);
    }
  return small;
}

GreyPage crop(const GreyPage& page, int width, int height) {
  EXPECTS(width <= page.width && height <= page.height);
  GreyPage part{width, height, {}};
  for (int y = 0; y < height; ++y) {
    const auto row = page.pixels.begin() + std::ptrdiff_t{y} * page.width;
    part.pixels.insert(part.pixels.end(), row, row + width);
  }
  return part;
}

Result<void> write_difference(const std::filesystem::path& path, const GreyPage& first,
                              const GreyPage& second) {
  EXPECTS(first.width == second.width && first.height == second.height);
  std::vector<png_byte> rgb;
  rgb.reserve(3 * first.pixels.size());
  for (std::size_t i = 0; i < first.pixels.size(); ++i) {
    const png_byte in_first = to_byte(first.pixels[i]);
    rgb.insert(rgb.end(), {to_byte(second.pixels[i]), in_first, in_first});
  }
  PngImage png;
  png.image.width = static_cast<png_uint_32>(first.width);
  png.image.height = static_cast<png_uint_32>(first.height);
  png.image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&png.image, path.c_str(), 0, rgb.data(), 0, nullptr) == 0)
    return fail(Errc::io, path.string() + ": " + png.image.message);
  return {};
}

} // namespace platen::support
