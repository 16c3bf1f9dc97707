// From a file with an embedded profile to the device's colours before they are dithered: decoded
// and given its table by a worker, taken through the table by the kernels.
#include "base/bytes.h"
#include "base/limits.h"
#include "colour/apply.h"
#include "pipeline/executor.h"
#include "render/document.h"
#include "unit/icc/profiles.h"
#include "unit/pipeline/memory_rows.h"
#include "unit/render/documents.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <memory>
#include <random>

#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::render {
namespace {

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

constexpr std::uint32_t side = 64; // pixels
using Samples = std::vector<std::uint16_t>;

// All colours, those at the edge of the gamut, and grays; none of the last code before white, which
// is made white.
Samples picture(std::size_t channels) {
  std::mt19937 random(3);
  Samples samples(side * side * channels);
  for (auto& sample : samples)
    sample =
        static_cast<std::uint16_t>(channels == 4 ? 512 + random() % 65'024 : random() % 65'024);
  for (std::size_t i = 0; i < samples.size(); i += 4 * channels)
    samples[i + random() % channels] = channels == 4 ? 65'535 : 0;
  for (std::size_t i = 0; i < 250 * channels; ++i)
    samples[i] = static_cast<std::uint16_t>((i / channels + 2) * 257);
  return samples;
}

// An uncompressed little-endian TIFF of 16 bits a sample (TIFF 6.0; the profile's tag is of ICC.1,
// annex B.4).
std::string tiff(const Samples& samples, std::uint32_t channels, const Buffer& profile) {
  const auto data = static_cast<std::uint32_t>(2 * samples.size());
  const std::uint32_t directory = 8 + data, entries = 9, depths = directory + 2 + 12 * entries + 4,
                      icc = depths + 8;
  ByteWriter out;
  out.u8('I'), out.u8('I'), out.u16le(42), out.u32le(directory);
  for (const std::uint16_t sample : samples)
    out.u16le(sample);
  out.u16le(entries);
  const auto entry = [&](std::uint16_t tag, std::uint16_t type, std::uint32_t count,
                         std::uint32_t value) {
    out.u16le(tag), out.u16le(type), out.u32le(count), out.u32le(value);
  };
  constexpr std::uint16_t u16 = 3, u32 = 4, undefined = 7;
  entry(256, u32, 1, side);
  entry(257, u32, 1, side);
  entry(258, u16, channels, depths);
  entry(259, u16, 1, 1);
  entry(262, u16, 1, channels == 4 ? 5 : 2);
  entry(273, u32, 1, 8);
  entry(277, u16, 1, channels);
  entry(279, u32, 1, data);
  entry(34675, undefined, static_cast<std::uint32_t>(profile.size()), icc);
  out.u32le(0);
  for (int i = 0; i < 4; ++i)
    out.u16le(16);
  std::string file(as_text(out.buffer));
  file.append(as_text(profile));
  return file;
}

// What the program makes of the file: RGB of 16 bits.
Samples device_colours(const std::string& file, const Buffer& paper) {
  testing_support::use_built_worker();
  const Cancel cancel;
  const auto document = open_document(testing_support::as_file(file), Limits::standard(), cancel);
  EXPECT_TRUE(document) << document.error().message();
  if (!document) return {};
  model::ColourTarget target;
  target.profile = paper;
  target.intent = model::RenderingIntent::relative;
  target.black_point = model::BlackPoint::on;
  auto decoded = (*document)->decode(0, target);
  EXPECT_TRUE(decoded) << decoded.error().message();
  if (!decoded) return {};
  EXPECT_EQ(decoded->warnings, std::vector<std::string>{});
  EXPECT_EQ(decoded->rows->shape().format.depth, Depth::bits16);
  pipeline::Stages stages;
  stages.push_back(colour::make_apply(decoded->rows->shape(), decoded->colour).value());
  test::MemorySink sink;
  EXPECT_TRUE(pipeline::run_whole_page(*decoded->rows, stages, sink));
  return test::samples16(sink.page);
}

struct Difference {
  double worst = 0, mean_de = 0; // codes of 8 bits; dE2000
};

Difference from_lcms2(const Samples& in, const Samples& got, std::size_t channels,
                      const Buffer& profile, const Buffer& paper) {
  const Handle source = opened(profile), target = opened(paper), lab(cmsCreateLab4Profile(nullptr));
  constexpr cmsUInt32Number exactly = cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE;
  const Xform exact(cmsCreateTransform(source.get(), channels == 4 ? TYPE_CMYK_FLT : TYPE_RGB_FLT,
                                       target.get(), TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                       cmsFLAGS_BLACKPOINTCOMPENSATION | exactly));
  const Xform seen(cmsCreateTransform(target.get(), TYPE_RGB_FLT, lab.get(), TYPE_Lab_DBL,
                                      INTENT_RELATIVE_COLORIMETRIC, exactly));
  Difference d;
  for (std::size_t pixel = 0; pixel < got.size() / 3; ++pixel) {
    std::array<float, 4> from{};
    for (std::size_t c = 0; c < channels; ++c)
      from.at(c) = in[pixel * channels + c] * (channels == 4 ? 100.0f : 1.0f) / 65535.0f;
    std::array<float, 3> want{}, ours{};
    cmsDoTransform(exact.get(), from.data(), want.data(), 1);
    for (std::size_t c = 0; c < 3; ++c) {
      want[c] = std::clamp(want[c], 0.0f, 1.0f);
      ours[c] = got[3 * pixel + c] / 65535.0f;
      d.worst = std::max(d.worst, std::abs(static_cast<double>(want[c] - ours[c])) * 255);
    }
    cmsCIELab a{}, b{};
    cmsDoTransform(seen.get(), ours.data(), &a, 1);
    cmsDoTransform(seen.get(), want.data(), &b, 1);
    d.mean_de += cmsCIE2000DeltaE(&a, &b, 1, 1, 1) * 3 / static_cast<double>(got.size());
  }
  return d;
}

std::vector<test::NamedProfile> profiles_of(std::size_t channels) {
  if (channels == 4) {
    auto all = test::installed_profiles("CMYK");
    all.push_back({"made of CMYK", test::cmyk_profile()});
    return all;
  }
  auto all = test::installed_profiles("RGB ");
  all.push_back({"made, sRGB", test::srgb_profile()});
  all.push_back({"made, AdobeRGB", test::adobe_rgb_profile()});
  all.push_back({"made, ProPhoto", test::prophoto_profile()});
  all.push_back({"made, a table", test::paper_profile({.black = 4, .version = 2.1})});
  return all;
}

TEST(ColourPath, IsThatOfLcms2FromTheFileToTheDevice) {
  const Buffer version2 = test::paper_profile({.black = 10, .saturation = 0.8, .version = 2.1}),
               version4 = test::paper_profile({.black = 6, .saturation = 0.6, .gamma = 2.2});
  std::size_t used = 0;
  for (const std::size_t channels : {std::size_t{3}, std::size_t{4}})
    for (const auto& profile : profiles_of(channels)) {
      const Buffer& paper = used % 2 == 0 ? version2 : version4;
      const Samples in = picture(channels);
      const Samples got =
          device_colours(tiff(in, static_cast<std::uint32_t>(channels), profile.bytes), paper);
      ASSERT_EQ(got.size(), 3 * in.size() / channels) << profile.name;
      const Difference d = from_lcms2(in, got, channels, profile.bytes, paper);
      std::cout << profile.name << ": worst " << d.worst << " codes, mean dE2000 " << d.mean_de
                << "\n";
      EXPECT_LE(d.worst, 1.0) << profile.name;
      EXPECT_LT(d.mean_de, 0.05) << profile.name;
      ++used;
    }
  EXPECT_GE(used, 20U) << "icc-profiles-free and colord-data are test packages";
}

} // namespace
} // namespace platen::render
