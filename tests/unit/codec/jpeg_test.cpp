#include "unit/codec/support.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace platen::codec {
namespace {

using test::Opened;

struct Recipe {
  std::size_t width = 64, height = 48;
  int components = 3;
  J_COLOR_SPACE in = JCS_RGB, stored = JCS_YCbCr;
  int quality = 100;
  bool progressive = false, adobe = false, jfif = true, subsample = false, arithmetic = false;
  int density_unit = 0, density = 1, restart = 0;
};

struct Segment {
  int marker;
  Buffer body;
};

// What libjpeg itself writes for the samples.
Buffer encode(const Recipe& r, const std::vector<std::uint8_t>& samples,
              const std::vector<Segment>& extra = {}) {
  jpeg_compress_struct c{};
  jpeg_error_mgr errors{};
  c.err = jpeg_std_error(&errors);
  jpeg_create_compress(&c);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&c, &memory, &size);
  c.image_width = static_cast<JDIMENSION>(r.width);
  c.image_height = static_cast<JDIMENSION>(r.height);
  c.input_components = r.components;
  c.in_color_space = r.in;
  jpeg_set_defaults(&c);
  jpeg_set_colorspace(&c, r.stored);
  jpeg_set_quality(&c, r.quality, TRUE);
  if (!r.subsample)
    for (int i = 0; i < c.num_components; ++i)
      c.comp_info[i].h_samp_factor = c.comp_info[i].v_samp_factor = 1;
  if (r.progressive) jpeg_simple_progression(&c);
  c.arith_code = r.arithmetic ? TRUE : FALSE;
  c.write_Adobe_marker = r.adobe ? TRUE : FALSE;
  c.write_JFIF_header = r.jfif && !r.adobe ? TRUE : FALSE;
  c.density_unit = static_cast<UINT8>(r.density_unit);
  c.X_density = c.Y_density = static_cast<UINT16>(r.density);
  c.restart_in_rows = r.restart;
  jpeg_start_compress(&c, TRUE);
  for (const Segment& s : extra)
    jpeg_write_marker(&c, s.marker, reinterpret_cast<const JOCTET*>(s.body.data()),
                      static_cast<unsigned>(s.body.size()));
  std::vector<std::uint8_t> row(r.width * static_cast<std::size_t>(r.components));
  for (std::size_t y = 0; y < r.height; ++y) {
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(y * row.size()), row.size(),
                row.begin());
    JSAMPROW p = row.data();
    jpeg_write_scanlines(&c, &p, 1);
  }
  jpeg_finish_compress(&c);
  jpeg_destroy_compress(&c);
  const auto* first = reinterpret_cast<const std::byte*>(memory);
  Buffer out(first, first + size);
  std::free(memory);
  return out;
}

// Slow gradients, which JPEG keeps to within a few codes.
std::vector<std::uint8_t> gradient(const Recipe& r) {
  std::vector<std::uint8_t> all;
  for (std::size_t y = 0; y < r.height; ++y)
    for (std::size_t x = 0; x < r.width; ++x)
      for (std::size_t c = 0; c < static_cast<std::size_t>(r.components); ++c)
        all.push_back(static_cast<std::uint8_t>((x * (c + 1) + y * 2 + 30 * c) * 200 /
                                                (r.width * 5 + r.height * 2)));
  return all;
}

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  EXPECT_EQ(a.size(), b.size());
  int largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

void expect_round_trip(const Recipe& r, PixelFormat format, bool inverted = false) {
  auto samples = gradient(r);
  Opened picture(open_jpeg, encode(r, samples));
  ASSERT_TRUE(picture.ok()) << picture.error().message();
  const PictureInfo info = picture->info(0).value();
  EXPECT_EQ(info.format, format);
  EXPECT_EQ(info.width, static_cast<std::int32_t>(r.width));
  EXPECT_EQ(info.height, static_cast<std::int32_t>(r.height));
  const auto got = test::read_page<std::uint8_t>(*picture);
  ASSERT_TRUE(got) << got.error().message();
  if (inverted)
    for (auto& v : samples)
      v = static_cast<std::uint8_t>(255 - v);
  EXPECT_LE(largest_difference(*got, samples), 4);
}

