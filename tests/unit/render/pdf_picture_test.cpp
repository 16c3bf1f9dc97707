// A PDF that is one picture, as macOS, Lightroom and browsers make them: its samples and its
// profile come out as they are.
#include "documents.h"
#include "model/colour_target.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::render {
namespace {

using namespace testing_support;

struct Made {
  std::string page = "/MediaBox[0 0 300 200]";
  std::string content = "q 300 0 0 200 0 0 cm /Im0 Do Q";
  std::string image = "/Width 30 /Height 20 /BitsPerComponent 16 /ColorSpace/DeviceRGB";
  std::string samples = {}; // empty: 30 x 20 of 16 bits
  std::string profile = {}; // a stream, object 6
  std::string resources = {};
};

std::string ramp() {
  std::string samples;
  for (int i = 0; i < 30 * 20 * 3; ++i)
    samples += {static_cast<char>(i * 97 >> 8), static_cast<char>(i * 97)};
  return samples;
}

std::string stream(const std::string& dictionary, const std::string& data) {
  return "<<" + dictionary + "/Length " + std::to_string(data.size()) + ">>\nstream\n" + data +
         "\nendstream";
}

std::string pdf(const Made& made) {
  const std::string samples = made.samples.empty() ? ramp() : made.samples;
  const std::vector<std::string> objects{
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R" + made.page +
          "/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>" + made.resources + ">>>>",
      stream("", made.content),
      stream("/Type/XObject/Subtype/Image" + made.image, samples),
      stream("/N 3", made.profile)};
  std::string out = "%PDF-1.6\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t start = out.size();
  out += "xref\n0 7\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    const std::string digits = std::to_string(offset);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer<</Size 7/Root 1 0 R>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

class PdfPicture : public testing::Test {
protected:
  void SetUp() override { use_built_worker(); }

  std::unique_ptr<Document> opened(const Made& made) {
    auto document = open_text(pdf(made));
    EXPECT_TRUE(document) << document.error().message();
    return document ? *std::move(document) : nullptr;
  }
  bool unwraps(const Made& made) {
    const auto document = opened(made);
    return document && document->info().unwrapped;
  }
};

TEST_F(PdfPicture, KeepsItsSizeAndAllOfItsBits) {
  const auto document = opened({});
  ASSERT_NE(document, nullptr);
  ASSERT_TRUE(document->info().unwrapped);
  EXPECT_FALSE(document->info().vector);
  const PageInfo& page = document->info().pages.at(0);
  EXPECT_TRUE(page.sized);
  EXPECT_NEAR(page.width.v, 300, 0.001);
  EXPECT_NEAR(page.height.v, 200, 0.001);
  model::ColourTarget target;
  target.unchanged = true;
  auto picture = document->decode(0, target);
  ASSERT_TRUE(picture) << picture.error().message();
  ASSERT_EQ(picture->rows->shape(), (PageShape{30, 20, rgb16}));
  RowBuffer rows(30, 20, rgb16);
  ASSERT_TRUE(picture->rows->read(rows.band({0, 20})));
  const std::string expected = ramp();
  for (std::int32_t y = 0; y < 20; ++y) {
    const auto row = std::as_const(rows).band({0, 20}).samples<std::uint16_t>(y);
    for (std::size_t i = 0; i < 90; ++i) {
      const std::size_t at = 2 * (static_cast<std::size_t>(y) * 90 + i);
      const int sample = static_cast<unsigned char>(expected[at]) << 8 |
                         static_cast<unsigned char>(expected[at + 1]);
      ASSERT_EQ(row[i], sample) << y << " " << i;
    }
  }
}

TEST_F(PdfPicture, KeepsItsProfile) {
  std::ifstream file("/usr/share/color/icc/ghostscript/srgb.icc", std::ios::binary);
  const std::string srgb((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(srgb.empty());
  const auto document =
      opened({.image = "/Width 30 /Height 20 /BitsPerComponent 16 /ColorSpace[/ICCBased 6 0 R]",
              .profile = srgb});
  ASSERT_TRUE(document && document->info().unwrapped);
  const auto picture = document->decode(0, {});
  ASSERT_TRUE(picture) << picture.error().message();
  EXPECT_THAT(picture->colour.source_profile, testing::HasSubstr("sRGB"));
}

TEST_F(PdfPicture, IsTurnedAsThePageIs) {
  const auto document = opened({.page = "/MediaBox[0 0 300 200]/Rotate 90"});
  ASSERT_TRUE(document && document->info().unwrapped);
  EXPECT_NEAR(document->info().pages.at(0).width.v, 200, 0.001);
  EXPECT_EQ(document->info().pages.at(0).exif_orientation, 6);
}

TEST_F(PdfPicture, WhatProgramsWriteAroundItDoesNotMatter) {
  EXPECT_TRUE(unwraps({.content = "q Q q 0 0 300 200 re W n /Cs1 cs 1 1 1 sc /Perceptual ri "
                                  "q 300 0 0 200 0 0 cm /Im0 Do Q Q"}));
  EXPECT_TRUE(unwraps({.content = "/Gs1 gs q .24 0 0 .24 0 0 cm 1250 0 0 833.3333 0 0 cm /Im0 Do Q",
                       .resources = "/ExtGState<</Gs1<</ca 1/BM/Normal/SMask/None>>>>"}));
  EXPECT_TRUE(
      unwraps({.page = "/MediaBox[10 20 310 220]", .content = "300 0 0 200 10 20 cm /Im0 Do"}));
  EXPECT_TRUE(unwraps({.image = "/Width 30 /Height 20 /BitsPerComponent 8 /ColorSpace/DeviceGray",
                       .samples = std::string(600, 'x')}));
}

TEST_F(PdfPicture, APageThatIsMoreThanThatIsDrawn) {
  for (const Made& more :
       std::vector<Made>{{.content = "q 300 0 0 200 0 0 cm /Im0 Do Q 0 0 10 10 re f"},
                         {.content = "q 300 0 0 200 0 0 cm /Im0 Do /Im0 Do Q"},
                         {.content = "q 0 0 100 100 re W n 300 0 0 200 0 0 cm /Im0 Do Q"},
                         {.content = "q 0 0 300 200 re n W n 300 0 0 200 0 0 cm /Im0 Do Q"},
                         {.content = "q 0 0 300 200 re W n W n 300 0 0 200 0 0 cm /Im0 Do Q"},
                         {.content = "q 280 0 0 180 10 10 cm /Im0 Do Q"},
                         {.content = "q 0 300 -200 0 200 0 cm /Im0 Do Q"},
                         {.content = "q 300 0 0 -200 0 200 cm /Im0 Do Q"},
                         {.content = "/Gs1 gs 300 0 0 200 0 0 cm /Im0 Do",
                         .resources = "/ExtGState<</Gs1<</ca 0.5>>>>"},
                         {.content = ""},
                         {.image = "/Width 30 /Height 20 /BitsPerComponent 16 "
                                   "/ColorSpace/DeviceRGB /Mask[0 0 0 0 0 0]"},
                         {.image = "/Width 30 /Height 20 /BitsPerComponent 16 "
                                   "/ColorSpace/DeviceRGB /Decode[1 0 1 0 1 0]"},
                         {.image = "/Width 30 /Height 20 /BitsPerComponent 8 "
                                   "/ColorSpace[/Indexed/DeviceRGB 1 <000000ffffff>]"},
                         {.resources = "/ColorSpace<</DefaultRGB[/ICCBased 6 0 R]>>"},
                         {.page = "/MediaBox[0 0 300 200]/Annots[<</Type/Annot>>]"}}) {
    const auto document = opened(more);
    ASSERT_NE(document, nullptr);
    EXPECT_TRUE(document->info().vector) << more.content << more.image << more.resources;
  }
}

TEST_F(PdfPicture, OneWithoutAllOfItsSamplesIsDrawn) {
  const auto document = opened({.samples = ramp().substr(0, 1'000)});
  ASSERT_NE(document, nullptr);
  EXPECT_TRUE(document->info().vector);
  EXPECT_FALSE(document->info().unwrapped);
}

} // namespace
} // namespace platen::render
