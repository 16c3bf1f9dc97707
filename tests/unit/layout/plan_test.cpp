#include "base/limits.h"
#include "layout/layout.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace platen::layout {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const model::Model& model_of(const std::string& id) {
  static const auto models = model::load_models(PLATEN_SOURCE_DATA);
  return **model::find_model(*models, id);
}

const SourcePage a4{Points{595.276}, Points{841.89}};
const SourcePage a5{Points{419.528}, Points{595.276}};
const SourcePage letter{Points{612}, Points{792}};

Result<std::vector<SidePlan>> plan_for(const std::string& id, const std::vector<SourcePage>& pages,
                                       const model::Options& options) {
  const model::Model& model = model_of(id);
  TRY(const model::Ticket ticket, model::make_ticket(model, options));
  return plan(pages, model, ticket);
}

std::vector<std::int32_t> pages_of(const Result<std::vector<SidePlan>>& sides) {
  std::vector<std::int32_t> pages;
  EXPECT_TRUE(sides) << sides.error().message();
  if (sides)
    for (const SidePlan& side : *sides)
      pages.push_back(side.page);
  return pages;
}

std::vector<bool> backs_of(const std::vector<SidePlan>& sides) {
  std::vector<bool> backs;
  for (const SidePlan& side : sides)
    backs.push_back(side.back);
  return backs;
}

TEST(Plan, GivesEachPageItsOwnPaper) {
  const auto sides = plan_for("canon-ir1020", {a4, a5, letter}, {});
  ASSERT_TRUE(sides) << sides.error().message();
  ASSERT_EQ(sides->size(), 3u);
  EXPECT_EQ((*sides)[0].media.name, "iso_a4_210x297mm");
  EXPECT_EQ((*sides)[1].media.name, "iso_a5_148x210mm");
  EXPECT_EQ((*sides)[2].media.name, "na_letter_8.5x11in");
  EXPECT_EQ((*sides)[0].raster.width, 4724);
  EXPECT_EQ((*sides)[0].raster.height, 6779);
}

