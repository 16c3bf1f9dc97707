#include "unit/flow/job.h"
#include "unit/icc/profiles.h"
#include "unit/render/documents.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

// Sharpening and black and white, from the option to what the device is told to print.
namespace platen::flow::test {
namespace {

constexpr auto pro = "canon-pro-1000";

model::Options small_paper(std::initializer_list<std::pair<std::string, std::string>> more) {
  model::Options options{{"media", "na_index-4x6_4x6in"}, {"print-scaling", "none"}};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

// Soft waves with an edge, in colour, 150 pixels an inch: they are enlarged four times.
Picture scene() {
  Picture picture(120, 90, 3);
  for (std::int32_t y = 0; y < 90; ++y)
    for (std::int32_t x = 0; x < 120; ++x) {
      const auto pixel = picture.at(x, y);
      pixel[0] = static_cast<std::uint8_t>(128 + 80 * std::sin(x / 5.0));
      pixel[1] = static_cast<std::uint8_t>(x < 60 ? 60 : 190);
      pixel[2] = static_cast<std::uint8_t>(128 + 80 * std::cos(y / 7.0));
    }
  return picture;
}

TEST(PictureOptions, SharpeningFollowsThePaper) {
  const std::string file = png(scene(), 150);
  const auto print = [&](const char* medium, const char* level) {
    return sides_of(pro, small_paper({{"media-type", medium}, {"sharpening", level}}), file)
        .at(0)
        .pixels;
  };
  const auto plain = print("canon-pro-platinum", "none");
  const auto glossy = print("canon-pro-platinum", "auto");
  EXPECT_NE(glossy, plain);
  EXPECT_EQ(glossy, print("canon-pro-platinum", "standard"));
  EXPECT_NE(glossy, print("canon-pro-platinum", "high"));
  EXPECT_NE(glossy, print("photographic-matte", "auto"));
  EXPECT_EQ(print("stationery", "none"), print("stationery", "auto"));
}

TEST(PictureOptions, PixelsThatAreThePrintersOwnAreNotSharpenedUnlessAsked) {
  const std::string file = png(scene(), 600);
  const auto print = [&](const char* level) {
    return sides_of(pro, small_paper({{"sharpening", level}}), file).at(0).pixels;
  };
  EXPECT_EQ(print("auto"), print("none"));
  EXPECT_NE(print("low"), print("none"));
}

std::int64_t pixels_with_a_hue(const TappedSide& side) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i + 2 < side.pixels.size(); i += 3)
    count += side.pixels[i] != side.pixels[i + 1] || side.pixels[i] != side.pixels[i + 2];
  return count;
}

TEST(PictureOptions, NeutralBlackAndWhiteHasNoHueInAnyPixel) {
  const std::string page = render::testing_support::make_pdf(
      {{"/MediaBox[0 0 288 432]", "0.8 0.2 0.1 rg 50 50 100 200 re f 0.1 0.3 0.9 rg 160 60 90 90 "
                                  "re f 0.5 g 20 300 80 80 re f"}});
  for (const std::string& document : {png(scene(), 150), page}) {
    const auto colour = sides_of(pro, small_paper({}), document).at(0);
    const auto neutral =
        sides_of(pro, small_paper({{"black-and-white", "neutral"}}), document).at(0);
    const auto split = sides_of(pro, small_paper({{"black-and-white", "split"}}), document).at(0);
    EXPECT_GT(pixels_with_a_hue(colour), 1'000);
    EXPECT_EQ(pixels_with_a_hue(neutral), 0);
    EXPECT_GT(pixels_with_a_hue(split), 1'000);
    EXPECT_EQ(neutral.pixels.front(), std::byte{255}) << "paper stays paper";
    EXPECT_EQ(split.pixels.front(), std::byte{255});
  }
}

std::vector<TappedSide> sides_through(const Buffer& profile, const model::Options& options,
                                      const std::string& document) {
  const render::testing_support::Folder folder;
  const auto file = folder / "job";
  PrintRequest request = request_for(pro, options, document, "file:" + file.string());
  request.profile = std::make_shared<const Buffer>(profile);
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  EXPECT_TRUE(report) << report.error().message();
  return taken(pro, twin::test::read_text(file));
}

// Red is 21 % as bright as white. A device whose samples are light itself is told so; had its
// samples been toned as if they were sRGB, it would have been told the sRGB code of that, 127.
TEST(PictureOptions, BlackAndWhiteIsTonedBeforeTheProfileOfThePaper) {
  const Buffer linear =
      platen::test::rgb_profile(0.3127, 0.3290, {0.64, 0.33, 0.30, 0.60, 0.15, 0.06}, 1.0);
  Picture red(120, 90, 3, 0);
  for (std::int32_t y = 0; y < 90; ++y)
    for (std::int32_t x = 0; x < 120; ++x)
      red.at(x, y)[0] = 255;
  const std::string page =
      render::testing_support::make_pdf({{"/MediaBox[0 0 288 432]", "1 0 0 rg 0 0 288 432 re f"}});
  const auto options = small_paper({{"black-and-white", "neutral"}});
  const auto framed = small_paper(
      {{"black-and-white", "neutral"}, {"border-width", "5mm"}, {"print-scaling", "fit"}});
  const std::string picture = png(red, 150);
  for (const auto& [document, how] : {std::pair(&picture, &options), std::pair(&page, &options),
                                      std::pair(&picture, &framed), std::pair(&page, &framed)}) {
    const TappedSide side = sides_through(linear, *how, *document).at(0);
    const std::size_t width = static_cast<std::size_t>(side.shape.width);
    const std::size_t middle =
        3 * (static_cast<std::size_t>(side.shape.height) / 2 * width + width / 2);
    for (std::size_t channel = 0; channel < 3; ++channel)
      EXPECT_NEAR(std::to_integer<int>(side.pixels[middle + channel]), 54, 3)
          << (document == &page ? "page" : "picture") << (how == &framed ? ", framed" : "");
  }
}

TEST(PictureOptions, AGrayPictureHasNoHueInAnyPixelEither) {
  Picture gray(120, 90, 1);
  for (std::int32_t y = 0; y < 90; ++y)
    for (std::int32_t x = 0; x < 120; ++x)
      gray.at(x, y)[0] = static_cast<std::uint8_t>(2 * x + y / 9);
  const auto sides = sides_of(pro, small_paper({}), png(gray, 150));
  EXPECT_EQ(pixels_with_a_hue(sides.at(0)), 0);
}

TEST(PictureOptions, ThreadsDoNotShow) {
  const std::string file = png(scene(), 150);
  const auto options = small_paper({{"sharpening", "high"}, {"black-and-white", "split"}});
  const std::string one = printed(pro, options, file, 1);
  EXPECT_EQ(taken(pro, one).at(0).pixels, taken(pro, printed(pro, options, file, 3)).at(0).pixels);
}

TEST(PictureOptions, APictureWithFarTooFewPixelsIsRefused) {
  Cancel cancel;
  const Error error =
      failed(request_for(pro, {{"media", "iso_a4_210x297mm"}, {"print-scaling", "fit"}},
                         png(Picture(9, 12, 3), 0), "file:/dev/null"),
             cancel);
  EXPECT_EQ(error.code, Errc::limit);
  EXPECT_NE(error.what.find("9 x 12 pixels"), std::string::npos) << error.what;
}

} // namespace
} // namespace platen::flow::test