TEST(Jpeg, GrayComesBackAsGray) {
  expect_round_trip({.components = 1, .in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE}, gray8);
}
TEST(Jpeg, YCbCrComesBackAsRgb) {
  expect_round_trip({}, rgb8);
}
TEST(Jpeg, StoredRgbComesBackAsRgb) {
  expect_round_trip({.stored = JCS_RGB, .adobe = true}, rgb8);
}
TEST(Jpeg, ProgressiveComesBackWhole) {
  expect_round_trip({.progressive = true}, rgb8);
}
TEST(Jpeg, ArithmeticCodingIsRead) {
  expect_round_trip({.arithmetic = true}, rgb8);
}
TEST(Jpeg, RestartMarkersAreRead) {
  expect_round_trip({.restart = 1}, rgb8);
}
TEST(Jpeg, OddSizesAreRead) {
  for (const std::size_t size : {1u, 2u, 7u, 8u, 9u, 17u}) {
    expect_round_trip({.width = size, .height = 33}, rgb8);
    expect_round_trip({.width = 33, .height = size, .progressive = true}, rgb8);
  }
}
TEST(Jpeg, CmykWithoutAdobesMarkerIsAsStored) {
  expect_round_trip({.components = 4, .in = JCS_CMYK, .stored = JCS_CMYK}, cmyk8);
}
TEST(Jpeg, AdobesInvertedCmykIsSetRight) {
  expect_round_trip({.components = 4, .in = JCS_CMYK, .stored = JCS_CMYK, .adobe = true}, cmyk8,
                    true);
}
TEST(Jpeg, AdobesInvertedYcckIsSetRight) {
  expect_round_trip({.components = 4, .in = JCS_CMYK, .stored = JCS_YCCK, .adobe = true}, cmyk8,
                    true);
}

// libjpeg's own decoding of the same bytes, with its defaults: the referee for "not one bit
// different".
std::vector<std::uint8_t> plain_decode(const Buffer& bytes) {
  jpeg_decompress_struct d{};
  jpeg_error_mgr errors{};
  d.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&d);
  jpeg_mem_src(&d, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&d, TRUE);
  jpeg_start_decompress(&d);
  const std::size_t row_bytes = d.output_width * static_cast<std::size_t>(d.output_components);
  std::vector<std::uint8_t> all(row_bytes * d.output_height);
  while (d.output_scanline < d.output_height) {
    JSAMPROW row = all.data() + d.output_scanline * row_bytes;
    jpeg_read_scanlines(&d, &row, 1);
  }
  jpeg_finish_decompress(&d);
  jpeg_destroy_decompress(&d);
  return all;
}

TEST(Jpeg, SubsampledColourIsExactlyWhatLibjpegGivesInAnyBandHeight) {
  const Recipe r{.width = 101, .height = 67, .quality = 80, .subsample = true};
  const Buffer bytes = encode(r, gradient(r));
  for (const std::int32_t rows : {1, 3, 16, 100}) {
    Opened picture(open_jpeg, bytes);
    EXPECT_EQ(test::read_page<std::uint8_t>(*picture, 0, rows).value(), plain_decode(bytes));
  }
}

Segment exif_segment(std::uint16_t orientation, double ppi, std::uint16_t space,
                     std::string_view index) {
  ByteWriter w;
  w.text(std::string_view("Exif\0\0", 6));
  w.bytes(test::exif_block(false, orientation, ppi, false, space, index));
  return {JPEG_APP0 + 1, std::move(w.buffer)};
}

TEST(Jpeg, ExifSaysOrientationResolutionAndAdobeRgb) {
  const Recipe r{.jfif = false};
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    Opened picture(open_jpeg,
                   encode(r, gradient(r), {exif_segment(orientation, 240, 0xffff, "R03")}));
    const PictureInfo info = picture->info(0).value();
    EXPECT_EQ(info.exif_orientation, orientation);
    EXPECT_EQ(info.ppi_x, 240.0);
    EXPECT_TRUE(info.adobe_rgb);
  }
}

TEST(Jpeg, JfifDensityIsReadInInchesAndCentimetresAndWinsOverExif) {
  const Recipe inch{.density_unit = 1, .density = 300}, cm{.density_unit = 2, .density = 100},
      ratio{};
  const Segment exif = exif_segment(1, 240, 1, "");
  Opened first(open_jpeg, encode(inch, gradient(inch), {exif}));
  EXPECT_EQ(first->info(0)->ppi_x, 300.0);
  Opened second(open_jpeg, encode(cm, gradient(cm)));
  EXPECT_NEAR(second->info(0)->ppi_y.value(), 254.0, 1e-9);
  Opened third(open_jpeg, encode(ratio, gradient(ratio), {exif}));
  EXPECT_EQ(third->info(0)->ppi_x, 240.0);
  Opened fourth(open_jpeg, encode(ratio, gradient(ratio)));
  EXPECT_FALSE(fourth->info(0)->ppi_x);
}