TEST(Plan, NamesTheDocumentOfAPageThatCannotBePrinted) {
  SourcePage second = a4, broken = a4;
  second.document = broken.document = 1;
  broken.width = Points{0};
  const std::vector<SourcePage> pages{a4, a4, second, broken};
  for (const char* const handling : {"separate-documents-collated-copies", "single-document"}) {
    const auto sides = plan_for("canon-ir1020", pages, {{"multiple-document-handling", handling}});
    ASSERT_FALSE(sides);
    EXPECT_THAT(sides.error().message(), HasSubstr("document 2: page 2: it has no width"));
  }
  const auto sheets = plan_for("canon-pro-1000", pages, {{"contact-sheet", "2x2"}});
  ASSERT_FALSE(sheets);
  EXPECT_THAT(sheets.error().message(), HasSubstr("document 2: page 2: it has no width"));
  const auto none = plan_for("canon-ir1020", {a4, second}, {{"page-ranges", "7"}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message(), HasSubstr("none of the documents has such a page"));
  const auto alone = plan_for("canon-ir1020", {a4, SourcePage{Points{0}, Points{9}}}, {});
  ASSERT_FALSE(alone);
  EXPECT_THAT(alone.error().message(), testing::StartsWith("page 2: it has no width"));
}

TEST(Plan, AlternatesFrontsAndBacks) {
  const auto sides = plan_for("canon-ir1020", {a4, a4, a4}, {{"sides", "two-sided-long-edge"}});
  EXPECT_THAT(pages_of(sides), ElementsAre(0, 1, 2));
  EXPECT_THAT(backs_of(*sides), ElementsAre(false, true, false));
}

TEST(Plan, ClosesASheetBeforeThePaperChanges) {
  const auto sides =
      plan_for("canon-ir1020", {a4, letter, letter}, {{"sides", "two-sided-short-edge"}});
  EXPECT_THAT(pages_of(sides), ElementsAre(0, -1, 1, 2));
  EXPECT_THAT(backs_of(*sides), ElementsAre(false, true, false, true));
  EXPECT_EQ((*sides)[1].media.name, "iso_a4_210x297mm");
}

TEST(Plan, ClosesTheLastSheetWhenAnotherCopyFollows) {
  const auto sides =
      plan_for("canon-ir1020", {a4}, {{"sides", "two-sided-long-edge"}, {"copies", "2"}});
  EXPECT_THAT(pages_of(sides), ElementsAre(0, -1));
  EXPECT_THAT(pages_of(plan_for("canon-ir1020", {a4}, {{"copies", "2"}})), ElementsAre(0));
}

TEST(Plan, PrintsThePagesOfTheRangesAndIgnoresThoseBeyondTheDocument) {
  EXPECT_THAT(pages_of(plan_for("canon-ir1020", {a4, a4, a4, a4}, {{"page-ranges", "2,4-9"}})),
              ElementsAre(1, 3));
}

TEST(Plan, SaysHowManyPagesThereAreWhenTheRangesLeaveNone) {
  const auto sides = plan_for("canon-ir1020", {a4, a4}, {{"page-ranges", "5-6,9"}});
  ASSERT_FALSE(sides);
  EXPECT_EQ(sides.error().code, Errc::invalid);
  EXPECT_EQ(sides.error().message(), "page-ranges=5-6,9: the document has only 2 pages");
}

TEST(Plan, NamesThePageWhosePaperBreaksAConstraint) {
  for (const model::Options& more :
       {model::Options{}, model::Options{{"sides", "two-sided-long-edge"}}}) {
    model::Options options{{"media-source", "tray-1"}};
    options.insert(options.end(), more.begin(), more.end());
    const auto sides = plan_for("canon-ir1020", {a4, a5}, options);
    ASSERT_FALSE(sides);
    EXPECT_THAT(sides.error().message(), HasSubstr("page 2: "));
    EXPECT_THAT(sides.error().message(), HasSubstr("A5 (iso_a5_148x210mm)"));
    EXPECT_THAT(sides.error().message(), HasSubstr("only A4, Letter and Legal"));
  }
}

TEST(Plan, PrintsOnOneSideWhatCannotBeTurnedOver) {
  const auto sides =
      plan_for("canon-ir1020", {a4, a5, a5, a4, a4}, {{"sides", "two-sided-long-edge"}});
  ASSERT_TRUE(sides) << sides.error().message();
  std::string told;
  for (const SidePlan& side : *sides)
    told += std::to_string(side.page) + (side.back ? "b" : "") + (side.one_sided ? "1 " : " ");
  EXPECT_EQ(told, "0 -1b 11 21 3 4b "); // a blank back where the paper changes
}

TEST(Plan, RefusesAPageWithoutASize) {
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    const auto sides = plan_for("canon-ir1020", {a4, {Points{bad}, Points{100}}}, {});
    ASSERT_FALSE(sides);
    EXPECT_EQ(sides.error().code, Errc::malformed);
    EXPECT_THAT(sides.error().message(), HasSubstr("page 2: "));
  }
}

TEST(Plan, RefusesASheetOfMoreDotsThanTheLimit) {
  model::Ticket ticket = *model::make_ticket(model_of("canon-pro-1000"),
                                             {{"media", "a2"}, {"media-type", "canon-pro-luster"}});
  ticket.resolution = Dpi{4800};
  const auto sides = plan(std::vector{a4}, model_of("canon-pro-1000"), ticket);
  ASSERT_FALSE(sides);
  EXPECT_EQ(sides.error().code, Errc::limit);
}

TEST(Plan, MakesTheBorderlessRasterLargerThanThePaper) {
  const auto sides = plan_for("canon-pro-1000", {a4}, {{"borderless", "on"}, {"media", "4x6"}});
  ASSERT_TRUE(sides) << sides.error().message();
  EXPECT_EQ(sides->front().raster.width, 2532);
  EXPECT_EQ(sides->front().raster.height, 3765);
  EXPECT_LT(sides->front().margins.top, Hmm{0});
}

TEST(Plan, AgreesWithThePrintableAreasOfCanonsPpdWithinOneDot) {
  struct Row {
    const char* media;
    std::int32_t width, height;
  };
  // ImageableArea of CNCUPSIR1025ZK.ppd at 600 dpi, rounded down.
  constexpr Row table[] = {
      {"letter", 4863, 6363},    {"legal", 4863, 8163},   {"statement", 3063, 4863},
      {"executive", 4110, 6070}, {"a5", 3271, 4724},      {"b5", 4063, 5834},
      {"a4", 4724, 6779},        {"monarch", 1851, 4027}, {"com10", 2000, 5227},
      {"dl", 2125, 4724},        {"c5", 3354, 4937},      {"iso-b5", 3685, 5433}};
  for (const Row& row : table) {
    const auto sides = plan_for("canon-ir1024", {a4}, {{"media", row.media}});
    ASSERT_TRUE(sides) << sides.error().message();
    EXPECT_NEAR(sides->front().raster.width, row.width, 1) << row.media;
    EXPECT_NEAR(sides->front().raster.height, row.height, 1) << row.media;
  }
}

