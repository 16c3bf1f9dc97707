#include "base/file.h"
#include "base/scratch_folder.h"
#include "scan/page/page_file.h"
#include "support/small_files.h"

#include <algorithm>
#include <fstream>
#include <random>

#include <gtest/gtest.h>
#include <png.h>

namespace platen::scan {
namespace {

namespace fs = std::filesystem;

struct PageFile : testing::Test {
  ScratchFolder folder = ScratchFolder::make().value();
  fs::path file = folder.path() / "page.png";
};

PageImage noise(PageShape shape, Dpi resolution = Dpi{300}) {
  PageImage page(shape, resolution);
  std::mt19937 random(static_cast<unsigned>(shape.width * 7919 + shape.height));
  const std::int32_t spare = shape.format == mask1 ? (8 - shape.width % 8) % 8 : 0;
  for (std::int32_t y = 0; y < shape.height; ++y) {
    const auto row = page.band().row(y);
    for (auto& byte : row)
      byte = static_cast<std::byte>(random());
    row.back() &= static_cast<std::byte>(0xFF << spare);
  }
  return page;
}

// 1-bit pictures do not say what their spare bits are.
std::vector<std::byte> row_of(const PageImage& page, std::int32_t y) {
  const auto row = page.band().row(y);
  std::vector<std::byte> bytes(row.begin(), row.end());
  if (page.shape().format == mask1 && page.shape().width % 8 != 0)
    bytes.back() &= static_cast<std::byte>(0xFF << (8 - page.shape().width % 8));
  return bytes;
}

void expect_equal(const PageImage& a, const PageImage& b) {
  ASSERT_EQ(a.shape(), b.shape());
  EXPECT_EQ(a.resolution, b.resolution);
  for (std::int32_t y = 0; y < a.height; ++y)
    ASSERT_EQ(row_of(a, y), row_of(b, y)) << "row " << y;
}

const PageShape shapes[] = {{1, 1, gray8},     {1, 1, rgb8},     {1, 1, mask1},
                            {7, 3, mask1},     {8, 2, mask1},    {9, 5, mask1},
                            {640, 400, gray8}, {333, 777, rgb8}, {2481, 30, mask1}};

TEST_F(PageFile, ComesBackAsItWas) {
  for (const PageShape& shape : shapes) {
    const PageImage page = noise(shape);
    ASSERT_TRUE(write_page_file(file, page).has_value());
    auto back = read_page_file(file);
    ASSERT_TRUE(back.has_value()) << back.error().message();
    expect_equal(*back, page);
  }
}

TEST_F(PageFile, KeepsEveryResolution) {
  for (std::int32_t dpi = 1; dpi <= 9600; dpi = dpi < 20 ? dpi + 1 : dpi * 5 / 4) {
    ASSERT_TRUE(write_page_file(file, noise({2, 2, gray8}, Dpi{dpi})).has_value());
    EXPECT_EQ(read_page_file(file)->resolution, Dpi{dpi});
  }
}

TEST_F(PageFile, IsAPngThatOthersRead) {
  for (const PageShape& shape : shapes) {
    const PageImage page = noise(shape);
    ASSERT_TRUE(write_page_file(file, page).has_value());
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_file(&png, file.c_str()), 0) << png.message;
    const bool rgb = shape.format == rgb8;
    png.format = rgb ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(png));
    ASSERT_NE(png_image_finish_read(&png, nullptr, pixels.data(), 0, nullptr), 0) << png.message;
    const auto stride = static_cast<std::size_t>(shape.width) * (rgb ? 3 : 1);
    ASSERT_EQ(pixels.size(), stride * static_cast<std::size_t>(shape.height));
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::size_t x = 0; x < stride; ++x) {
        const auto row = page.band().row(y);
        const int expected =
            shape.format == mask1
                ? ((std::to_integer<int>(row[x / 8]) >> (7 - x % 8) & 1) != 0 ? 0 : 255)
                : std::to_integer<int>(row[x]);
        ASSERT_EQ(pixels[static_cast<std::size_t>(y) * stride + x], expected);
      }
  }
}

