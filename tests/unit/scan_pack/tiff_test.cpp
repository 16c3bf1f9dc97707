#include "scan/pack/pack.h"
#include "unit/scan_pack/pictures.h"

#include <memory>

#include <gtest/gtest.h>
#include <tiffio.h>

namespace platen::scan {
namespace {

struct Close {
  void operator()(TIFF* file) const { ::TIFFClose(file); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

template<class T> T field(TIFF* tiff, std::uint32_t tag) {
  T value{};
  EXPECT_EQ(::TIFFGetField(tiff, tag, &value), 1) << tag;
  return value;
}

std::vector<std::byte> row_of(const PageImage& page, std::int32_t y) {
  const auto row = page.band().row(y);
  return {row.begin(), row.end()};
}

void expect_rows(TIFF* tiff, const PageImage& page) {
  std::vector<std::byte> row(static_cast<std::size_t>(::TIFFScanlineSize(tiff)));
  for (std::int32_t y = 0; y < page.height; ++y) {
    ASSERT_EQ(::TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0), 1);
    ASSERT_EQ(row, row_of(page, y)) << "row " << y;
  }
}

// Each width has its own last byte, and its own runs over the ends of rows.
TEST(TiffFile, GivesLibtiffBackEachPageAsItWas) {
  Pages pages;
  std::vector<PageImage> originals;
  for (std::int32_t width = 1; width <= 40; ++width)
    for (const PixelFormat format : {mask1, gray8, rgb8}) {
      originals.push_back(picture({width, 1 + width % 7, format}, static_cast<unsigned>(width),
                                  Dpi{width % 2 == 0 ? 300 : 600}));
      pages.add(originals.back());
    }
  FileSettings settings;
  settings.format = Format::tiff;
  settings.lossless = true;
  const auto files = pack(pages.list, settings, {}, {}, pages.out(), never).value();
  ASSERT_EQ(files.size(), 1U);
  const Tiff tiff(::TIFFOpen(files[0].path.c_str(), "r"));
  ASSERT_TRUE(tiff);
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const PageImage& page = originals[i];
    EXPECT_EQ(field<std::uint32_t>(tiff.get(), TIFFTAG_IMAGEWIDTH), page.shape().width);
    EXPECT_EQ(field<std::uint16_t>(tiff.get(), TIFFTAG_COMPRESSION),
              page.shape().format == mask1 ? COMPRESSION_CCITTFAX4 : COMPRESSION_LZW);
    EXPECT_EQ(field<float>(tiff.get(), TIFFTAG_XRESOLUTION), static_cast<float>(page.resolution.v));
    expect_rows(tiff.get(), page);
    ASSERT_EQ(::TIFFReadDirectory(tiff.get()), i + 1 < originals.size() ? 1 : 0);
  }
}

TEST(TiffFile, HoldsJpegInTheFormOfLibtiff) {
  Pages pages;
  PageImage even({64, 48, rgb8}, Dpi{300});
  for (std::int32_t y = 0; y < even.height; ++y)
    for (std::size_t x = 0; x < even.band().row(y).size(); ++x)
      even.band().row(y)[x] = std::byte(x % 3 == 0 ? 200 : x % 3 == 1 ? 120 : 40);
  pages.add(even);
  FileSettings settings;
  settings.format = Format::tiff;
  settings.jpeg_quality = 95;
  const auto files = pack(pages.list, settings, {}, {}, pages.out(), never).value();
  const Tiff tiff(::TIFFOpen(files[0].path.c_str(), "r"));
  ASSERT_TRUE(tiff);
  EXPECT_EQ(field<std::uint16_t>(tiff.get(), TIFFTAG_COMPRESSION), COMPRESSION_JPEG);
  std::vector<std::uint32_t> raster(64 * 48);
  ASSERT_EQ(::TIFFReadRGBAImage(tiff.get(), 64, 48, raster.data(), 1), 1);
  for (const std::uint32_t pixel : raster) {
    EXPECT_NEAR(static_cast<int>(TIFFGetR(pixel)), 200, 3);
    EXPECT_NEAR(static_cast<int>(TIFFGetG(pixel)), 120, 3);
    EXPECT_NEAR(static_cast<int>(TIFFGetB(pixel)), 40, 3);
  }
}

} // namespace
} // namespace platen::scan