RC_GTEST_PROP(PlanProperty, EveryChosenPageAppearsOnceAndSheetsAreOfOnePaper, ()) {
  const auto pages =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<SourcePage>>(rc::gen::element(a4, letter)));
  const auto copies = *rc::gen::inRange(1, 4);
  const auto sides =
      plan_for("canon-ir1020", pages,
               {{"sides", "two-sided-long-edge"}, {"copies", std::to_string(copies)}});
  RC_ASSERT(sides.has_value());
  std::int32_t next = 0;
  for (std::size_t i = 0; i < sides->size(); ++i) {
    const SidePlan& side = (*sides)[i];
    RC_ASSERT(side.back == (i % 2 == 1));
    if (side.back) RC_ASSERT(side.media == (*sides)[i - 1].media);
    if (side.page >= 0) RC_ASSERT(side.page == next++);
  }
  RC_ASSERT(static_cast<std::size_t>(next) == pages.size());
  if (copies > 1) RC_ASSERT(sides->size() % 2 == 0);
}

SourcePage of_document(SourcePage page, std::int32_t document) {
  page.document = document;
  return page;
}

TEST(Plan, BeginsANewSheetWhereThePaperChanges) {
  const auto sides =
      plan_for("canon-ir1020", {a4, a4, a4, a4},
               {{"sides", "two-sided-long-edge"},
                {"overrides", R"([{"pages":"2","media-source":"tray-2"},)"
                              R"({"pages":"4","media-type":"stationery-recycled"}])"}});
  EXPECT_THAT(pages_of(sides), ElementsAre(0, -1, 1, -1, 2, -1, 3));
  EXPECT_THAT(backs_of(*sides), ElementsAre(false, true, false, true, false, true, false));
  EXPECT_EQ((*sides)[2].media_source, "tray-2");
  EXPECT_EQ((*sides)[3].media_source, "tray-2"); // the blank back is of the same sheet
  EXPECT_EQ((*sides)[6].media_type, "stationery-recycled");
  EXPECT_EQ((*sides)[4].media_type, "auto");
}

TEST(Plan, TurnsThePagesThatAskForIt) {
  const auto sides = plan_for("canon-ir1020", {a4, a4},
                              {{"overrides", R"([{"pages":"2","orientation-requested":"4"}])"}});
  ASSERT_TRUE(sides) << sides.error().message();
  EXPECT_EQ((*sides)[0].placement.quarter_turns, 0);
  EXPECT_EQ((*sides)[1].placement.quarter_turns, 3);
}

TEST(Plan, BeginsANewSheetForAnotherDocumentUnlessTheyAreOne) {
  const std::vector<SourcePage> pages{of_document(a4, 0), of_document(a4, 1), of_document(a4, 1)};
  EXPECT_THAT(pages_of(plan_for("canon-ir1020", pages, {{"sides", "two-sided-long-edge"}})),
              ElementsAre(0, -1, 1, 2));
  EXPECT_THAT(pages_of(plan_for("canon-ir1020", pages,
                                {{"sides", "two-sided-long-edge"},
                                 {"multiple-document-handling", "single-document"}})),
              ElementsAre(0, 1, 2));
}

TEST(Plan, CountsThePagesOfEachDocument) {
  const std::vector<SourcePage> pages{of_document(a4, 0), of_document(a4, 0), of_document(a4, 1),
                                      of_document(a4, 1)};
  EXPECT_THAT(pages_of(plan_for("canon-ir1020", pages, {{"page-ranges", "2"}})), ElementsAre(1, 3));
  EXPECT_THAT(pages_of(plan_for(
                  "canon-ir1020", pages,
                  {{"page-ranges", "2-3"}, {"multiple-document-handling", "single-document"}})),
              ElementsAre(1, 2));
  const auto sides = plan_for("canon-ir1020", pages,
                              {{"overrides", R"([{"pages":"2","media-source":"tray-2"}])"}});
  ASSERT_TRUE(sides) << sides.error().message();
  EXPECT_EQ((*sides)[3].media_source, "tray-2");
  EXPECT_EQ((*sides)[3].document, 1);
}

} // namespace
} // namespace platen::layout
