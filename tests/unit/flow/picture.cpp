#include "unit/flow/picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>

#include <cups/raster.h>
#include <jpeglib.h>
#include <png.h>

namespace platen::flow::test {

Picture::Picture(std::int32_t w, std::int32_t h, std::int32_t c, std::uint8_t fill)
    : width(w), height(h), channels(c),
      samples(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) *
                  static_cast<std::size_t>(c),
              fill) {}

std::string png(const Picture& picture, std::int32_t ppi) {
  std::string file;
  png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(writer);
  png_set_write_fn(
      writer, &file,
      [](png_structp self, png_bytep data, png_size_t size) {
        static_cast<std::string*>(png_get_io_ptr(self))
            ->append(reinterpret_cast<const char*>(data), size);
      },
      [](png_structp) {});
  png_set_compression_level(writer, 1);
  png_set_IHDR(writer, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8,
               picture.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (ppi > 0) {
    const auto per_metre = static_cast<png_uint_32>(std::lround(ppi / 0.0254));
    png_set_pHYs(writer, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  }
  png_write_info(writer, info);
  for (std::int32_t y = 0; y < picture.height; ++y)
    png_write_row(writer, picture.at(0, y).data());
  png_write_end(writer, nullptr);
  png_destroy_write_struct(&writer, &info);
  return file;
}

std::string pwg_raster(std::span<const Picture> pages, std::uint32_t dpi) {
  std::string file;
  cups_raster_t* raster = cupsRasterOpenIO(
      [](void* to, unsigned char* bytes, std::size_t size) -> ssize_t {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
        return static_cast<ssize_t>(size);
      },
      &file, CUPS_RASTER_WRITE_PWG);
  for (const Picture& picture : pages) {
    cups_page_header2_t header{};
    std::strcpy(header.MediaClass, "PwgRaster");
    header.HWResolution[0] = header.HWResolution[1] = dpi;
    header.cupsWidth = static_cast<unsigned>(picture.width);
    header.cupsHeight = static_cast<unsigned>(picture.height);
    header.cupsBitsPerColor = 8;
    header.cupsNumColors = static_cast<unsigned>(picture.channels);
    header.cupsBitsPerPixel = 8 * header.cupsNumColors;
    header.cupsBytesPerLine = header.cupsWidth * header.cupsNumColors;
    header.cupsColorSpace = picture.channels == 1 ? CUPS_CSPACE_SW : CUPS_CSPACE_SRGB;
    cupsRasterWriteHeader2(raster, &header);
    std::vector<std::uint8_t> samples = picture.samples; // libcups does not promise to leave them
    cupsRasterWritePixels(raster, samples.data(), static_cast<unsigned>(samples.size()));
  }
  cupsRasterClose(raster);
  return file;
}

std::string jpeg(const Picture& picture, std::int32_t ppi, std::int32_t exif_orientation) {
  jpeg_compress_struct writer{};
  jpeg_error_mgr errors{};
  writer.err = jpeg_std_error(&errors);
  jpeg_create_compress(&writer);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&writer, &data, &size);
  writer.image_width = static_cast<JDIMENSION>(picture.width);
  writer.image_height = static_cast<JDIMENSION>(picture.height);
  writer.input_components = picture.channels;
  writer.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&writer);
  jpeg_set_quality(&writer, 95, TRUE);
  if (ppi > 0) {
    writer.density_unit = 1;
    writer.X_density = writer.Y_density = static_cast<UINT16>(ppi);
  }
  jpeg_start_compress(&writer, TRUE);
  if (exif_orientation != 1) {
    // One little-endian IFD with one entry: tag 0x0112, SHORT, 1 value.
    std::string app1("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 24);
    app1 += static_cast<char>(exif_orientation);
    app1.append(7, '\0');
    jpeg_write_marker(&writer, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(app1.data()),
                      static_cast<unsigned>(app1.size()));
  }
  for (std::int32_t y = 0; y < picture.height; ++y) {
    auto* row = const_cast<JSAMPLE*>(picture.at(0, y).data());
    jpeg_write_scanlines(&writer, &row, 1);
  }
  jpeg_finish_compress(&writer);
  jpeg_destroy_compress(&writer);
  const std::unique_ptr<unsigned char, void (*)(void*)> owner(data, std::free);
  return {reinterpret_cast<const char*>(data), size};
}

Picture hard_to_pack(std::int32_t width, std::int32_t height, std::int32_t channels,
                     const std::function<std::uint8_t(std::uint64_t)>& sample) {
  std::mt19937 random(20);
  Picture picture(width, height, channels);
  const auto draw = [&](std::int32_t y, std::int32_t from, std::int32_t to) {
    std::array<std::uint8_t, 3> colour{};
    for (auto& value : colour)
      value = sample(random());
    for (std::int32_t x = from; x < std::min(to, width); ++x)
      std::copy_n(colour.begin(), channels, picture.at(x, y).begin());
  };
  for (std::int32_t y = 0; y < height; ++y) {
    switch (random() % 6) {
    case 0:
      break;
    case 1: // noise
      for (std::int32_t x = 0; x < width; ++x)
        draw(y, x, x + 1);
      break;
    case 2: // runs around the bounds of the run-length codes
      for (std::int32_t x = 0; x < width;) {
        constexpr std::array lengths{1, 2, 3, 7, 8, 9, 126, 127, 128, 129, 130, 256, 257, 1000};
        const std::int32_t length = lengths[random() % lengths.size()];
        draw(y, x, x + length);
        x += length;
      }
      break;
    case 3: // noise and runs in turn
      for (std::int32_t x = 0; x < width;) {
        const auto noise = static_cast<std::int32_t>(random() % 300);
        const auto run = static_cast<std::int32_t>(random() % 300) + 1;
        for (std::int32_t i = 0; i < noise; ++i, ++x)
          draw(y, x, x + 1);
        draw(y, x, x + run);
        x += run;
      }
      break;
    case 4: // the row above, once more
      if (y > 0)
        for (std::int32_t x = 0; x < width; ++x)
          std::copy_n(picture.at(x, y - 1).begin(), channels, picture.at(x, y).begin());
      break;
    default: // the row above with one pixel changed, often the first or the last
      if (y > 0) {
        for (std::int32_t x = 0; x < width; ++x)
          std::copy_n(picture.at(x, y - 1).begin(), channels, picture.at(x, y).begin());
        const auto inner = static_cast<std::int32_t>(random() % static_cast<unsigned>(width));
        const std::array places{0, width - 1, inner};
        const std::int32_t x = places[random() % places.size()];
        draw(y, x, x + 1);
      }
    }
  }
  return picture;
}

} // namespace platen::flow::test
