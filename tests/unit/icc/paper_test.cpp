// The colours of papers: what platen makes of a picture for each of many profiles, against lcms2 in
// floating point.
#include "colour/icc/icc.h"
#include "unit/icc/evaluate.h"
#include "unit/icc/profiles.h"

#include <cmath>
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

// As a photograph has them: all colours that it may have, and a scale of grays. White itself is
// settled, and tested elsewhere.
std::vector<Pixel> colours() {
  std::vector<Pixel> all;
  std::mt19937 random(11);
  for (int i = 0; i < 3'000; ++i)
    all.push_back({static_cast<std::uint16_t>(random()), static_cast<std::uint16_t>(random()),
                   static_cast<std::uint16_t>(random())});
  for (int i = 0; i < 255; ++i)
    all.push_back(Pixel(3, static_cast<std::uint16_t>(i * 257)));
  return all;
}

struct Distance {
  double beyond_a_code = 0; // part of the samples that differ by more than an 8-bit code
  double worst = 0;         // codes
  double mean_de = 0;       // dE2000
};

Distance distance(const ColourTable& table, const Buffer& paper, const Wish& wish) {
  const Handle source = opened(test::srgb_profile()), target = opened(paper),
               lab(cmsCreateLab4Profile(nullptr));
  const Xform exact(cmsCreateTransform(source.get(), TYPE_RGB_FLT, target.get(), TYPE_RGB_FLT,
                                       wish.lcms_intent,
                                       wish.lcms_flags | cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  const Xform seen(cmsCreateTransform(target.get(), TYPE_RGB_FLT, lab.get(), TYPE_Lab_DBL,
                                      INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  const test::Evaluate evaluate(table);
  Distance d;
  const auto all = colours();
  for (const Pixel& pixel : all) {
    float in[3], want[3], got[3];
    const auto made = evaluate(pixel);
    for (std::size_t i = 0; i < 3; ++i)
      in[i] = static_cast<float>(pixel[i]) / 65535.0f;
    cmsDoTransform(exact.get(), in, want, 1);
    for (std::size_t i = 0; i < 3; ++i) {
      want[i] = std::clamp(want[i], 0.0f, 1.0f);
      got[i] = static_cast<float>(made[i]) / 65535.0f;
      const double codes = std::abs(static_cast<double>(got[i] - want[i])) * 255;
      d.worst = std::max(d.worst, codes);
      d.beyond_a_code += codes > 1.0 ? 1.0 / (3.0 * static_cast<double>(all.size())) : 0.0;
    }
    cmsCIELab a{}, b{};
    cmsDoTransform(seen.get(), got, &a, 1);
    cmsDoTransform(seen.get(), want, &b, 1);
    d.mean_de += cmsCIE2000DeltaE(&a, &b, 1, 1, 1) / static_cast<double>(all.size());
  }
  return d;
}

IccRequest request_for(const Buffer& paper, RenderingIntent intent, BlackPoint black_point) {
  IccRequest request;
  request.format = rgb16;
  request.profile = srgb;
  request.target.profile = paper;
  request.target.intent = intent;
  request.target.black_point = black_point;
  return request;
}

TEST(Papers, AreGivenTheColoursThatLcms2HasInFloatingPoint) {
  const auto all = papers();
  ASSERT_GE(all.size(), 20U);
  for (const auto& paper : all)
    for (const Wish& wish : wishes) {
      const auto table = build_table(request_for(paper.bytes, wish.intent, wish.black_point));
      ASSERT_TRUE(table) << paper.name << ": " << table.error().message();
      const Distance d = distance(*table, paper.bytes, wish);
      const std::string what = paper.name + ", intent " +
                               std::to_string(static_cast<int>(wish.intent)) + ", black point " +
                               std::to_string(static_cast<int>(wish.black_point));
      RecordProperty(what, std::to_string(d.worst) + " " + std::to_string(d.mean_de));
// A grid does not follow the kinks where colours leave a paper's gamut; there a few samples
      // stray, by no more than can be seen.
      const bool grid = table->kind == ColourTable::Kind::clut;
      EXPECT_LE(d.worst, grid ? 7.0 : 1.0) << what;
      EXPECT_LE(d.beyond_a_code, grid ? 0.02 : 0.0) << what;
      EXPECT_LT(d.mean_de, 0.05) << what;
    }
}

TEST(Papers, CompensateForBlackOnlyWhereItIsAskedFor) {
  const Buffer paper = test::paper_profile({.black = 20});
  const auto darkest = [&](BlackPoint black_point) {
    const auto table = build_table(request_for(paper, RenderingIntent::relative, black_point));
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
