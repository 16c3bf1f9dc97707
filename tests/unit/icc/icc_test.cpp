#include "codec/gamma_profile.h"
#include "colour/icc/icc.h"
#include "unit/icc/evaluate.h"
#include "unit/icc/profiles.h"

#include <cmath>
#include <iostream>
#include <memory>
#include <random>

#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::colour {
namespace {

using model::RenderingIntent;
using Kind = ColourTable::Kind;
using Pixels = std::vector<std::vector<std::uint16_t>>;

struct Pair {
  std::string name = {};
  PixelFormat from = rgb8;
  Buffer source = {}; // empty: untagged
  Buffer target = {};
  ColorModel to = ColorModel::rgb;
  RenderingIntent intent = RenderingIntent::automatic;
};

IccRequest request(const Pair& p) {
  IccRequest r;
  r.format = p.from;
  r.profile = p.source;
  r.target.model = p.to;
  r.target.profile = p.target;
  r.target.intent = p.intent;
  return r;
}

struct Close {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct Drop {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Handle = std::unique_ptr<void, Close>;
using Xform = std::unique_ptr<void, Drop>;

Handle handle(const Buffer& bytes, ColorModel model) {
  const Buffer chosen = !bytes.empty()              ? bytes
                        : model == ColorModel::gray ? test::gray_profile(0)
                                                    : test::srgb_profile();
  return Handle(cmsOpenProfileFromMem(chosen.data(), static_cast<cmsUInt32Number>(chosen.size())));
}

cmsUInt32Number type_of(ColorModel model, bool wide) {
  if (model == ColorModel::gray) return wide ? TYPE_GRAY_16 : TYPE_GRAY_FLT;
  if (model == ColorModel::cmyk) return wide ? TYPE_CMYK_16 : TYPE_CMYK_FLT;
  return wide ? TYPE_RGB_16 : TYPE_RGB_FLT;
}

// lcms2 as it comes, asked pixel by pixel: in floating point or 16 bits without its optimisations,
// or in 16 bits with the tables that it makes for itself.
enum class Mode { floating, wide, optimised };
class Referee {
public:
  Referee(const Pair& p, Mode mode)
      : wide_(mode != Mode::floating), inputs_(static_cast<std::size_t>(p.from.channels())),
        ink_(p.from.model == ColorModel::cmyk) {
    outputs_ = p.to == ColorModel::gray ? 1 : 3;
    const Handle source = handle(p.source, p.from.model), target = handle(p.target, p.to);
    cmsUInt32Number intent = INTENT_RELATIVE_COLORIMETRIC,
                    flags = cmsFLAGS_NOCACHE | (mode == Mode::optimised ? 0 : cmsFLAGS_NOOPTIMIZE);
    if (p.intent == RenderingIntent::perceptual) intent = INTENT_PERCEPTUAL;
    if (p.intent == RenderingIntent::saturation) intent = INTENT_SATURATION;
    if (p.intent == RenderingIntent::absolute) intent = INTENT_ABSOLUTE_COLORIMETRIC;
    if (p.intent == RenderingIntent::automatic || p.intent == RenderingIntent::relative_bpc)
      flags |= cmsFLAGS_BLACKPOINTCOMPENSATION;
    xform_.reset(cmsCreateTransform(source.get(), type_of(p.from.model, wide_), target.get(),
                                    type_of(p.to, wide_), intent, flags));
    EXPECT_NE(xform_, nullptr) << p.name;
  }
  // In units of 1/65535.
  std::vector<double> operator()(const std::vector<std::uint16_t>& in) const {
    std::vector<double> out(outputs_);
    if (wide_) {
      std::vector<std::uint16_t> result(outputs_);
      cmsDoTransform(xform_.get(), in.data(), result.data(), 1);
      std::copy(result.begin(), result.end(), out.begin());
    } else {
      std::vector<float> from(in.begin(), in.end()), result(outputs_);
      for (float& v : from)
        v *= (ink_ ? 100.0f : 1.0f) / 65535.0f;
      cmsDoTransform(xform_.get(), from.data(), result.data(), 1);
      for (std::size_t o = 0; o < outputs_; ++o)
        out[o] = std::clamp(static_cast<double>(result[o]), 0.0, 1.0) * 65535.0;
    }
    return out;
  }

private:
  Xform xform_;
  bool wide_;
  std::size_t inputs_, outputs_ = 3;
  bool ink_;
};

// Without white, which is settled (and tested) on its own: all channels full, or no ink.
Pixels grid(std::size_t channels, std::size_t steps) {
  Pixels all;
  std::size_t count = 1;
  for (std::size_t c = 0; c < channels; ++c)
    count *= steps;
  const std::size_t first = channels == 4 ? 1 : 0;
  for (std::size_t i = first; i + 1 < count + first; ++i) {
    std::vector<std::uint16_t> pixel;
    for (std::size_t c = 0, rest = i; c < channels; ++c, rest /= steps)
      pixel.push_back(static_cast<std::uint16_t>(std::lround(
          static_cast<double>(rest % steps) * 65535.0 / static_cast<double>(steps - 1))));
    all.push_back(pixel);
  }
  return all;
}

Pixels random_pixels(std::size_t channels, std::size_t count) {
  std::mt19937 random(7);
  Pixels all(count, std::vector<std::uint16_t>(channels));
  for (auto& pixel : all)
    for (auto& v : pixel)
      v = static_cast<std::uint16_t>(random());
  return all;
}

// How far the table's answers lie from the referee's.
struct Distance {
  double max = 0, mean = 0, thousandth = 0; // of samples, in 1/65535
  double max_de = 0, mean_de = 0; // dE2000 between the colours that the target makes of them
};

class LabOf {
public:
  LabOf(const Buffer& profile, ColorModel model) {
    const Handle device = handle(profile, model), lab(cmsCreateLab4Profile(nullptr));
    xform_.reset(cmsCreateTransform(
        device.get(), model == ColorModel::gray ? TYPE_GRAY_FLT : TYPE_RGB_FLT, lab.get(),
        TYPE_Lab_DBL, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE));
  }
  template<class T> cmsCIELab operator()(const std::vector<T>& samples) const {
    std::vector<float> in;
    for (const T v : samples)
      in.push_back(static_cast<float>(v) / 65535.0f);
    cmsCIELab lab{};
    cmsDoTransform(xform_.get(), in.data(), &lab, 1);
    return lab;
  }

private:
  Xform xform_;
};

// Of what `subject` makes of the pixels from what `referee` makes of them.
template<class Subject>
Distance distance(const Pair& p, const Pixels& pixels, const Subject& subject,
                  const Referee& referee) {
  const LabOf lab(p.target, p.to);
  Distance d;
  std::vector<double> errors;
  for (const auto& pixel : pixels) {
    const auto got = subject(pixel);
    const auto want = referee(pixel);
    EXPECT_EQ(got.size(), want.size());
    for (std::size_t o = 0; o < want.size(); ++o)
      errors.push_back(std::abs(got[o] - want[o]));
    const cmsCIELab a = lab(got), b = lab(want);
    const double de = cmsCIE2000DeltaE(&a, &b, 1, 1, 1);
    d.max_de = std::max(d.max_de, de);
    d.mean_de += de / static_cast<double>(pixels.size());
  }
  std::sort(errors.begin(), errors.end());
  for (const double e : errors)
    d.mean += e / static_cast<double>(errors.size());
  d.max = errors.back();
  d.thousandth = errors[errors.size() - 1 - errors.size() / 1000];
  return d;
}

Distance distance(const ColourTable& table, const Pair& p, const Pixels& pixels,
                  Mode mode = Mode::floating) {
  return distance(p, pixels, test::Evaluate(table), Referee(p, mode));
}

const char* kind_name(Kind kind) {
  static constexpr const char* names[] = {"identity",    "curve",    "matrix",       "clut",
                                          "clut_matrix", "lab_grid", "clut_lab_grid"};
  return names[static_cast<std::size_t>(kind)];
}

void report(const Pair& p, const ColourTable& t, const char* what, const Distance& d) {
  std::cout << p.name << " [" << kind_name(t.kind);
  if (t.grid > 0) std::cout << " " << t.grid;
  if (t.curve_size > 0) std::cout << " curves " << t.curve_size;
  std::cout << "] " << what << ": 8-bit codes max " << d.max / 257 << " p99.9 "
            << d.thousandth / 257 << " mean " << d.mean / 257 << "; dE2000 max " << d.max_de
            << " mean " << d.mean_de << "\n";
}

// The bounds of the issue on the grid, and how well it does between the grid's points.
void expect_agreement(const Pair& p, Kind kind) {
  const auto table = build_table(request(p));
  ASSERT_TRUE(table) << p.name << ": " << table.error().message();
  ASSERT_TRUE(check(*table));
  EXPECT_EQ(table->kind, kind) << p.name;
  const auto channels = static_cast<std::size_t>(p.from.channels());
  const Distance on_grid = distance(*table, p,
                                    grid(channels, channels == 4   ? 9
                                                   : channels == 3 ? 17
                                                                   : 257));
  report(p, *table, "grid", on_grid);
  EXPECT_LE(on_grid.max, 257.0) << p.name;
  EXPECT_LT(on_grid.max_de, 0.3) << p.name;
  const Pixels random = random_pixels(channels, 20'000);
  const Distance between = distance(*table, p, random);
  report(p, *table, "random", between);
  if (kind == Kind::clut) {
    // Between its points no grid follows the edge of a gamut; ours does so no worse than lcms2's.
    const Distance theirs =
        distance(p, random, Referee(p, Mode::optimised), Referee(p, Mode::floating));
    report(p, *table, "lcms2's own tables", theirs);
    EXPECT_LE(between.mean, theirs.mean * 1.05) << p.name;
    EXPECT_LE(between.thousandth, std::max(theirs.thousandth, 257.0)) << p.name;
    EXPECT_LE(between.mean_de, std::max(theirs.mean_de, 0.02)) << p.name;
  } else {
    EXPECT_LE(between.max, 257.0) << p.name;
    EXPECT_LE(between.mean, 4.0) << p.name;
    // Roots of 16 bits, and the profile's own steepness behind them.
    EXPECT_LE(between.thousandth, has_lab_grid(kind) ? 32.0 : 16.0) << p.name;
  }
  // lcms2's own 16-bit arithmetic, which rounds between its steps.
  const Distance rounded = distance(*table, p, grid(channels, channels == 4 ? 5 : 9), Mode::wide);
  EXPECT_LE(rounded.max, 257.0) << p.name;
}

TEST(Icc, MatrixProfilesAgreeWithLcms2) {
  const std::vector<test::NamedProfile> spaces{
      {"sRGB", test::srgb_profile()},
      {"AdobeRGB", test::adobe_rgb_profile()},
      {"ProPhoto", test::prophoto_profile()},
      {"linear", test::rgb_profile(0.3127, 0.329, {0.64, 0.33, 0.3, 0.6, 0.15, 0.06}, 1.0)}};
  for (const auto& a : spaces)
    for (const auto& b : spaces) {
      if (a.name == b.name) continue;
      for (const RenderingIntent intent :
           {RenderingIntent::automatic, RenderingIntent::perceptual, RenderingIntent::absolute})
        expect_agreement({.name = a.name + " to " + b.name + " intent " +
                                  std::to_string(static_cast<int>(intent)),
                          .source = a.bytes,
                          .target = b.bytes,
                          .intent = intent},
                         Kind::matrix);
    }
}

TEST(Icc, ColourToGrayIsAMatrixThatAgreesWithLcms2) {
  expect_agreement({.name = "sRGB to gray", .to = ColorModel::gray}, Kind::matrix);
  expect_agreement({.name = "AdobeRGB to gray 1.8",
                    .source = test::adobe_rgb_profile(),
                    .target = test::gray_profile(1.8),
                    .to = ColorModel::gray},
                   Kind::matrix);
}

TEST(Icc, GrayToGrayIsACurveThatAgreesWithLcms2) {
  for (const double gamma : {1.0, 1.8, 2.2})
    expect_agreement({.name = "gray " + std::to_string(gamma),
                      .from = gray8,
                      .source = test::gray_profile(gamma),
                      .to = ColorModel::gray},
                     Kind::curve);
}

TEST(Icc, GrayToColourIsAFineGridThatAgreesWithLcms2) {
  expect_agreement({.name = "gray to sRGB", .from = gray8}, Kind::clut);
  expect_agreement(
      {.name = "gray linear to sRGB", .from = gray16, .source = test::gray_profile(1.0)},
      Kind::clut);
  expect_agreement({.name = "gray to printer", .from = gray8, .target = test::printer_profile()},
                   Kind::clut);
}

TEST(Icc, PrinterTablesAgreeWithLcms2) {
  for (const RenderingIntent intent : {RenderingIntent::automatic, RenderingIntent::perceptual,
                                       RenderingIntent::relative, RenderingIntent::absolute}) {
    const std::string suffix = " intent " + std::to_string(static_cast<int>(intent));
    expect_agreement(
        {.name = "sRGB to printer" + suffix, .target = test::printer_profile(), .intent = intent},
        Kind::lab_grid);
    expect_agreement({.name = "AdobeRGB to printer" + suffix,
                      .source = test::adobe_rgb_profile(),
                      .target = test::printer_profile(),
                      .intent = intent},
                     Kind::lab_grid);
    expect_agreement({.name = "CMYK to printer" + suffix,
                      .from = cmyk8,
                      .source = test::cmyk_profile(),
                      .target = test::printer_profile(),
                      .intent = intent},
                     Kind::clut_lab_grid);
    expect_agreement({.name = "paper to printer" + suffix,
                      .source = test::paper_profile({.black = 5, .version = 2.1}),
                      .target = test::printer_profile(),
                      .intent = intent},
                     Kind::clut_lab_grid);
    expect_agreement(
        {.name = "printer to sRGB" + suffix, .source = test::printer_profile(), .intent = intent},
        Kind::clut_matrix);
  }
}

TEST(Icc, CmykTablesAgreeWithLcms2) {
  for (const ColorModel to : {ColorModel::rgb, ColorModel::gray})
    expect_agreement({.name = "CMYK to " + std::to_string(static_cast<int>(to)),
                      .from = cmyk8,
                      .source = test::cmyk_profile(),
                      .to = to},
                     Kind::clut_matrix);
}

TEST(Icc, InstalledProfilesAgreeWithLcms2) {
  std::size_t rgb = 0;
  for (const auto& p : test::installed_profiles("RGB ")) {
    const Pair pair{.name = p.name + " to sRGB", .source = p.bytes};
    const auto table = build_table(request(pair));
    if (!table) {
      EXPECT_EQ(table.error().code, Errc::malformed);
      continue;
    }
    const Distance d = distance(*table, pair, grid(3, 17));
    report(pair, *table, "grid", d);
    EXPECT_LE(d.max, 257.0) << p.name;
    EXPECT_LT(d.max_de, 0.3) << p.name;
    ++rgb;
  }
  for (const auto& p : test::installed_profiles("CMYK")) {
    const Pair pair{.name = p.name + " to sRGB", .from = cmyk8, .source = p.bytes};
    const auto table = build_table(request(pair));
    ASSERT_TRUE(table) << p.name;
    report(pair, *table, "grid", distance(*table, pair, grid(4, 9)));
    const Distance between = distance(*table, pair, random_pixels(4, 20'000));
    report(pair, *table, "random", between);
    EXPECT_LE(between.max, 257.0) << p.name;
    EXPECT_LE(distance(*table, pair, grid(4, 9)).max, 257.0) << p.name;
  }
  RecordProperty("rgb_profiles", static_cast<int>(rgb));
}

TEST(Icc, TheSameSpaceIsAnIdentity) {
  const auto kind = [](const Pair& p) { return build_table(request(p))->kind; };
  EXPECT_EQ(kind({.name = "untagged"}), Kind::identity);
  EXPECT_EQ(kind({.name = "gray", .from = gray16, .to = ColorModel::gray}), Kind::identity);
  EXPECT_EQ(kind({.name = "sRGB", .source = test::srgb_profile()}), Kind::identity);
  const Buffer printer = test::printer_profile(); // another one may be of another second
  EXPECT_EQ(kind({.name = "printer", .source = printer, .target = printer}), Kind::identity);
  const Buffer adobe = test::adobe_rgb_profile();
  EXPECT_EQ(
      kind(
          {.name = "Adobe", .source = adobe, .target = adobe, .intent = RenderingIntent::absolute}),
      Kind::identity);
}

TEST(Icc, UntaggedGrayIsEveryChannelOfSrgbToTheBit) {
  const ColourTable table = build_table(request({.from = gray16})).value();
  const test::Evaluate evaluate(table);
  for (std::uint32_t x = 0; x < 65536; ++x) {
    const auto sample = static_cast<std::uint16_t>(x);
    ASSERT_EQ(evaluate({sample}), (std::vector<std::uint16_t>{sample, sample, sample}));
  }
}

TEST(Icc, AnUntaggedPictureKnownAsAdobeRgbIsTreatedAsOne) {
  IccRequest r = request({});
  r.adobe_rgb = true;
  const auto flagged = build_table(r),
             tagged = build_table(request({.source = test::adobe_rgb_profile()}));
  ASSERT_TRUE(flagged && tagged);
  EXPECT_EQ(flagged->kind, Kind::matrix);
  EXPECT_EQ(flagged->output_curves, tagged->output_curves);
  for (std::size_t i = 0; i < 9; ++i)
    EXPECT_NEAR(flagged->matrix[i], tagged->matrix[i], 2000);
}

TEST(Icc, WhiteIsExactlyWhiteAndNeutralsOfMatrixSpacesStayNeutral) {
  const std::vector<Pair> pairs{{.name = "Adobe", .source = test::adobe_rgb_profile()},
                                {.name = "ProPhoto", .source = test::prophoto_profile()},
                                {.name = "to Adobe", .target = test::adobe_rgb_profile()},
                                {.name = "gray", .to = ColorModel::gray},
                                {.name = "printer", .target = test::printer_profile()},
                                {.name = "CMYK", .from = cmyk8, .source = test::cmyk_profile()}};
  for (const Pair& p : pairs) {
    const auto table = build_table(request(p)).value();
    const bool ink = p.from.model == ColorModel::cmyk;
    const auto white = test::Evaluate(table)(
        std::vector<std::uint16_t>(static_cast<std::size_t>(p.from.channels()), ink ? 0 : 65535));
    for (const std::uint16_t v : white)
      EXPECT_EQ(v, 65535) << p.name;
    if (table.kind != Kind::matrix || table.outputs != 3) continue;
    for (std::uint32_t v = 0; v <= 65535; v += 255) {
      const auto n = static_cast<std::uint16_t>(v);
      const auto out = test::Evaluate(table)({n, n, n});
      EXPECT_LE(std::max({out[0], out[1], out[2]}) - std::min({out[0], out[1], out[2]}), 2)
          << p.name << " " << v;
    }
  }
}

TEST(Icc, UntaggedCmykSaysWhatItSupposed) {
  const Buffer installed = installed_default_cmyk(), given = test::cmyk_profile(),
               broken(300, std::byte{'x'});
  const std::pair<Buffer, const char*> cases[] = {
      {Buffer{}, "plain inks"}, {broken, "plain inks"}, {given, "Ghostscript"}, {installed, ""}};
  for (const auto& [profile, said] : cases) {
    IccRequest r = request({.from = cmyk8});
    r.default_cmyk = profile;
    const auto table = build_table(r);
    ASSERT_TRUE(table);
    EXPECT_NE(table->note.find("CMYK without a profile"), std::string::npos);
    EXPECT_NE(table->note.find(said), std::string::npos) << table->note;
    const test::Evaluate evaluate(*table);
    EXPECT_EQ(evaluate({0, 0, 0, 0}), (std::vector<std::uint16_t>{65535, 65535, 65535}));
    for (const std::uint16_t v : evaluate({65535, 65535, 65535, 65535}))
      EXPECT_LT(v, 16'000);
    const auto cyan = evaluate({65535, 0, 0, 0});
    EXPECT_LT(cyan[0], 35'000);
    EXPECT_GT(cyan[2], 40'000);
  }
}

TEST(Icc, ABrokenProfileOfThePictureIsMalformedAndOneOfThePrinterInvalid) {
  const Buffer good = test::srgb_profile();
  const Buffer cut(good.begin(), good.begin() + 200), text(300, std::byte{'x'});
  Buffer link = good;
  for (std::size_t i = 0; i < 4; ++i)
    link[12 + i] = static_cast<std::byte>("link"[i]);
  for (const Buffer& bad : {cut, text, link, test::gray_profile(2.2), test::cmyk_profile()}) {
    const auto source = build_table(request({.source = bad}));
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, Errc::malformed) << source.error().what;
    const auto target = build_table(request({.target = bad}));
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().code, Errc::invalid) << target.error().what;
  }
  EXPECT_EQ(build_table(request({.source = Buffer((16 << 20) + 1)})).error().code, Errc::limit);
}

TEST(Icc, ProfilesMadeFromStatedGammaAndPrimariesAgreeWithLcms2sOwn) {
  const auto made = codec::make_rgb_profile(
                        {{0.3127, 0.3290}, {0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}}, 2.19921875)
                        .value();
  expect_agreement({.name = "stated AdobeRGB", .source = made}, Kind::matrix);
  EXPECT_EQ(build_table(request({.source = made, .target = test::adobe_rgb_profile()}))->kind,
            Kind::identity);
  const auto gray = codec::make_gray_profile(1.0).value();
  EXPECT_EQ(build_table(request({.from = gray8,
                                 .source = gray,
                                 .target = test::gray_profile(1.0),
                                 .to = ColorModel::gray}))
                ->kind,
            Kind::identity);
  EXPECT_FALSE(codec::make_gray_profile(0.0));
  EXPECT_FALSE(codec::make_rgb_profile({{0.3, 0.3}, {0.3, 0.3}, {0.3, 0.3}, {0.3, 0.3}}, 2.2));
}

TEST(Icc, TheSourcesNameIsGiven) {
  EXPECT_EQ(
      build_table(request({.source = test::srgb_profile(), .target = test::adobe_rgb_profile()}))
          ->source_profile,
      "sRGB built-in");
}

} // namespace
} // namespace platen::colour
