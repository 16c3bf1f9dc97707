#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Sheets with more than one placed page, as the device's twin takes them.
namespace platen::flow::test {
namespace {

namespace support = render::testing_support;

struct Target {
  std::string model;
  model::Options options;
};

const Target photo{"canon-pro-1000",
                   {{"media", "4x6"},
                    {"media-type", "stationery"},
                    {"printer-resolution", "300dpi"},
                    {"orientation-requested", "portrait"}}};
const Target office{"canon-ir1020",
                    {{"media", "na_monarch_3.875x7.5in"}, {"orientation-requested", "portrait"}}};

model::Options with(const Target& target, const model::Options& more) {
  model::Options options = target.options;
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

Picture flat(std::int32_t width, std::int32_t height, std::uint8_t value) {
  return Picture(width, height, 1, value);
}

std::int64_t dark(const TappedSide& side, const Extent& box) {
  std::int64_t sum = 0;
  for (std::int32_t y = box.top; y < box.bottom; ++y)
    for (std::int32_t x = box.left; x < box.right; ++x)
      sum += darkness(side, x, y) >= 128;
  return sum;
}

TEST(Composed, ABlackPictureWithCropMarksMeasuresExactly) {
  for (const Target& target : {photo, office}) {
    SCOPED_TRACE(target.model);
    const auto sides =
        sides_of(target.model, with(target, {{"image-width", "40mm"}, {"image-marks", "crop"}}),
                 png(flat(300, 150, 0), 0));
    ASSERT_EQ(sides.size(), 1u);
    const std::int32_t dpi = sides[0].record.resolution.v;
    const std::int32_t width = px_nearest(Hmm{4000}, Dpi{dpi}).v,
                       height = px_nearest(Hmm{2000}, Dpi{dpi}).v;
    const std::int32_t reach = px_nearest(Hmm{300}, Dpi{dpi}).v + px_nearest(Hmm{500}, Dpi{dpi}).v;
    const Extent ink = inked(sides[0]);
    EXPECT_EQ(ink.width(), width + 2 * reach);
    EXPECT_EQ(ink.height(), height + 2 * reach);
    const Extent window{ink.left + reach, ink.top + reach, ink.right - reach, ink.bottom - reach};
    EXPECT_EQ(dark(sides[0], window), std::int64_t{width} * height);
    // Nothing between the picture and its marks.
    EXPECT_EQ(dark(sides[0], {window.left, window.top - 5, window.right, window.top}), 0);
  }
}

TEST(Composed, ABorderIsDrawnAroundAWhitePicture) {
  for (const Target& target : {photo, office}) {
    SCOPED_TRACE(target.model);
    const auto sides =
        sides_of(target.model, with(target, {{"image-width", "40mm"}, {"border-width", "1mm"}}),
                 png(flat(300, 150, 255), 0));
    ASSERT_EQ(sides.size(), 1u);
    const Dpi dpi = sides[0].record.resolution;
    const std::int32_t border = px_nearest(Hmm{100}, dpi).v;
    const Extent ink = inked(sides[0]);
    EXPECT_EQ(ink.width(), px_nearest(Hmm{4000}, dpi).v + 2 * border);
    EXPECT_EQ(dark(sides[0],
                   {ink.left + border, ink.top + border, ink.right - border, ink.bottom - border}),
              0);
    EXPECT_EQ(dark(sides[0], {ink.left, ink.top, ink.right, ink.top + border}),
              std::int64_t{ink.width()} * border);
  }
}

TEST(Composed, ASheetOfOneCellIsTheSheetOfThePictureAlone) {
  const std::string picture = png(busy_picture(500, 300), 0);
  const auto alone = sides_of(photo.model, with(photo, {{"print-scaling", "fit"}}), picture);
  const auto sheet = sides_of(photo.model, with(photo, {{"contact-sheet", "1x1"}}), picture);
  ASSERT_EQ(alone.size(), 1u);
  ASSERT_EQ(sheet.size(), 1u);
  EXPECT_EQ(alone[0].pixels, sheet[0].pixels);
}

TEST(Composed, BytesDoNotDependOnTheNumberOfWorkers) {
  const auto options = with(photo, {{"image-package", "40x30mm*3,20x30mm*2"},
                                    {"border-width", "0.5mm"},
                                    {"border-color", "#804020"},
                                    {"image-marks", "corner"}});
  const std::string picture = jpeg(busy_picture(640, 480), 0, 6);
  const std::string one = printed(photo.model, options, picture, 1);
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, printed(photo.model, options, picture, 2));
  EXPECT_EQ(one, printed(photo.model, options, picture, 5));
}

TEST(Composed, SeveralDocumentsOfAnyKindShareASheet) {
  const support::Folder folder;
  const auto file = folder / "job";
  for (const Target& target : {photo, office}) {
    SCOPED_TRACE(target.model);
    PrintRequest request =
        request_for(target.model, with(target, {{"contact-sheet", "3x1"}, {"image-gap", "2mm"}}),
                    png(flat(100, 100, 0), 0), "file:" + file.string());
    request.documents.push_back(
        support::as_file(support::make_pdf({{"/MediaBox[0 0 100 100]", "0 g 0 0 100 100 re f"}})));
    request.documents.push_back(support::as_file(jpeg(Picture(100, 100, 3, 0), 0)));
    Cancel cancel;
    const auto report = print(std::move(request), cancel);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->delivered.sides, 1);
    const auto sides = taken(target.model, twin::test::read_text(file));
    ASSERT_EQ(sides.size(), 1u);
    const Extent ink = inked(sides[0]);
    const std::int32_t gap = px_nearest(Hmm{200}, sides[0].record.resolution).v;
    const std::int32_t edge = ink.width();
    EXPECT_NEAR(ink.height(), 3 * edge + 2 * gap, 3);
    // Three black squares.
    EXPECT_NEAR(static_cast<double>(dark(sides[0], ink)), 3.0 * edge * edge, 6.0 * edge);
  }
}

TEST(Composed, AWarningNamesTheDocumentOfItsPage) {
  PrintRequest request = request_for(photo.model, with(photo, {{"contact-sheet", "2x1"}}),
                                     png(busy_picture(900, 600), 0), "file:/dev/null");
  request.documents.push_back(support::as_file(png(busy_picture(60, 40), 0)));
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_THAT(report->warnings, testing::ElementsAre(testing::StartsWith(
                                    "document 2: page 1: the picture has few pixels")));
}

TEST(Composed, ACaptionIsSetBelowThePicture) {
  const auto options = with(photo, {{"image-width", "60mm"}, {"image-caption", "Number {number}"}});
  const auto sides = sides_of(photo.model, options, png(flat(300, 200, 255), 0));
  ASSERT_EQ(sides.size(), 1u);
  const Extent ink = inked(sides[0]);
  const Dpi dpi = sides[0].record.resolution;
  EXPECT_GT(ink.width(), px_nearest(Hmm{600}, dpi).v);
  EXPECT_LE(ink.height(), px_nearest(Hmm{282}, dpi).v);
  EXPECT_GT(ink.height(), px_nearest(Hmm{100}, dpi).v);
  // Fields that the picture does not say leave nothing.
  const auto empty =
      sides_of(photo.model, with(photo, {{"image-width", "60mm"}, {"image-caption", "{title}"}}),
               png(flat(300, 200, 255), 0));
  EXPECT_LE(inked(empty.at(0)).right, inked(empty.at(0)).left);
}

TEST(Composed, TwoSidesAndCopiesGoWithIt) {
  const std::string pages = support::make_pdf(
      {{"/MediaBox[0 0 100 100]", "0 0 50 50 re f"}, {"/MediaBox[0 0 100 100]", "0 0 90 50 re f"}});
  const model::Options options{
      {"contact-sheet", "1x1"}, {"sides", "two-sided-long-edge"}, {"media", "a4"}};
  const auto sides = sides_of(office.model, options, pages);
  ASSERT_EQ(sides.size(), 2u);
  EXPECT_FALSE(sides[0].record.back);
  EXPECT_TRUE(sides[1].record.back);
  PrintRequest request =
      request_for(photo.model, with(photo, {{"contact-sheet", "1x2"}, {"copies", "3"}}), pages,
                  "file:/dev/null");
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->delivered.sheets, 3);
}

TEST(Composed, ADamagedPictureOfASheetIsTheJobsErrorWithItsNumber) {
  PrintRequest request = request_for(photo.model, with(photo, {{"contact-sheet", "1x2"}}),
                                     png(flat(100, 100, 0), 0), "file:/dev/null");
  std::string broken = jpeg(busy_picture(400, 300), 0);
  broken.resize(broken.size() / 2);
  request.documents.push_back(support::as_file(broken));
  Cancel cancel;
  const Error error = failed(std::move(request), cancel);
  EXPECT_EQ(error.code, Errc::malformed);
  EXPECT_THAT(error.what, testing::HasSubstr("document 2"));
}

} // namespace
} // namespace platen::flow::test
