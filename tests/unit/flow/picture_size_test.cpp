#include "base/limits.h"
#include "flow/picture_size.h"

#include <gtest/gtest.h>

namespace platen::flow {
namespace {

render::DocumentInfo picture(std::int32_t width, std::int32_t height,
                             std::int32_t orientation = 1) {
  render::DocumentInfo info;
  info.format = render::Format::jpeg;
  info.pages.push_back({.width = {1},
                        .height = {1},
                        .px_width = width,
                        .px_height = height,
                        .exif_orientation = orientation});
  return info;
}

layout::SidePlan placed(double width, double height, std::int32_t turns = 0) {
  layout::SidePlan plan;
  plan.placement = {turns, 0, 0, width, height};
  return plan;
}

constexpr Dpi dpi{600};

TEST(PictureSize, IsSaidBelowTheFirstLimitAndRefusedBelowTheSecond) {
  EXPECT_FALSE(few_pixels(picture(3000, 2000), placed(6000, 4000), dpi)) << "300 ppi";
  EXPECT_FALSE(few_pixels(picture(720, 720), placed(6000, 6000), dpi)) << "72 ppi";
  EXPECT_EQ(few_pixels(picture(480, 320), placed(4800, 3200), dpi),
            "the picture has few pixels for this size: 480 x 320 pixels on 203 x 135 mm, 60 ppi; "
            "below 72 they can be seen one by one");
  EXPECT_TRUE(check_pixels(picture(480, 320), placed(4800, 3200), dpi));
  EXPECT_TRUE(check_pixels(picture(50, 50), placed(6000, 6000), dpi)) << "5 ppi";
  const auto refused = check_pixels(picture(40, 40), placed(6000, 6000), dpi);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::limit);
  EXPECT_NE(refused.error().what.find("40 x 40 pixels on 254 x 254 mm, 4 ppi"), std::string::npos)
      << refused.error().what;
}

TEST(PictureSize, DoesNotDependOnHowThePictureIsTurned) {
  for (const auto& [orientation, turns, text] :
       {std::tuple{1, 0, "480 x 320 pixels on 203 x 135 mm"},
        std::tuple{6, 1, "480 x 320 pixels on 203 x 135 mm"},
        std::tuple{6, 0, "320 x 480 pixels on 135 x 203 mm"},
        std::tuple{1, 3, "320 x 480 pixels on 135 x 203 mm"}}) {
    const bool wide = std::string_view(text).starts_with("480");
    const auto said = few_pixels(picture(480, 320, orientation),
                                 placed(wide ? 4800 : 3200, wide ? 3200 : 4800, turns), dpi);
    ASSERT_TRUE(said);
    EXPECT_NE(said->find(text), std::string::npos) << *said;
  }
}

TEST(PictureSize, OfWhatHasNoPixelsOfItsOwnIsNeverTooSmall) {
  render::DocumentInfo drawn = picture(10, 10);
  drawn.vector = true;
  EXPECT_TRUE(check_pixels(drawn, placed(6000, 6000), dpi));
  render::DocumentInfo raster = picture(10, 10);
  raster.format = render::Format::pwg_raster;
  EXPECT_TRUE(check_pixels(raster, placed(6000, 6000), dpi));
  layout::SidePlan blank = placed(6000, 6000);
  blank.page = -1;
  EXPECT_TRUE(check_pixels(picture(10, 10), blank, dpi));
  EXPECT_FALSE(few_pixels(picture(10, 10), blank, dpi));
}

} // namespace
} // namespace platen::flow