TEST_F(PageFile, OfOthersIsReadWithAnyFilter) {
  const PageImage page = noise({101, 60, rgb8});
  for (const int filter : {PNG_FILTER_NONE, PNG_FILTER_SUB, PNG_FILTER_UP, PNG_FILTER_AVG,
                           PNG_FILTER_PAETH, PNG_ALL_FILTERS}) {
    std::FILE* out = std::fopen(file.c_str(), "wb");
    ASSERT_NE(out, nullptr);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, out);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, filter);
    png_set_IHDR(png, info, 101, 60, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, 11811, 11811, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (std::int32_t y = 0; y < 60; ++y)
      png_write_row(png, reinterpret_cast<png_const_bytep>(page.band().row(y).data()));
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    std::fclose(out);
    auto back = read_page_file(file);
    ASSERT_TRUE(back.has_value()) << back.error().message();
    expect_equal(*back, page);
  }
}

TEST_F(PageFile, HasItsNameOnlyWhenItIsWhole) {
  const PageImage page = noise({50, 40, gray8});
  {
    auto writer = make_page_file(file, page.shape(), page.resolution).value();
    ASSERT_TRUE(writer->write(page.band().sub({0, 39})).has_value());
    EXPECT_FALSE(fs::exists(file));
    const auto ended = writer->finish();
    ASSERT_FALSE(ended.has_value());
    EXPECT_EQ(ended.error().what, file.string() + ": only 39 of 40 rows were given");
    EXPECT_FALSE(fs::exists(file));
    ASSERT_TRUE(writer->write(page.band().sub({39, 1})).has_value());
    EXPECT_EQ(writer->write(page.band().sub({39, 1})).error().what,
              file.string() + ": more rows than the page's 40");
    ASSERT_TRUE(writer->finish().has_value());
  }
  expect_equal(*read_page_file(file), page);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  auto dropped = make_page_file(folder.path() / "other.png", page.shape(), page.resolution);
  dropped->reset();
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST_F(PageFile, IsFilledUpWithPaper) {
  for (const PixelFormat format : {gray8, rgb8, mask1}) {
    PageImage page = noise({33, 20, format});
    auto writer = make_page_file(file, page.shape(), page.resolution).value();
    ASSERT_TRUE(writer->write(page.band().sub({0, 8})).has_value());
    ASSERT_TRUE(writer->fill_up().has_value());
    ASSERT_TRUE(writer->finish().has_value());
    for (std::int32_t y = 8; y < 20; ++y)
      std::ranges::fill(page.band().row(y), format == mask1 ? std::byte{0} : std::byte{0xFF});
    expect_equal(*read_page_file(file), page);
  }
}

TEST_F(PageFile, ThatIsDamagedIsRefusedAnywhere) {
  ASSERT_TRUE(write_page_file(file, noise({40, 30, gray8})).has_value());
  const Buffer whole = read_file(file, 1 << 20).value();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Buffer changed = whole;
    changed[at] ^= std::byte{0x10};
    ASSERT_TRUE(write_file(file, changed).has_value());
    const auto back = read_page_file(file);
    // What follows the last pixel is not read: IEND and the checksum of zlib's stream.
    if (back) {
      EXPECT_GE(at, whole.size() - 12 - 4 - 4) << "byte " << at;
    }
    ASSERT_TRUE(write_file(file, Bytes(whole).first(at)).has_value());
    if (at < whole.size() - 12) {
      const auto cut = read_page_file(file);
      ASSERT_FALSE(cut.has_value()) << at << " bytes";
      EXPECT_NE(cut.error().what.find("page.png: "), std::string::npos) << cut.error().what;
    }
  }
}

TEST_F(PageFile, OfNoSizeOrTooLargeIsRefused) {
  EXPECT_EQ(make_page_file(file, {0, 10, gray8}, Dpi{300}).error().code, Errc::invalid);
  EXPECT_EQ(make_page_file(file, {10, -1, gray8}, Dpi{300}).error().code, Errc::invalid);
  EXPECT_EQ(make_page_file(file, {60'000, 60'000, gray8}, Dpi{300}).error().code, Errc::limit);
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(read_page_file(folder.path() / "none.png").error().code, Errc::io);
}

TEST_F(PageFile, OnAFullDiskIsAnErrorAndLeavesNothing) {
  const PageImage page = noise({2000, 1000, gray8});
  Result<void> done;
  {
    const test::SmallFiles full(500'000);
    done = write_page_file(file, page);
  }
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Errc::io);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

} // namespace
} // namespace platen::scan
