#include "preview/preview.h"
#include "preview/raw_pages.h"
#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <array>
#include <cmath>
#include <cstring>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::preview {
namespace {

namespace support = render::testing_support;
using flow::test::busy_picture;
using flow::test::jpeg;
using flow::test::model_of;
using flow::test::Picture;
using flow::test::png;

struct Opened {
  std::unique_ptr<flow::PrintJob> job;
  Cancel cancel;
  std::unique_ptr<Preview> preview;
};

std::unique_ptr<Opened> opened(const std::string& model, const model::Options& options,
                               const std::string& document, const std::string& profile = {}) {
  support::use_built_worker();
  auto result = std::make_unique<Opened>();
  auto ticket = model::make_ticket(model_of(model), options);
  EXPECT_TRUE(ticket) << ticket.error().message();
  result->job = std::make_unique<flow::PrintJob>(model_of(model), *std::move(ticket));
  result->job->documents.push_back(support::as_file(document));
  result->job->workers = 2;
  if (!profile.empty()) {
    const Bytes bytes = as_bytes(profile);
    result->job->profile = std::make_shared<const Buffer>(bytes.begin(), bytes.end());
  }
  auto preview = Preview::open(*result->job, result->cancel);
  EXPECT_TRUE(preview) << preview.error().message();
  if (preview) result->preview = *std::move(preview);
  return result;
}

const model::Options small_photo{
    {"media", "4x6"},        {"media-type", "stationery"}, {"printer-resolution", "300dpi"},
    {"image-width", "80mm"}, {"border-width", "1mm"},      {"image-marks", "crop"}};

std::array<int, 3> pixel(const Canvas& canvas, std::int32_t x, std::int32_t y) {
  const auto row = canvas.rows().samples<std::uint8_t>(y);
  const auto at = static_cast<std::size_t>(x) * 3;
  return {row[at], row[at + 1], row[at + 2]};
}

TEST(PreviewParts, AreTheBytesThatTheDeviceIsTold) {
  struct Case {
    std::string model;
    model::Options options;
    std::string document;
  };
  const std::string drawing =
      support::make_pdf({{"/MediaBox[0 0 288 432]", "0.4 g 30 40 100 200 re f"}});
  const model::Options office{{"media", "na_monarch_3.875x7.5in"}};
  for (const Case& c :
       {Case{"canon-pro-1000", small_photo, jpeg(busy_picture(900, 600), 0)},
        Case{"canon-pro-1000",
             {{"media", "4x6"}, {"media-type", "stationery"}, {"printer-resolution", "300dpi"}},
             drawing},
        Case{"canon-ir1020", office, drawing},
        Case{"canon-ir1020", office, jpeg(busy_picture(900, 600), 0)}}) {
    SCOPED_TRACE(c.model);
    const auto sides = flow::test::sides_of(c.model, c.options, c.document);
    ASSERT_EQ(sides.size(), 1u);
    const auto& side = sides[0];
    const auto open = opened(c.model, c.options, c.document);
    ASSERT_TRUE(open->preview);
    const layout::PixelBox box{64, 100, 320, 200};
    const auto rows = open->preview->device_rows(0, box);
    ASSERT_TRUE(rows) << rows.error().message();
    const PixelFormat format = side.shape.format;
    const std::size_t line = format.row_bytes(box.width), first = format.row_bytes(box.x);
    std::int64_t wrong = 0;
    for (std::int32_t y = 0; y < box.height; ++y) {
      const auto* expected =
          side.pixels.data() +
          format.row_bytes(side.shape.width) * static_cast<std::size_t>(box.y + y) + first;
      wrong +=
          !std::equal(expected, expected + line, rows->data() + line * static_cast<std::size_t>(y));
    }
    EXPECT_EQ(wrong, 0);
    // Without a profile the screen shows those bytes.
    const auto view = open->preview->part(0, box, {});
    ASSERT_TRUE(view) << view.error().message();
    EXPECT_EQ(view->picture.width(), box.width);
    EXPECT_TRUE(view->approximations.empty());
    if (format == rgb8) {
      EXPECT_EQ(std::memcmp(view->picture.rows().row(7).data(), rows->data() + 7 * line, line), 0);
    }
  }
}

TEST(PreviewParts, OutsideThePageAreRefused) {
  const auto open = opened("canon-pro-1000", small_photo, png(Picture(30, 20, 3, 0), 0));
  for (const layout::PixelBox& box :
       {layout::PixelBox{0, 0, 0, 10}, layout::PixelBox{-1, 0, 10, 10},
        layout::PixelBox{0, 0, 100000, 10}}) {
    const auto view = open->preview->part(0, box, {});
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, Errc::invalid);
  }
}

