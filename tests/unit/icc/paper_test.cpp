// The colours of papers: what platen makes of a picture for each of many profiles, against lcms2 in
// floating point.
#include "colour/icc/icc.h"
#include "unit/icc/evaluate.h"
#include "unit/icc/profiles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <memory>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::colour {
namespace {

using model::BlackPoint;
using model::RenderingIntent;

struct Close {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct Drop {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Handle = std::unique_ptr<void, Close>;
using Xform = std::unique_ptr<void, Drop>;

Handle opened(const Buffer& bytes) {
  return Handle(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
}

// Papers of all kinds, glossy and matt, good and poor, and displays: tables and matrices, of
// version 2 and 4, fine and coarse.
std::vector<test::NamedProfile> papers() {
  std::vector<test::NamedProfile> all;
  for (const double version : {2.1, 4.3})
    for (const double black : {3.0, 12.0, 20.0})
      for (const double saturation : {0.55, 0.85})
        all.push_back({"paper v" + std::to_string(version).substr(0, 3) + " black " +
                           std::to_string(static_cast<int>(black)) + " saturation " +
                           std::to_string(saturation).substr(0, 4),
                       test::paper_profile({.black = black,
                                            .saturation = saturation,
                                            .gamma = black < 10 ? 2.2 : 1.8,
                                            .version = version,
                                            .grid = saturation < 0.7 ? 17U : 33U})});
  all.push_back({"printer", test::printer_profile()});
  all.push_back({"sRGB", test::srgb_profile()});
  all.push_back({"AdobeRGB", test::adobe_rgb_profile()});
  all.push_back({"ProPhoto", test::prophoto_profile()});
  for (const double gamma : {1.0, 1.8, 2.2, 2.4})
    all.push_back({"matrix, gamma " + std::to_string(gamma).substr(0, 3),
                   test::rgb_profile(0.3457, 0.3585, {0.66, 0.32, 0.22, 0.68, 0.14, 0.07}, gamma)});
  return all;
}

struct Wish {
  RenderingIntent intent;
  BlackPoint black_point;
  cmsUInt32Number lcms_intent, lcms_flags;
};
constexpr Wish wishes[] = {
    {RenderingIntent::perceptual, BlackPoint::off, INTENT_PERCEPTUAL, 0},
    {RenderingIntent::relative, BlackPoint::off, INTENT_RELATIVE_COLORIMETRIC, 0},
    {RenderingIntent::relative, BlackPoint::on, INTENT_RELATIVE_COLORIMETRIC,
     cmsFLAGS_BLACKPOINTCOMPENSATION},
    {RenderingIntent::saturation, BlackPoint::on, INTENT_SATURATION,
     cmsFLAGS_BLACKPOINTCOMPENSATION},
    {RenderingIntent::absolute, BlackPoint::off, INTENT_ABSOLUTE_COLORIMETRIC, 0}};

using Pixel = std::vector<std::uint16_t>;

const Buffer srgb = test::srgb_profile(), adobe_rgb = test::adobe_rgb_profile();

// As a photograph has them: all colours that it may have, those at the edge of its gamut, and a
// scale of grays. The last code before white belongs to white, which is tested below.
std::vector<Pixel> colours(std::size_t channels = 3) {
  std::vector<Pixel> all;
  std::mt19937 random(11);
  const auto sample = [&] { return static_cast<std::uint16_t>(random()); };
  for (int i = 0; i < 4'000; ++i) {
    Pixel pixel(channels);
    std::ranges::generate(pixel, sample);
    if (i % 4 == 0) pixel[random() % channels] = random() % 2 == 0 ? 0 : 65'535;
    all.push_back(std::move(pixel));
  }
  for (int i = 0; i < 255; ++i)
    all.push_back(Pixel(channels, static_cast<std::uint16_t>((channels == 4 ? i + 1 : i) * 257)));
  return all;
}

// From where to where, and how.
struct Route {
  PixelFormat format = rgb16;
  Buffer source = srgb, target;
  Wish wish = wishes[2];
};

IccRequest request_for(const Route& route) {
  IccRequest request;
  request.format = route.format;
  request.profile = route.source;
  request.target.profile = route.target;
  request.target.intent = route.wish.intent;
  request.target.black_point = route.wish.black_point;
  return request;
}

// lcms2 in floating point, without its optimisations; samples are 0..1.
class Exact {
public:
  explicit Exact(const Route& route) : ink_(route.format.model == ColorModel::cmyk) {
    const Handle source = opened(route.source), target = opened(route.target),
                 lab(cmsCreateLab4Profile(nullptr));
    const cmsUInt32Number from = ink_                                     ? TYPE_CMYK_FLT
                                 : route.format.model == ColorModel::gray ? TYPE_GRAY_FLT
                                                                          : TYPE_RGB_FLT;
    constexpr cmsUInt32Number exactly = cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE;
    to_target_.reset(cmsCreateTransform(source.get(), from, target.get(), TYPE_RGB_FLT,
                                        route.wish.lcms_intent, route.wish.lcms_flags | exactly));
    seen_.reset(cmsCreateTransform(target.get(), TYPE_RGB_FLT, lab.get(), TYPE_Lab_DBL,
                                   INTENT_RELATIVE_COLORIMETRIC, exactly));
  }
  std::array<float, 3> operator()(const Pixel& pixel) const {
    std::array<float, 4> in{};
    for (std::size_t i = 0; i < pixel.size(); ++i)
      in[i] = static_cast<float>(pixel[i]) * (ink_ ? 100.0f : 1.0f) / 65535.0f;
    std::array<float, 3> out{};
    cmsDoTransform(to_target_.get(), in.data(), out.data(), 1);
    for (float& v : out)
      v = std::clamp(v, 0.0f, 1.0f);
    return out;
  }
  double difference(const std::array<float, 3>& a, const std::array<float, 3>& b) const {
    cmsCIELab of_a{}, of_b{};
    cmsDoTransform(seen_.get(), a.data(), &of_a, 1);
    cmsDoTransform(seen_.get(), b.data(), &of_b, 1);
    return cmsCIE2000DeltaE(&of_a, &of_b, 1, 1, 1);
  }

private:
  bool ink_;
  Xform to_target_, seen_;
};

std::array<float, 3> evaluated(const test::Evaluate& evaluate, const Pixel& pixel) {
  const auto made = evaluate(pixel);
  return {static_cast<float>(made[0]) / 65535.0f, static_cast<float>(made[1]) / 65535.0f,
          static_cast<float>(made[2]) / 65535.0f};
}

struct Distance {
  double worst = 0;   // codes of 8 bits
  double mean_de = 0; // dE2000
};

double codes_between(const std::array<float, 3>& a, const std::array<float, 3>& b) {
  double worst = 0;
  for (std::size_t i = 0; i < 3; ++i)
    worst = std::max(worst, std::abs(static_cast<double>(a[i] - b[i])) * 255);
  return worst;
}

Distance distance(const ColourTable& table, const Route& route) {
  const Exact exact(route);
  const test::Evaluate evaluate(table);
  Distance d;
  const auto all = colours(static_cast<std::size_t>(route.format.channels()));
  for (const Pixel& pixel : all) {
    const auto want = exact(pixel), got = evaluated(evaluate, pixel);
    d.worst = std::max(d.worst, codes_between(got, want));
    d.mean_de += exact.difference(got, want) / static_cast<double>(all.size());
  }
  return d;
}

// What the issue asks of every profile: one code of 8 bits before dithering, and far less than can
// be seen.
void expect_exact(const Route& route, const std::string& what) {
  const auto table = build_table(request_for(route));
  ASSERT_TRUE(table) << what << ": " << table.error().message();
  const Distance d = distance(*table, route);
  std::cout << what << " [" << static_cast<int>(table->kind) << "]: worst " << d.worst
            << " codes, mean dE2000 " << d.mean_de << "\n";
  // Logarithmic spaces have dozens of codes for one black; which of them is taken is all one.
  const bool many_blacks =
      Exact(route).difference({0, 0, 0}, {8 / 255.0f, 8 / 255.0f, 8 / 255.0f}) < 1e-3;
  if (!many_blacks) {
    EXPECT_LE(d.worst, 1.0) << what;
  }
  EXPECT_LT(d.mean_de, 0.05) << what;
}

std::string text_of(const Wish& wish) {
  return ", intent " + std::to_string(static_cast<int>(wish.intent)) + ", black point " +
         std::to_string(static_cast<int>(wish.black_point));
}

TEST(Papers, AreGivenTheColoursThatLcms2HasInFloatingPoint) {
  const auto all = papers();
  ASSERT_GE(all.size(), 20U);
  for (const auto& paper : all)
    for (const Wish& wish : wishes)
      expect_exact({.target = paper.bytes, .wish = wish}, paper.name + text_of(wish));
}

// The profiles of icc-profiles-free, colord-data and Ghostscript, as those of a picture.
TEST(Papers, AreGivenTheColoursOfEveryInstalledProfile) {
  const Buffer version2 = test::paper_profile({.black = 8, .version = 2.1}),
               version4 = test::paper_profile({.black = 8, .saturation = 0.9, .gamma = 1.8});
  const std::pair<const char*, PixelFormat> spaces[] = {{"RGB ", rgb16}, {"CMYK", cmyk16}};
  std::size_t used = 0;
  for (const auto& [space, format] : spaces)
    for (const auto& profile : test::installed_profiles(space)) {
      if (!build_table(request_for({format, profile.bytes, version4}))) continue; // unusable
      ++used;
      for (const Wish& wish : {wishes[0], wishes[2], wishes[4]})
        for (const Buffer* paper : {&version2, &version4})
          expect_exact({format, profile.bytes, *paper, wish}, profile.name + text_of(wish));
    }
  EXPECT_GE(used, 20U) << "icc-profiles-free and colord-data are test packages";
}

// The same profiles as those of a device.
TEST(Papers, MayHaveAnyInstalledProfileOfRgb) {
  std::size_t used = 0;
  for (const auto& profile : test::installed_profiles("RGB ")) {
    if (!build_table(request_for({.target = profile.bytes}))) continue;
    ++used;
    for (const Wish& wish : {wishes[0], wishes[2], wishes[4]})
      expect_exact({.target = profile.bytes, .wish = wish}, "to " + profile.name + text_of(wish));
  }
  EXPECT_GE(used, 20U);
}

// Only in the last code of 8 bits before it is white prepared for; there the profile's own answer
// may lie some codes below white.
TEST(Papers, AreWhiteWhereThePictureIsAndNowhereElse) {
  const Route route{.target = test::paper_profile({.black = 12, .saturation = 0.55})};
  const auto table = build_table(request_for(route));
  ASSERT_TRUE(table) << table.error().message();
  const Exact exact(route);
  const test::Evaluate evaluate(*table);
  EXPECT_GT(codes_between({1, 1, 1}, exact(Pixel(3, 65'535))), 1.0) << "nothing to be settled";
  EXPECT_EQ(evaluate(Pixel(3, 65'535)), Pixel(3, 65'535));
  auto before = evaluate(Pixel(3, 65'279 - 20));
  for (std::uint32_t v = 65'279 - 20; v <= 65'535; ++v) {
    const Pixel pixel(3, static_cast<std::uint16_t>(v));
    const auto now = evaluate(pixel);
    EXPECT_LE(codes_between(evaluated(evaluate, pixel), exact(pixel)), v <= 65'279 ? 1.0 : 4.0);
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_GE(now[c], before[c]) << v;
    before = now;
  }
}

TEST(Papers, CompensateForBlackOnlyWhereItIsAskedFor) {
  const Buffer paper = test::paper_profile({.black = 20});
  const auto darkest = [&](BlackPoint black_point) {
    const auto table = build_table(
        request_for({.target = paper, .wish = {RenderingIntent::relative, black_point, 0, 0}}));
    EXPECT_TRUE(table);
    return test::Evaluate(*table)(Pixel{8'000, 8'000, 8'000})[1];
  };
  // Without it, what is darker than the paper's black is that black; with it, it is told apart.
  EXPECT_LT(darkest(BlackPoint::off), 200);
  EXPECT_GT(darkest(BlackPoint::on), 2'000);
}

TEST(Papers, ColoursThatNobodyManagesGoThroughToTheBit) {
  IccRequest request;
  request.format = rgb16;
  request.profile = adobe_rgb;
  request.target.unchanged = true;
  request.target.profile = test::printer_profile();
  const auto table = build_table(request);
  ASSERT_TRUE(table) << table.error().message();
  EXPECT_EQ(table->kind, ColourTable::Kind::identity);
  request.format = gray8;
  request.profile = {};
  const auto gray = build_table(request);
  ASSERT_TRUE(gray) << gray.error().message();
  for (const std::uint16_t v : Pixel{0, 1, 300, 32'768, 65'534, 65'535})
    for (const double sample : test::Evaluate (*gray)(Pixel{v}))
      EXPECT_EQ(sample, v);
  request.format = cmyk8;
  const auto ink = build_table(request);
  ASSERT_FALSE(ink);
  EXPECT_EQ(ink.error().code, Errc::unsupported);
}

TEST(Papers, ADeviceLinkTakesTheSamplesAsTheyAre) {
  IccRequest request;
  request.format = rgb16;
  request.profile = adobe_rgb; // counts for nothing
  request.target.profile = test::turning_link();
  const auto table = build_table(request);
  ASSERT_TRUE(table) << table.error().message();
  const Handle link = opened(test::turning_link());
  const Xform exact(cmsCreateTransform(link.get(), TYPE_RGB_FLT, nullptr, TYPE_RGB_FLT,
                                       INTENT_PERCEPTUAL, cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  for (const Pixel& pixel : colours()) {
    float in[3], want[3];
    for (std::size_t i = 0; i < 3; ++i)
      in[i] = static_cast<float>(pixel[i]) / 65535.0f;
    cmsDoTransform(exact.get(), in, want, 1);
    const auto got = test::Evaluate(*table)(pixel);
    for (std::size_t i = 0; i < 3; ++i)
      ASSERT_NEAR(got[i] / 65535.0, static_cast<double>(want[i]), 1.0 / 255) << pixel[0];
  }
}

TEST(Papers, ADeviceLinkForOtherSamplesIsRefused) {
  IccRequest request;
  request.format = gray8;
  request.target.profile = test::turning_link();
  const auto table = build_table(request);
  ASSERT_FALSE(table);
  EXPECT_THAT(table.error().message(), testing::HasSubstr("takes 'RGB' samples"));
}

} // namespace
} // namespace platen::colour
