#include "unit/scan_text/letters.h"

#include <cmath>
#include <cstdlib>
#include <memory>
#include <numbers>

#include <cairo.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

constexpr int width = 1240, height = 900;
constexpr double type_size = 50; // 12 points

struct Drop {
  void operator()(cairo_surface_t* surface) const { ::cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { ::cairo_destroy(context); }
};

} // namespace

PageImage typed(const std::vector<std::string>& lines, double degrees) {
  const std::unique_ptr<cairo_surface_t, Drop> surface(
      ::cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  const std::unique_ptr<cairo_t, Drop> cairo(::cairo_create(surface.get()));
  ::cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  ::cairo_paint(cairo.get());
  ::cairo_set_source_rgb(cairo.get(), 0, 0, 0);
  ::cairo_select_font_face(cairo.get(), "DejaVu Serif", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_NORMAL);
  ::cairo_set_font_size(cairo.get(), type_size);
  ::cairo_translate(cairo.get(), first_left, first_baseline);
  ::cairo_rotate(cairo.get(), degrees * std::numbers::pi / 180);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ::cairo_move_to(cairo.get(), 0, static_cast<double>(i) * line_pitch);
    ::cairo_show_text(cairo.get(), lines[i].c_str());
  }
  ::cairo_surface_flush(surface.get());
  const unsigned char* const pixels = ::cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(::cairo_image_surface_get_stride(surface.get()));
  PageImage page({width, height, gray8}, Dpi{300});
  for (std::int32_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) // all three channels are the same
      page.band().row(y)[x] = std::byte(pixels[static_cast<std::size_t>(y) * stride + 4 * x]);
  return page;
}

PageImage as(PixelFormat format, const PageImage& gray) {
  PageImage page({gray.shape().width, gray.height, format}, gray.resolution);
  for (std::int32_t y = 0; y < gray.height; ++y) {
    const auto row = page.band().row(y);
    std::fill(row.begin(), row.end(), std::byte{0});
    for (std::size_t x = 0; x < static_cast<std::size_t>(gray.shape().width); ++x) {
      const std::byte value = gray.band().row(y)[x];
      if (format == rgb8)
        row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = value;
      else if (value < std::byte{128})
        row[x / 8] |= std::byte{0x80} >> (x % 8);
    }
  }
  return page;
}

std::vector<std::string> words_of(const PageText& text) {
  std::vector<std::string> words;
  for (const Line& line : text.lines)
    for (const Word& word : line.words)
      words.push_back(word.text);
  return words;
}

void use_recogniser(const std::string& path) {
  ASSERT_EQ(::setenv("PLATEN_OCR", path.empty() ? PLATEN_OCR_BUILT : path.c_str(), 1), 0);
}

} // namespace platen::scan