TEST(PreviewSheets, ShowThePaperItsMarginsAndWhatLiesWhere) {
  const auto open = opened("canon-pro-1000", small_photo, png(Picture(300, 200, 3, 0), 0));
  const auto view = open->preview->whole(0, 762, {.lines = false});
  ASSERT_TRUE(view) << view.error().message();
  EXPECT_EQ(view->picture.height(), 762); // 6 in
  EXPECT_EQ(view->picture.width(), 508);
  EXPECT_NEAR(view->scale * 300, 127, 0.5); // dpi of the view
  EXPECT_EQ(view->raster_x, 17);            // 3.4 mm
  EXPECT_EQ(view->raster_y, 15);
  EXPECT_EQ(pixel(view->picture, 254, 381), (std::array{0, 0, 0})); // in the middle of the paper
  EXPECT_EQ(pixel(view->picture, 2, 2), (std::array{255, 255, 255}));
  ASSERT_EQ(view->approximations.size(), 1u);
  EXPECT_THAT(view->approximations[0], testing::HasSubstr("drawn at 127 dpi, not at 300"));
  // The picture where the plan has it: 80 mm high, turned, since it is wide.
  const auto& cell = open->preview->side(0).plan.composition->cells.at(0);
  const double left = view->raster_x + cell.window.x * view->scale;
  const auto x = static_cast<std::int32_t>(std::lround(left));
  const std::int32_t border = 5;
  EXPECT_EQ(pixel(view->picture, x - border - 2, 381), (std::array{255, 255, 255}));
  EXPECT_EQ(pixel(view->picture, x + 1, 381), (std::array{0, 0, 0}));
}

TEST(PreviewParts, AreGivenUpBetweenTwoBandsWhenThePreviewIsCancelled) {
  Cancel cancel;
  Spool payload;
  const auto pages = make_raw_pages(gray8, {0, 0, 4, 2}, cancel);
  const auto side = pages->side({}, payload);
  RowBuffer row(4, 1, gray8);
  ASSERT_TRUE(side->write(std::as_const(row).band({0, 1})));
  cancel.request();
  const auto refused = side->write(std::as_const(row).band({1, 1}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::cancelled);
}

TEST(PreviewSheets, OfDotsAreGray) {
  const auto open =
      opened("canon-ir1020", {{"media", "a5"}},
             support::make_pdf({{"/MediaBox[0 0 420 595]", "0.5 g 100 100 200 300 re f"}}));
  const auto view = open->preview->whole(0, 400, {.lines = false});
  ASSERT_TRUE(view) << view.error().message();
  const auto middle = pixel(view->picture, view->picture.width() / 2, 200);
  EXPECT_NEAR(middle[0], 128, 6);
  EXPECT_EQ(view->approximations.size(), 2u);
}

TEST(PreviewSheets, OfWrongSizesAreRefused) {
  const auto open = opened("canon-pro-1000", small_photo, png(Picture(30, 20, 3, 0), 0));
  for (const std::int32_t size : {0, -5, 15, 1'000'000})
    EXPECT_EQ(open->preview->whole(0, size, {}).error().code, Errc::invalid);
}

// ---- soft proof

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

// A paper of a yellowish white whose black is a dark gray, and which cannot show vivid colours: an
// RGB matrix profile of small primaries does not have such a black, so it is a table of Lab.
std::string paper_profile() {
  constexpr cmsUInt32Number grid = 17;
  const Profile profile(cmsCreateProfilePlaceholder(nullptr));
  cmsSetProfileVersion(profile.get(), 2.1);
  cmsSetDeviceClass(profile.get(), cmsSigOutputClass);
  cmsSetColorSpace(profile.get(), cmsSigRgbData);
  cmsSetPCS(profile.get(), cmsSigLabData);
  const cmsCIEXYZ white{0.80, 0.83, 0.62}; // media white point
  cmsWriteTag(profile.get(), cmsSigMediaWhitePointTag, &white);
  const auto write_mlu = [&](cmsTagSignature tag, const char* words) {
    cmsMLU* const text = cmsMLUalloc(nullptr, 1);
    cmsMLUsetASCII(text, "en", "US", words);
    cmsWriteTag(profile.get(), tag, text);
    cmsMLUfree(text);
  };
  write_mlu(cmsSigProfileDescriptionTag, "test paper");
  write_mlu(cmsSigCopyrightTag, "none");
  const Profile srgb(cmsCreate_sRGBProfile());
  const Profile lab(cmsCreateLab2Profile(nullptr));
  const auto table = [&](cmsTagSignature tag, bool to_device) {
    cmsPipeline* const pipeline = cmsPipelineAlloc(nullptr, 3, 3);
    cmsStage* const stage = cmsStageAllocCLut16bit(nullptr, grid, 3, 3, nullptr);
    struct Cargo {
      cmsHTRANSFORM transform;
      bool to_device;
    } cargo{to_device ? cmsCreateTransform(lab.get(), TYPE_Lab_DBL, srgb.get(), TYPE_RGB_DBL,
                                           INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE)
                      : cmsCreateTransform(srgb.get(), TYPE_RGB_DBL, lab.get(), TYPE_Lab_DBL,
                                           INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE),
            to_device};
    cmsStageSampleCLut16bit(
        stage,
        [](const cmsUInt16Number in[], cmsUInt16Number out[], void* given) -> cmsInt32Number {
          const auto& c = *static_cast<Cargo*>(given);
          cmsCIELab lab_value{};
          std::array<double, 3> rgb{};
          constexpr double black = 15, chroma = 0.6; // the paper's L of black, and share of chroma
          if (c.to_device) {
            cmsLabEncoded2FloatV2(&lab_value, in);
            lab_value.L = std::max(0.0, (lab_value.L - black) / (100 - black) * 100);
            lab_value.a /= chroma, lab_value.b /= chroma;
            cmsDoTransform(c.transform, &lab_value, rgb.data(), 1);
            for (std::size_t i = 0; i < 3; ++i)
              out[i] = static_cast<cmsUInt16Number>(std::clamp(rgb[i], 0.0, 1.0) * 65535 + 0.5);
          } else {
            for (std::size_t i = 0; i < 3; ++i)
              rgb[i] = in[i] / 65535.0;
            cmsDoTransform(c.transform, rgb.data(), &lab_value, 1);
            lab_value.L = black + lab_value.L * (100 - black) / 100;
            lab_value.a *= chroma, lab_value.b *= chroma;
            cmsFloat2LabEncodedV2(out, &lab_value);
          }
          return TRUE;
        },
        &cargo, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_END, stage);
    cmsWriteTag(profile.get(), tag, pipeline);
    cmsPipelineFree(pipeline);
    cmsDeleteTransform(cargo.transform);
  };
  table(cmsSigAToB0Tag, false);
  table(cmsSigAToB1Tag, false);
  table(cmsSigBToA0Tag, true);
  table(cmsSigBToA1Tag, true);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile.get(), nullptr, &size);
  std::string bytes(size, '\0');
  EXPECT_TRUE(cmsSaveProfileToMem(profile.get(), bytes.data(), &size));
  return bytes;
}

