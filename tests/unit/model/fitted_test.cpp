#include "model/fitted.h"
#include "model/option_table.h"

#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::model {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::array<std::string, 1> drawer_2{"tray-2"};

const Model& copier() {
  static const auto models = load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(models) << models.error().message();
  return **find_model(*models, "canon-ir1020");
}

Model unit() {
  return without_parts(copier(), drawer_2);
}

std::string refusal(const Model& model, const Options& options) {
  const auto ticket = make_ticket(model, options);
  return ticket ? std::string() : ticket.error().what;
}

TEST(FittedParts, AreWhatTheModelFileMarksAsOptional) {
  EXPECT_THAT(optional_parts(copier()), ElementsAre("tray-2"));
}

TEST(FittedParts, AreAllThereUntilSomebodySaysOtherwise) {
  EXPECT_THAT(fitted_sources(copier()), ElementsAre("auto", "by-pass-tray", "tray-1", "tray-2"));
  EXPECT_EQ(refusal(copier(), {{"media-source", "tray-2"}}), "");
  const auto whole = std::make_shared<const Model>(copier());
  EXPECT_EQ(as_fitted(whole, {}), whole);
}

TEST(FittedParts, ThatAreMissingAreNotOffered) {
  const Model model = unit();
  EXPECT_THAT(fitted_sources(model), ElementsAre("auto", "by-pass-tray", "tray-1"));
  for (const std::string_view option : {"media-source", "cover-source", "job-sheets-source"}) {
    EXPECT_THAT(offered_values(*find_option(option), model), Not(Contains("tray-2"))) << option;
    EXPECT_THAT(offered_values(*find_option(option), copier()), Contains("tray-2")) << option;
  }
}

TEST(FittedParts, AreRefusedWithWhatIsNearest) {
  EXPECT_EQ(refusal(unit(), {{"media-source", "tray-2"}}),
            "Drawer 2 (tray-2) is not possible: Drawer 2 is not fitted on this printer; choose "
            "media-source=auto, by-pass-tray or tray-1");
}

// Of two reasons the one that another paper does not mend.
TEST(FittedParts, AreMissingBeforeTheyAreTooSmall) {
  EXPECT_THAT(refusal(unit(), {{"media-source", "tray-2"}, {"media", "iso_a5_148x210mm"}}),
              HasSubstr("is not fitted on this printer; choose media-source=auto or by-pass-tray"));
}

TEST(FittedParts, AreMissingForCoversSheetsAndPagesAlike) {
  const std::string words = "Drawer 2 is not fitted on this printer";
  for (const char* const option : {"cover-source", "job-sheets-source"})
    EXPECT_THAT(refusal(unit(), {{option, "tray-2"}}), HasSubstr(words)) << option;
  EXPECT_THAT(refusal(unit(), {{"overrides", R"([{"pages":"2-3","media-source":"tray-2"}])"}}),
              HasSubstr(words));
}

TEST(FittedParts, AreNoDefaultAndInNoPreset) {
  Model model = copier();
  model.defaults["media-source"] = "tray-2";
  model.presets = {{"Drawer 2", {{"media-source", "tray-2"}}}, {"Any", {{"sides", "one-sided"}}}};
  model = without_parts(model, drawer_2);
  EXPECT_EQ(model.defaults["media-source"], "auto");
  ASSERT_EQ(model.presets.size(), 1u);
  EXPECT_EQ(model.presets[0].name, "Any");
}

TEST(FittedParts, LeaveAPaperItsOtherSources) {
  Model model = copier();
  model.papers.emplace_back().sources = {"tray-2", "tray-1"};
  EXPECT_THAT(without_parts(model, drawer_2).papers[0].sources, ElementsAre("tray-1"));
}

TEST(FittedParts, CanBeTakenAwayTwice) {
  EXPECT_EQ(without_parts(unit(), drawer_2).constraints.size(), unit().constraints.size());
}

TEST(FittedParts, ThatEveryUnitHasCannotBeMissing) {
  EXPECT_TRUE(check_not_fitted(copier(), drawer_2));
  const std::array<std::string, 1> drawer_1{"tray-1"};
  const auto refused = check_not_fitted(copier(), drawer_1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what, "\"tray-1\" is no part that can be missing: a Canon "
                                  "imageRUNNER 1020 may be without tray-2");
  EXPECT_THAT(fitted_sources(without_parts(copier(), drawer_1)), Contains("tray-1"));
}

} // namespace
} // namespace platen::model