Segment icc_chunk(int number, int count, std::string_view part) {
  ByteWriter w;
  w.text(std::string_view("ICC_PROFILE\0", 12));
  w.u8(static_cast<std::uint8_t>(number));
  w.u8(static_cast<std::uint8_t>(count));
  w.text(part);
  return {JPEG_APP0 + 2, std::move(w.buffer)};
}

TEST(Jpeg, ProfileChunksArePutTogetherInAnyOrder) {
  const Recipe r;
  Opened picture(open_jpeg,
                 encode(r, gradient(r),
                        {icc_chunk(3, 3, "ghi"), icc_chunk(1, 3, "abc"), icc_chunk(2, 3, "def")}));
  const PictureInfo info = picture->info(0).value();
  EXPECT_EQ(as_text(info.profile), "abcdefghi");
  EXPECT_TRUE(info.warnings.empty());
}

TEST(Jpeg, AProfileThatIsIncompleteDoubledOrTooLargeIsLeftOutWithAWarning) {
  const Recipe r;
  PictureLimits small = test::generous();
  small.profile_bytes = 5;
  const std::vector<std::vector<Segment>> cases{{icc_chunk(1, 2, "abc")},
                                                {icc_chunk(1, 2, "abc"), icc_chunk(1, 2, "abc")},
                                                {icc_chunk(0, 1, "abc")},
                                                {icc_chunk(1, 1, "abcdef")}};
  for (const auto& segments : cases) {
    Opened picture(open_jpeg, encode(r, gradient(r), segments), small);
    const PictureInfo info = picture->info(0).value();
    EXPECT_TRUE(info.profile.empty());
    EXPECT_EQ(info.warnings.size(), 1u);
  }
}

// The row that an error names, or -1.
int row_named(const Error& error) {
  const auto at = error.what.find("at row ");
  return at == std::string::npos ? -1 : std::atoi(error.what.c_str() + at + 7);
}

TEST(Jpeg, AFileCutAnywhereFailsAndNamesARowThatGrowsWithTheCut) {
  for (const bool progressive : {false, true}) {
    const Recipe r{.width = 200, .height = 160, .progressive = progressive};
    const Buffer whole = encode(r, test::pattern_rows<std::uint8_t>(r.width, r.height, 3));
    int last = 0;
    for (std::size_t tenths = 1; tenths < 10; ++tenths) {
      const auto result = test::read_all(open_jpeg, Bytes(whole).first(whole.size() * tenths / 10));
      ASSERT_FALSE(result) << tenths;
      EXPECT_EQ(result.error().code, Errc::malformed);
      EXPECT_NE(result.error().what.find("the JPEG ends early"), std::string::npos)
          << result.error().what;
      if (progressive) continue;
      EXPECT_GE(row_named(result.error()), last) << result.error().what;
      EXPECT_NEAR(row_named(result.error()), static_cast<int>(16 * tenths), 25)
          << result.error().what;
      last = row_named(result.error());
    }
  }
}

TEST(Jpeg, AFileCutInItsHeadersFails) {
  const Recipe r;
  const Buffer whole = encode(r, gradient(r));
  for (const std::size_t size : {0u, 1u, 2u, 3u, 20u, 100u, 300u}) {
    const auto result = test::read_all(open_jpeg, Bytes(whole).first(size));
    ASSERT_FALSE(result) << size;
    EXPECT_EQ(result.error().code, Errc::malformed) << result.error().what;
  }
}

TEST(Jpeg, OnlyTheEndMarkerMissingLosesNothing) {
  const Recipe r;
  const Buffer whole = encode(r, gradient(r));
  EXPECT_TRUE(test::read_all(open_jpeg, Bytes(whole).first(whole.size() - 2)));
}

TEST(Jpeg, ACutProgressiveFileBetweenScansFailsToo) {
  const Recipe r{.progressive = true};
  const Buffer whole = encode(r, gradient(r));
  std::size_t last_scan = 0;
  for (std::size_t i = 0; i + 1 < whole.size(); ++i)
    if (whole[i] == std::byte{0xff} && whole[i + 1] == std::byte{0xda}) last_scan = i;
  const auto result = test::read_all(open_jpeg, Bytes(whole).first(last_scan));
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("ends early"), std::string::npos) << result.error().what;
}

