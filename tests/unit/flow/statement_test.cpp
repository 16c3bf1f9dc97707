#include "flow/statement.h"
#include "unit/flow/job.h"
#include "unit/icc/profiles.h"
#include "unit/render/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

// What a job says of its pixels, beside what its device was told to print.
namespace platen::flow::test {
namespace {

using Json = nlohmann::json;
namespace support = render::testing_support;
constexpr auto pro = "canon-pro-1000";

struct Told {
  std::vector<Json> lines;
  std::vector<TappedSide> sides;
};

Told told_by(const model::Options& more, const std::vector<std::string>& documents,
             const Buffer& profile = {}, const char* model = pro) {
  const support::Folder folder;
  const auto file = folder / "job";
  model::Options options = more;
  if (model == std::string_view(pro)) options.emplace_back("media", "na_index-4x6_4x6in");
  PrintRequest request = request_for(model, options, documents.front(), "file:" + file.string());
  for (std::size_t i = 1; i < documents.size(); ++i)
    request.documents.push_back(support::as_file(documents[i]));
  if (!profile.empty()) request.profile = std::make_shared<const Buffer>(profile);
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  Told told;
  EXPECT_TRUE(report) << report.error().message();
  if (!report) return told;
  for (const std::string& line : report->statement) {
    EXPECT_LE(line.size(), 1'023u);
    told.lines.push_back(Json::parse(line));
  }
  told.sides = taken(model, twin::test::read_text(file));
  return told;
}

std::string size_of(const Extent& ink) {
  return std::to_string(ink.width()) + "x" + std::to_string(ink.height());
}

const std::string black_page =
    support::make_pdf({{"/MediaBox[0 0 144 72]", "0 g 0 0 144 72 re f"}});

TEST(Statement, TellsTheSizesThatAreOnTheSheet) {
  const std::string black = png(Picture(300, 150, 3, 0), 0);
  const auto told = told_by({{"image-width", "2in"}}, {black});
  ASSERT_EQ(told.lines.size(), 1u);
  EXPECT_EQ(told.lines[0]["source-pixels"], "150x300") << "as it lies there";
  EXPECT_EQ(told.lines[0]["printed-pixels"], size_of(inked(told.sides.at(0))));
  EXPECT_EQ(told.lines[0]["turned"], "270");
  EXPECT_EQ(told.lines[0]["scaling"], "spline36, ringing limited");
  EXPECT_FALSE(told.lines[0].contains("cut"));
}

TEST(Statement, TellsWhatIsCopiedPixelByPixel) {
  const std::string own = png(Picture(300, 450, 3, 0), 600);
  const auto told = told_by({{"print-scaling", "none"}}, {own});
  ASSERT_EQ(told.lines.size(), 1u);
  EXPECT_EQ(told.lines[0]["scaling"], "none");
  EXPECT_EQ(told.lines[0]["sharpening"], "none");
  EXPECT_EQ(told.lines[0]["black-and-white"], "none");
  EXPECT_FALSE(told.lines[0].contains("turned"));
  EXPECT_EQ(told.lines[0]["printed-pixels"], "300x450");
}

// 2,400 pixels stand for 4 in, of which the printable area leaves out the margins.
TEST(Statement, TellsWhatIsCutAway) {
  const std::string large = png(Picture(2400, 300, 3, 0), 600);
  const auto told =
      told_by({{"print-scaling", "none"}, {"orientation-requested", "portrait"}}, {large});
  ASSERT_EQ(told.lines.size(), 1u);
  const Extent ink = inked(told.sides.at(0));
  std::int32_t left = 0, top = 0, right = 0, bottom = 0;
  const std::string cut = told.lines[0].at("cut");
  ASSERT_EQ(std::sscanf(cut.c_str(), "%d,%d,%d,%d", &left, &top, &right, &bottom), 4) << cut;
  EXPECT_EQ(2400 - left - right, ink.width());
  EXPECT_EQ(300 - top - bottom, ink.height());
}

TEST(Statement, TellsHowAPictureStandsUpright) {
  const Picture upright(60, 40, 3, 9);
  const std::vector<std::string> turned{
      "", "", "mirrored", "180", "180, mirrored", "90, mirrored", "90", "270, mirrored", "270"};
  for (std::int32_t exif = 1; exif <= 8; ++exif) {
    SCOPED_TRACE(exif);
    const auto told = told_by({{"orientation-requested", "portrait"}, {"print-scaling", "none"}},
                              {jpeg(upright, 300, exif)});
    ASSERT_EQ(told.lines.size(), 1u);
    EXPECT_EQ(told.lines[0].value("turned", ""), turned[static_cast<std::size_t>(exif)]);
  }
}

TEST(Statement, TellsTheSharpeningOfThePaper) {
  const std::string scaled = png(Picture(300, 200, 3, 90), 150);
  const auto of = [&](const model::Options& options) {
    return std::string(told_by(options, {scaled}).lines.at(0)["sharpening"]);
  };
  EXPECT_EQ(of({{"media-type", "canon-pro-platinum"}}),
            "radius 0.08 mm; amount 0.6; threshold 0.004; at most 0.06 lighter, 0.09 darker");
  EXPECT_EQ(of({{"media-type", "canon-pro-platinum"}, {"sharpening", "low"}}),
            "radius 0.08 mm; amount 0.3; threshold 0.004; at most 0.03 lighter, 0.045 darker");
  EXPECT_THAT(of({{"media-type", "photographic-matte"}}), testing::StartsWith("radius 0.11 mm"));
  EXPECT_EQ(of({{"media-type", "stationery"}}), "none");
}

TEST(Statement, TellsTheBlackAndWhiteOfPicturesAndOfDrawnPages) {
  const Buffer profile = platen::test::adobe_rgb_profile();
  for (const std::string& document : {png(Picture(300, 200, 3, 90), 150), black_page}) {
    for (const auto& look : {model::Options{}, model::Options{{"border-width", "2mm"}}}) {
      const auto of = [&](const model::Options& more, const Buffer& to = {}) {
        model::Options options = look;
        options.insert(options.end(), more.begin(), more.end());
        options.emplace_back("media-type", "stationery");
        options.emplace_back("printer-resolution", "300dpi");
        return told_by(options, {document}, to).lines.at(0);
      };
      EXPECT_EQ(of({})["black-and-white"], "none");
      EXPECT_EQ(of({{"black-and-white", "neutral"}})["black-and-white"],
                "mix 21,72,7; curve linear; neutral");
      EXPECT_EQ(of({{"black-and-white", "sepia"}})["black-and-white"],
                "mix 21,72,7; curve linear; tint 65,60");
      const Json split = of({{"black-and-white", "split"}, {"black-and-white-curve", "25:20"}});
      EXPECT_EQ(split["black-and-white"],
                "mix 21,72,7; curve 0:0,25:20,100:100; shadows 255,30; middle 0,0; "
                "highlights 75,30");
      EXPECT_FALSE(split.contains("transform-to-profile"));
      EXPECT_FALSE(of({}, profile).contains("transform-to-profile"));
      EXPECT_EQ(
          std::string(of({{"black-and-white", "neutral"}}, profile)["transform-to-profile"]).size(),
          16u);
    }
  }
}

TEST(Statement, TellsOfADrawnPageThatItWasDrawn) {
  const auto told =
      told_by({{"print-scaling", "none"}, {"orientation-requested", "portrait"}}, {black_page});
  ASSERT_EQ(told.lines.size(), 1u);
  EXPECT_EQ(told.lines[0]["scaling"], "drawn");
  EXPECT_EQ(told.lines[0]["sharpening"], "none");
  EXPECT_EQ(told.lines[0]["printed-pixels"], "1200x600");
  const Extent ink = inked(told.sides.at(0)); // Ghostscript inks each pixel that it touches
  EXPECT_NEAR(ink.width(), 1200, 1);
  EXPECT_NEAR(ink.height(), 600, 1);
  EXPECT_FALSE(told.lines[0].contains("source-pixels"));
}

TEST(Statement, TellsEachSizeOfAPackageOnce) {
  const std::string picture = png(Picture(300, 200, 3, 0), 0);
  const auto told = told_by({{"image-package", "30x20mm*2,45x30mm"},
                             {"printer-resolution", "300dpi"},
                             {"media-type", "stationery"}},
                            {picture, picture});
  std::vector<std::string> told_sizes;
  for (const Json& line : told.lines)
    told_sizes.push_back(std::to_string(int(line["document"])) + ": " +
                         std::string(line["printed-pixels"]));
  EXPECT_THAT(told_sizes, testing::UnorderedElementsAre("1: 236x354", "1: 354x531", "2: 236x354",
                                                        "2: 354x531"));
}

TEST(Statement, PagesThatWereTreatedAlikeShareALine) {
  const std::string pages = support::make_pdf({{"/MediaBox[0 0 100 100]", "0 0 9 9 re f"},
                                               {"/MediaBox[0 0 100 100]", "0 0 8 8 re f"},
                                               {"/MediaBox[0 0 90 100]", "0 0 8 8 re f"},
                                               {"/MediaBox[0 0 100 100]", "0 0 8 8 re f"}});
  const auto sheet = told_by({{"contact-sheet", "2x2"}}, {pages});
  ASSERT_EQ(sheet.lines.size(), 2u);
  std::vector<std::string> groups{sheet.lines[0]["pages"], sheet.lines[1]["pages"]};
  EXPECT_THAT(groups, testing::UnorderedElementsAre("1-2,4", "3"));
  const auto apart = told_by({{"print-scaling", "none"}}, {pages});
  ASSERT_EQ(apart.lines.size(), 3u) << "in the order of the sides";
  EXPECT_EQ(apart.lines[0]["pages"], "1-2");
  EXPECT_EQ(apart.lines[1]["pages"], "3");
}

TEST(Statement, AnEngineOfDotsHasNoTint) {
  const auto told = told_by({{"media", "na_monarch_3.875x7.5in"}},
                            {png(Picture(300, 200, 3, 90), 150)}, {}, "canon-ir1024");
  ASSERT_EQ(told.lines.size(), 1u);
  EXPECT_EQ(told.lines[0]["black-and-white"], "none");
  EXPECT_EQ(told.lines[0]["device-bits"], 1);
}

// The longest names and figures that there can be leave a line that IPP can carry.
TEST(Statement, EveryLineFitsIntoAnAttribute) {
  PageStatement page;
  page.source = std::string(700, 's');
  page.source_bits = 16;
  page.transform = page.behind_toning = ~std::uint64_t{0};
  page.source_width = page.source_height = 500'000;
  page.printed = {-500'000, -500'000, 999'999, 999'999};
  page.turned = "270, mirrored";
  std::string curve;
  for (int percent = 61; percent <= 74; ++percent)
    curve += (curve.empty() ? "" : ",") + std::to_string(percent) + ":" + std::to_string(percent);
  const auto points = model::parse_curve(curve);
  ASSERT_TRUE(points) << points.error().message();
  page.black_and_white = "mix 100,100,100; curve " + model::to_string(*points) +
                         "; shadows 359,100; middle 359,100; highlights 359,100";
  page.sharpening = "radius 0.08 mm; amount 0.333333; threshold 0.00444444; at most 0.0666666 "
                    "lighter, 0.0999999 darker";
  page.dither = "blue-noise 128x128, without a seed";
  std::vector<PageStatement> pages;
  for (std::int32_t number = 100'001; number < 100'099; number += 2) {
    page.page = number;
    pages.push_back(page);
  }
  model::Ticket ticket;
  ticket.managed_by = model::ColorManagement::platen;
  ticket.profile = model::ProfileName{std::string(700, 'p'), std::string(64, 'f')};
  const auto lines = statement_lines(pages, ticket);
  EXPECT_EQ(lines.size(), 7u);
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 1'023u) << line;
    EXPECT_TRUE(Json::accept(line));
  }
}

} // namespace
} // namespace platen::flow::test