// What lcms2 itself makes of device colours.
std::vector<std::uint8_t> lcms_proof(const std::string& paper, std::vector<std::uint8_t> device,
                                     cmsUInt32Number intent, cmsUInt32Number flags) {
  const Profile from(
      cmsOpenProfileFromMem(paper.data(), static_cast<cmsUInt32Number>(paper.size())));
  const Profile to(cmsCreate_sRGBProfile());
  const cmsHTRANSFORM transform = cmsCreateTransform(from.get(), TYPE_RGB_8, to.get(), TYPE_RGB_8,
                                                     intent, flags | cmsFLAGS_NOOPTIMIZE);
  std::vector<std::uint8_t> shown(device.size());
  cmsDoTransform(transform, device.data(), shown.data(),
                 static_cast<cmsUInt32Number>(device.size() / 3));
  cmsDeleteTransform(transform);
  return shown;
}

Picture colours() {
  Picture picture(343, 216, 3);
  for (std::int32_t y = 0; y < picture.height; ++y)
    for (std::int32_t x = 0; x < picture.width; ++x) {
      picture.at(x, y)[0] = static_cast<std::uint8_t>(x / 49 * 42);
      picture.at(x, y)[1] = static_cast<std::uint8_t>(x % 49 * 5);
      picture.at(x, y)[2] = static_cast<std::uint8_t>(y);
    }
  return picture;
}

