#include "unit/flow/job.h"
#include "unit/render/documents.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// skip-blank-pages, from documents to what the copier's twin draws.
namespace platen::flow::test {

namespace support = render::testing_support;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* copier = "canon-ir1020";

// Page n has a bar of 10 n points; 0: nothing.
std::string bars(const std::vector<int>& numbers) {
  std::vector<support::PdfPage> pages;
  for (const int n : numbers)
    pages.push_back({"/MediaBox[0 0 595.276 841.89]",
                     n == 0 ? "" : "100 400 " + std::to_string(10 * n) + " 20 re f"});
  return support::make_pdf(pages);
}

std::vector<int> numbers_of(const std::vector<TappedSide>& sides) {
  std::vector<int> numbers;
  for (const TappedSide& side : sides)
    numbers.push_back(static_cast<int>(std::lround(inked(side).width() * 72.0 / 600 / 10)));
  return numbers;
}

model::Options with(model::Options options, const char* name, const char* value) {
  options.emplace_back(name, value);
  return options;
}
model::Options skipping(model::Options options) {
  return with(std::move(options), "skip-blank-pages", "on");
}

TEST(BlankPages, AreLeftOutAsIfTheDocumentHadNotHadThem) {
  for (const char* const language : {"pcl-xl", "pcl-5e"})
    for (const char* const sides : {"one-sided", "two-sided-long-edge", "two-sided-short-edge"}) {
      SCOPED_TRACE(std::string(language) + " " + sides);
      const model::Options options{{"printer-language", language},
                                   {"sides", sides},
                                   {"binding-margin", "15mm"}, // fronts and backs are not alike
                                   {"copies", "2"}};
      EXPECT_EQ(printed(copier, skipping(options), bars({1, 0, 0, 4, 5, 0, 7, 0})),
                printed(copier, options, bars({1, 4, 5, 7})));
    }
}

TEST(BlankPages, GiveTheirSidesToThePagesBehindThem) {
  const auto sides =
      sides_of(copier, skipping({{"sides", "two-sided-long-edge"}}), bars({0, 2, 0, 4, 5, 0}));
  EXPECT_THAT(numbers_of(sides), ElementsAre(2, 4, 5));
  ASSERT_EQ(sides.size(), 3u);
  EXPECT_FALSE(sides[0].record.back);
  EXPECT_TRUE(sides[1].record.back);
  EXPECT_FALSE(sides[2].record.back);
}

TEST(BlankPages, StayWhereNobodyAsks) {
  EXPECT_EQ(sides_of(copier, {}, bars({1, 0, 3})).size(), 3u);
}

TEST(BlankPages, AreThoseWithoutADot) {
  const std::string box = " 100 100 200 200 re f";
  const auto pages = support::make_pdf({{"/MediaBox[0 0 595.276 841.89]", "1 g" + box},
                                        {"/MediaBox[0 0 595.276 841.89]", "0.97 g" + box},
                                        {"/MediaBox[0 0 595.276 841.89]", "0 w 90 90 m 99 90 l S"}});
  EXPECT_EQ(sides_of(copier, skipping({}), pages).size(), 2u); // a light gray, and a hairline
}

TEST(BlankPages, CountForPageRanges) {
  EXPECT_THAT(
      numbers_of(sides_of(copier, skipping({{"page-ranges", "2-5"}}), bars({1, 0, 3, 0, 5, 6}))),
      ElementsAre(3, 5));
}

TEST(BlankPages, GoWithTheSideThatTheyShareOrStayOnIt) {
  const model::Options four{{"number-up", "4"}};
  const auto sides = [&](const std::vector<int>& pages) {
    return sides_of(copier, skipping(four), bars(pages)).size();
  };
  EXPECT_EQ(sides({1, 0, 0, 0, 0, 0, 0, 0, 9}), 2u);
  EXPECT_EQ(sides({0, 0, 0, 0, 5}), 1u);
}

TEST(BlankPages, AreKeptByABookletAndByWhatIsWrittenOnThem) {
  const auto pages = bars({1, 0, 0, 0, 0, 0, 0, 8});
  const model::Options booklet{{"imposition-template", "signature"}};
  EXPECT_EQ(printed(copier, skipping(booklet), pages), printed(copier, booklet, pages));
  EXPECT_EQ(sides_of(copier, skipping({{"page-footer", "{page}"}}), bars({1, 0, 3})).size(), 3u);
}

TEST(BlankPages, AreToldAndNotCounted) {
  PrintRequest request = request_for(copier, skipping({{"sides", "two-sided-long-edge"}}),
                                     bars({1, 0, 3, 0, 0}), "file:/dev/null");
  Cancel cancel;
  const auto report = print(std::move(request), cancel);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->delivered.sides, 2);
  EXPECT_EQ(report->delivered.sheets, 1);
  EXPECT_THAT(report->warnings, Contains("3 blank pages were left out (skip-blank-pages=on)"));
}

TEST(BlankPages, AloneAreNothingToPrint) {
  const Picture white(600, 600, 1, 255);
  for (const std::string& document : {bars({0, 0}), png(white, 300)}) {
    Cancel cancel;
    const Error error =
        failed(request_for(copier, skipping({}), document, "file:/dev/null"), cancel);
    EXPECT_EQ(error.code, Errc::invalid);
    EXPECT_THAT(error.message(), HasSubstr("there is nothing to print: all pages are blank"));
  }
}

} // namespace
} // namespace platen::flow::test
