#include "halftone/error_diffusion.h"
#include "halftone/screen.h"
#include "pipeline/executor.h"
#include "unit/flow/job.h"
#include "unit/pipeline/memory_rows.h"

#include <cmath>
#include <optional>

#include <gtest/gtest.h>

// What the device is told to print, against the pixels that went in.
namespace platen::flow::test {
namespace {

std::vector<std::byte> bytes_of(const Picture& picture) {
  const auto bytes = std::as_bytes(std::span(picture.samples));
  return {bytes.begin(), bytes.end()};
}

// Where two rasters differ first; "" where they are equal.
std::string first_difference(const PageShape& shape, const std::vector<std::byte>& a,
                             const std::vector<std::byte>& b) {
  if (a.size() != b.size())
    return std::to_string(a.size()) + " and " + std::to_string(b.size()) + " bytes";
  const auto at = std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
  if (std::cmp_equal(at, a.size())) return {};
  const auto row_bytes = static_cast<std::ptrdiff_t>(shape.format.row_bytes(shape.width));
  const auto i = static_cast<std::size_t>(at);
  return "row " + std::to_string(at / row_bytes) + ", byte " + std::to_string(at % row_bytes) +
         ": " + std::to_string(std::to_integer<int>(a[i])) + " and " +
         std::to_string(std::to_integer<int>(b[i]));
}

std::uint8_t any_value(std::uint64_t random) {
  return static_cast<std::uint8_t>(random >> 7);
}
std::uint8_t black_or_white(std::uint64_t random) {
  return (random >> 7 & 1) != 0 ? 255 : 0;
}

TEST(RoundTrip, ThePro1000GetsEveryPixelAsItWas) {
  for (const auto& [media, dpi] : std::vector<std::pair<std::string, std::int32_t>>{
           {"na_index-4x6_4x6in", 300}, {"na_index-4x6_4x6in", 600}, {"iso_a5_148x210mm", 300}}) {
    SCOPED_TRACE(media + " at " + std::to_string(dpi));
    const model::Options options{{"media", media},
                                 {"printer-resolution", std::to_string(dpi) + "dpi"},
                                 {"media-type", dpi == 300 ? "stationery" : "canon-pro-platinum"},
                                 {"print-scaling", "none"}};
    const PageShape shape = raster_of("canon-pro-1000", options);
    ASSERT_GT(shape.width, 1000);
    const Picture picture = hard_to_pack(shape.width, shape.height, 3, any_value);
    const auto sides = sides_of("canon-pro-1000", options, png(picture, dpi));
    ASSERT_EQ(sides.size(), 1u);
    EXPECT_EQ(sides[0].shape, shape);
    EXPECT_EQ(sides[0].record.payload, "PWGRaster");
    EXPECT_EQ(first_difference(shape, sides[0].pixels, bytes_of(picture)), "");
  }
}

TEST(RoundTrip, AGrayPictureHasThreeEqualChannelsOnThePro1000) {
  const model::Options options{{"media", "na_index-4x6_4x6in"},
                               {"media-type", "stationery"},
                               {"printer-resolution", "300dpi"}};
  const PageShape shape = raster_of("canon-pro-1000", options);
  const Picture picture = hard_to_pack(shape.width, shape.height, 1, any_value);
  Picture wide(shape.width, shape.height, 3);
  for (std::size_t i = 0; i < wide.samples.size(); ++i)
    wide.samples[i] = picture.samples[i / 3];
  const auto sides = sides_of("canon-pro-1000", options, png(picture, 300));
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(first_difference(shape, sides[0].pixels, bytes_of(wide)), "");
}

TEST(RoundTrip, TheImageRunnersGetBlackAndWhiteAsItWas) {
  for (const std::string model : {"canon-ir1020", "canon-ir1024"})
    for (const std::string screen :
         {"clustered-dot", "blue-noise", "clustered-dot-fine", "error-diffusion"}) {
      SCOPED_TRACE(model + " " + screen);
      const model::Options options{{"media", "na_monarch_3.875x7.5in"}, {"halftone", screen}};
      const PageShape shape = raster_of(model, options);
      ASSERT_EQ(shape.format, mask1);
      const Picture picture = hard_to_pack(shape.width, shape.height, 1, black_or_white);
      const auto sides = sides_of(model, options, png(picture, 600));
      ASSERT_EQ(sides.size(), 1u);
      ASSERT_EQ(sides[0].shape, shape);
      std::int64_t wrong = 0;
      for (std::int32_t y = 0; y < shape.height; ++y)
        for (std::int32_t x = 0; x < shape.width; ++x)
          wrong += darkness(sides[0], x, y) + picture.at(x, y)[0] != 255;
      EXPECT_EQ(wrong, 0);
    }
}

TEST(RoundTrip, TheImageRunnersGetGrayAsTheScreenMakesIt) {
  using Kind = std::optional<halftone::ScreenKind>;
  for (const auto& [name, kind] :
       {std::pair{"clustered-dot", Kind{halftone::ScreenKind::clustered}},
        std::pair{"blue-noise", Kind{halftone::ScreenKind::blue_noise}},
        std::pair{"clustered-dot-fine", Kind{halftone::ScreenKind::clustered_fine}},
        std::pair{"error-diffusion", Kind{}}}) {
    SCOPED_TRACE(name);
    const model::Options options{{"media", "na_monarch_3.875x7.5in"}, {"halftone", name}};
    const PageShape shape = raster_of("canon-ir1024", options);
    Picture ramp(shape.width, shape.height, 1);
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::int32_t x = 0; x < shape.width; ++x)
        ramp.at(x, y)[0] = static_cast<std::uint8_t>((x * 256 / shape.width + y / 64) % 256);
    const auto sides = sides_of("canon-ir1024", options, png(ramp, 600));
    ASSERT_EQ(sides.size(), 1u);

    const PageShape gray{shape.width, shape.height, gray8};
    platen::test::MemorySource source(gray, bytes_of(ramp));
    platen::test::MemorySink screened;
    const auto& curve = model_of("canon-ir1024").tone_curve;
    halftone::DiffusedRows diffused(gray, curve, screened);
    pipeline::Stages stages;
    if (kind) stages.push_back(halftone::make_halftone(gray, *kind, curve));
    RowSink& sink = kind ? static_cast<RowSink&>(screened) : diffused;
    ASSERT_TRUE(pipeline::run_whole_page(source, stages, sink));
    EXPECT_EQ(first_difference(shape, sides[0].pixels, screened.page), "");
  }
}

// JPEG pages lose what JPEG loses; a smooth picture must stay within a few values of what it was.
TEST(RoundTrip, JpegPagesAreCloseToThePicture) {
  const model::Options options{{"media", "na_index-4x6_4x6in"},
                               {"media-type", "stationery"},
                               {"printer-resolution", "300dpi"},
                               {"page-format", "jpeg"}};
  const PageShape shape = raster_of("canon-pro-1000", options);
  Picture picture(shape.width, shape.height, 3);
  for (std::int32_t y = 0; y < shape.height; ++y)
    for (std::int32_t x = 0; x < shape.width; ++x) {
      const auto pixel = picture.at(x, y);
      pixel[0] = static_cast<std::uint8_t>(x * 255 / (shape.width - 1));
      pixel[1] = static_cast<std::uint8_t>(y * 255 / (shape.height - 1));
      pixel[2] = static_cast<std::uint8_t>(127.5 + 127.5 * std::sin(x / 90.0) * std::cos(y / 70.0));
    }
  const auto sides = sides_of("canon-pro-1000", options, png(picture, 300));
  ASSERT_EQ(sides.size(), 1u);
  EXPECT_EQ(sides[0].record.payload, "JPEGPAGE");
  ASSERT_EQ(sides[0].shape, shape);
  int most = 0;
  double sum = 0;
  for (std::size_t i = 0; i < picture.samples.size(); ++i) {
    const int apart = std::abs(std::to_integer<int>(sides[0].pixels[i]) - picture.samples[i]);
    most = std::max(most, apart);
    sum += apart;
  }
  EXPECT_LE(most, 8);
  EXPECT_LE(sum / static_cast<double>(picture.samples.size()), 1.0);
}

} // namespace
} // namespace platen::flow::test