TEST(SoftProof, IsThatOfLcms2ForThePagesOwnBytes) {
  const std::string paper = paper_profile();
  const model::Options options{{"media", "4x6"},
                               {"media-type", "stationery"},
                               {"printer-resolution", "300dpi"},
                               {"print-scaling", "fill"},
                               {"orientation-requested", "portrait"}};
  const auto open = opened("canon-pro-1000", options, png(colours(), 0), paper);
  const layout::PixelBox box{100, 100, 800, 800};
  const auto device = open->preview->device_rows(0, box);
  ASSERT_TRUE(device) << device.error().message();
  std::vector<std::uint8_t> samples;
  for (const std::byte b : *device)
    samples.push_back(std::to_integer<std::uint8_t>(b));
  struct Way {
    Look look;
    cmsUInt32Number intent, flags;
  };
  for (const Way& way : {Way{{}, INTENT_ABSOLUTE_COLORIMETRIC, 0},
                         Way{{.paper_white = false}, INTENT_RELATIVE_COLORIMETRIC, 0},
                         Way{{.paper_white = false, .paper_black = false},
                             INTENT_RELATIVE_COLORIMETRIC,
                             cmsFLAGS_BLACKPOINTCOMPENSATION}}) {
    SCOPED_TRACE(testing::Message() << way.intent << " " << way.flags);
    const auto view = open->preview->part(0, box, way.look);
    ASSERT_TRUE(view) << view.error().message();
    const auto expected = lcms_proof(paper, samples, way.intent, way.flags);
    int most = 0;
    double sum = 0;
    for (std::int32_t y = 0; y < box.height; ++y) {
      const auto row = view->picture.rows().samples<std::uint8_t>(y);
      for (std::size_t i = 0; i < row.size(); ++i) {
        const int off = std::abs(row[i] - expected[static_cast<std::size_t>(y) * row.size() + i]);
        most = std::max(most, off);
        sum += off;
      }
    }
    EXPECT_LE(most, 2);
    EXPECT_LT(sum / (box.width * box.height * 3.0), 0.25);
  }
}

TEST(SoftProof, ShowsThePapersWhiteAroundThePicture) {
  const std::string paper = paper_profile();
  const auto open = opened("canon-pro-1000", small_photo, png(Picture(300, 200, 3, 255), 0), paper);
  const auto view = open->preview->whole(0, 600, {.lines = false});
  ASSERT_TRUE(view) << view.error().message();
  const auto white = lcms_proof(paper, {255, 255, 255}, INTENT_ABSOLUTE_COLORIMETRIC, 0);
  const auto margin = pixel(view->picture, 3, 3);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NEAR(margin[i], white[i], 1);
  EXPECT_LT(margin[2], margin[0]); // yellowish
}

TEST(SoftProof, PaintsWhatThePaperCannotShow) {
  Picture halves(200, 100, 3, 128); // gray, which the paper has, and a green that it has not
  for (std::int32_t y = 0; y < 100; ++y)
    for (std::int32_t x = 100; x < 200; ++x) {
      halves.at(x, y)[0] = 0;
      halves.at(x, y)[1] = 255;
      halves.at(x, y)[2] = 0;
    }
  const model::Options options{{"media", "4x6"},
                               {"media-type", "stationery"},
                               {"printer-resolution", "300dpi"},
                               {"image-width", "80mm"},
                               {"orientation-requested", "portrait"}};
  const auto open = opened("canon-pro-1000", options, png(halves, 0), paper_profile());
  const auto view = open->preview->whole(0, 600, {.gamut = true, .lines = false});
  ASSERT_TRUE(view) << view.error().message();
  const std::array magenta{255, 0, 255};
  EXPECT_EQ(pixel(view->picture, 250, 300), magenta);
  EXPECT_NE(pixel(view->picture, 150, 300), magenta);
  EXPECT_NE(pixel(view->picture, 150, 100), magenta); // paper beside the picture
}

TEST(SoftProof, AGamutOfAPictureThatIsRoundedOffTheSheetIsEmpty) {
  const model::Options speck{
      {"media", "4x6"},         {"media-type", "stationery"},  {"printer-resolution", "300dpi"},
      {"image-width", "0.1mm"}, {"x-image-position", "right"}, {"y-image-position", "bottom"}};
  const auto open = opened("canon-pro-1000", speck, png(Picture(1, 1, 3, 9), 0), paper_profile());
  for (std::int32_t longest = 16; longest < 40; ++longest) {
    const auto view = open->preview->whole(0, longest, {.gamut = true, .lines = false});
    ASSERT_TRUE(view) << longest << ": " << view.error().message();
  }
}

TEST(SoftProof, AGamutWithoutAProfileIsToldAsAWarning) {
  const auto open = opened("canon-pro-1000", small_photo, png(Picture(30, 20, 3, 9), 0));
  const auto view = open->preview->whole(0, 200, {.gamut = true});
  ASSERT_TRUE(view);
  EXPECT_THAT(view->warnings, testing::Contains(testing::HasSubstr("names no profile")));
}

} // namespace
} // namespace platen::preview
