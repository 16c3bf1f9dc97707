#include "icc.h"
#include "limited_sink.h"
#include "sample/chart/chart.h"
#include "sample/sample.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

#include <gtest/gtest.h>
#include <png.h>

namespace platen::sample {
namespace {

struct ReadPicture {
  std::uint32_t width = 0, height = 0;
  int depth = 0, colour_type = 0;
  std::uint32_t ppm_x = 0, ppm_y = 0;
  int unit = 0;
  Buffer profile;
  std::vector<Rgb16> pixels;
  Rgb16 at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)];
  }
};

// libpng stops the process on a fault, which fails the test.
ReadPicture read_back(Bytes file) {
  ReadPicture picture;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_read_fn(png, &file, [](png_structp reader, png_bytep into, std::size_t size) {
    Bytes& left = *static_cast<Bytes*>(png_get_io_ptr(reader));
    if (size > left.size()) png_error(reader, "the file ends early");
    std::memcpy(into, left.data(), size);
    left = left.subspan(size);
  });
  png_read_info(png, info);
  png_get_IHDR(png, info, &picture.width, &picture.height, &picture.depth, &picture.colour_type,
               nullptr, nullptr, nullptr);
  png_get_pHYs(png, info, &picture.ppm_x, &picture.ppm_y, &picture.unit);
  png_charp name = nullptr;
  png_bytep icc = nullptr;
  png_uint_32 icc_size = 0;
  int method = 0;
  if (png_get_iCCP(png, info, &name, &method, &icc, &icc_size) != 0) {
    const auto bytes = std::as_bytes(std::span(icc, icc_size));
    picture.profile.assign(bytes.begin(), bytes.end());
  }
  if constexpr (std::endian::native == std::endian::little) png_set_swap(png);
  picture.pixels.resize(std::size_t{picture.width} * picture.height);
  for (std::size_t y = 0; y < picture.height; ++y)
    png_read_row(png, reinterpret_cast<png_bytep>(picture.pixels.data() + y * picture.width),
                 nullptr);
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  EXPECT_TRUE(file.empty()) << "bytes after the end";
  return picture;
}

class Picture : public testing::Test {
protected:
  static void SetUpTestSuite() {
    BufferSink sink;
    ASSERT_TRUE(write_picture(sink));
    file = std::make_unique<Buffer>(std::move(sink.buffer));
    picture = std::make_unique<ReadPicture>(read_back(*file));
  }
  static void TearDownTestSuite() {
    file.reset();
    picture.reset();
  }
  static std::unique_ptr<Buffer> file;
  static std::unique_ptr<ReadPicture> picture;
};
std::unique_ptr<Buffer> Picture::file;
std::unique_ptr<ReadPicture> Picture::picture;

TEST_F(Picture, IsASixteenBitRgbPngOfEightByTenInches) {
  EXPECT_EQ(picture->width, 2400u);
  EXPECT_EQ(picture->height, 3000u);
  EXPECT_EQ(picture->depth, 16);
  EXPECT_EQ(picture->colour_type, PNG_COLOR_TYPE_RGB);
  EXPECT_EQ(picture->unit, PNG_RESOLUTION_METER);
  EXPECT_EQ(picture->ppm_x, 11811u); // 300 / 0.0254
  EXPECT_EQ(picture->ppm_y, 11811u);
}

TEST_F(Picture, CarriesAProfileThatLcmsReads) {
  const Icc profile = open_icc(picture->profile);
  ASSERT_TRUE(profile);
  EXPECT_TRUE(cmsIsMatrixShaper(profile.get()));
}

TEST_F(Picture, IsTheSameBytesEachTime) {
  BufferSink again;
  ASSERT_TRUE(write_picture(again));
  EXPECT_TRUE(again.buffer == *file);
}

TEST_F(Picture, UsesTheLowBitsOfItsSixteen) {
  std::size_t fine = 0; // not a value that 8 bits could hold
  for (const Rgb16& pixel : picture->pixels)
    fine += pixel.g % 257 != 0 ? 1 : 0;
  EXPECT_GT(fine, picture->pixels.size() / 5);
}

TEST_F(Picture, HoldsColoursThatSrgbCannotShow) {
  const Icc wide = open_icc(picture->profile);
  const Icc srgb(cmsCreate_sRGBProfile());
  const Transform transform(cmsCreateTransform(wide.get(), TYPE_RGB_16, srgb.get(), TYPE_RGB_DBL,
                                               INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE));
  std::size_t beyond = 0;
  for (std::size_t i = 0; i < picture->pixels.size(); i += 97) {
    double rgb[3];
    cmsDoTransform(transform.get(), &picture->pixels[i], rgb, 1);
    if (std::ranges::any_of(rgb, [](double v) { return v < -0.01 || v > 1.01; })) ++beyond;
  }
  EXPECT_GT(beyond, 1000u);
}

// The rulers' ends: whoever measures a print measures these.
TEST_F(Picture, HasItsRegistrationMarksAQuarterInchFromTheEdges) {
  for (const int x : {75, 2325})
    for (const int y : {75, 2925}) {
      EXPECT_EQ(picture->at(x + 25, y - 12), paper_white) << x << ' ' << y;
      EXPECT_LT(picture->at(x, y - 8).g, 30000) << x << ' ' << y;
      EXPECT_LT(picture->at(x - 8, y).g, 30000) << x << ' ' << y;
    }
}

TEST(PictureWriting, PassesOnTheErrorOfAFullDisk) {
  for (const std::size_t room : {0U, 20U, 3000U, 1'000'000U}) {
    LimitedSink sink(room);
    const auto written = write_picture(sink);
    ASSERT_FALSE(written) << room;
    EXPECT_EQ(written.error().code, Errc::io);
    EXPECT_EQ(written.error().what, "no space left");
  }
}

} // namespace
} // namespace platen::sample