TEST(Jpeg, LostDataInTheMiddleIsAnErrorThoughTheEndIsThere) {
  const Recipe r{.width = 200, .height = 160};
  Buffer bytes = encode(r, test::pattern_rows<std::uint8_t>(r.width, r.height, 3));
  bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end() - 2);
  const auto result = test::read_all(open_jpeg, bytes);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("the JPEG is damaged, at row"), std::string::npos)
      << result.error().what;
}

std::size_t frame_at(const Buffer& bytes) {
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i)
    if (bytes[i] == std::byte{0xff} &&
        (bytes[i + 1] == std::byte{0xc0} || bytes[i + 1] == std::byte{0xc2}))
      return i;
  return 0;
}

Buffer with_size(Buffer bytes, unsigned width, unsigned height) {
  const std::size_t at = frame_at(bytes) + 5;
  bytes[at] = static_cast<std::byte>(height >> 8);
  bytes[at + 1] = static_cast<std::byte>(height & 255);
  bytes[at + 2] = static_cast<std::byte>(width >> 8);
  bytes[at + 3] = static_cast<std::byte>(width & 255);
  return bytes;
}

TEST(Jpeg, AHugeHeaderIsRefusedBeforeAnythingIsAllocated) {
  const Recipe r;
  const Buffer whole = encode(r, gradient(r));
  for (const auto& [width, height] : {std::pair{65535u, 65535u}, {65000u, 65000u}, {65535u, 1u}}) {
    Opened picture(open_jpeg, with_size(whole, width, height));
    ASSERT_FALSE(picture.ok());
    EXPECT_EQ(picture.error().code, Errc::limit) << picture.error().what;
  }
}

TEST(Jpeg, AnEmptyPictureIsRefused) {
  const Recipe r;
  const Buffer whole = encode(r, gradient(r));
  Opened no_rows(open_jpeg, with_size(whole, 10, 0)),
      no_columns(open_jpeg, with_size(whole, 0, 10));
  ASSERT_FALSE(no_rows.ok());
  ASSERT_FALSE(no_columns.ok());
  EXPECT_EQ(no_rows.error().code, Errc::malformed);
  EXPECT_EQ(no_columns.error().code, Errc::malformed);
}

TEST(Jpeg, AProgressiveFileThatNeedsTooMuchMemoryIsRefusedFromItsHeader) {
  const Recipe r{.width = 512, .height = 512, .progressive = true};
  PictureLimits limits = test::generous();
  limits.working_bytes = 512 * 512 * 3 * 2 - 1;
  const Buffer whole = encode(r, gradient(r));
  Opened refused(open_jpeg, whole, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::limit);
  limits.working_bytes += 1;
  EXPECT_TRUE(test::read_all(open_jpeg, whole, limits));
  const Recipe baseline{.width = 512, .height = 512};
  limits.working_bytes = 1;
  EXPECT_TRUE(test::read_all(open_jpeg, encode(baseline, gradient(baseline)), limits));
}

TEST(Jpeg, TwelveBitsAndForeignDataAreRefusedInWords) {
  const Recipe r;
  Buffer bytes = encode(r, gradient(r));
  bytes[frame_at(bytes) + 4] = std::byte{12};
  Opened twelve(open_jpeg, bytes);
  ASSERT_FALSE(twelve.ok());
  EXPECT_EQ(twelve.error().code, Errc::unsupported) << twelve.error().what;
  Opened foreign(open_jpeg, as_bytes("%PDF-1.4 and so on and so on"));
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().code, Errc::malformed);
}

TEST(Jpeg, TwoPagesOfRowsCanBeReadSideBySide) {
  const Recipe r;
  const Buffer bytes = encode(r, gradient(r));
  Opened picture(open_jpeg, bytes);
  const auto first = picture->rows(0).value(), second = picture->rows(0).value();
  RowBuffer a(64, 1, rgb8), b(64, 1, rgb8);
  for (std::int32_t y = 0; y < 48; ++y) {
    ASSERT_TRUE(first->read(a.band({y, 1})));
    ASSERT_TRUE(second->read(b.band({y, 1})));
    const auto left = a.band({y, 1}).row(y), right = b.band({y, 1}).row(y);
    EXPECT_TRUE(std::equal(left.begin(), left.end(), right.begin()));
  }
}

} // namespace
} // namespace platen::codec
