#include "library/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::library {
namespace {

using testing::HasSubstr;

const std::vector<model::Model>& files() {
  static const auto models = model::load_models(PLATEN_SOURCE_DATA);
  return *models;
}
const model::Model& pro_1000() {
  return **model::find_model(files(), "canon-pro-1000");
}

constexpr const char* pro = "canon-pro-1000";

LibraryPaper rag() {
  model::Paper paper;
  paper.name = "rag-308";
  paper.label = "Photo Rag 308";
  paper.media_type = "canon-fine-art-heavyweight";
  paper.sizes = {"a2", "a3"};
  paper.sources = {"manual"};
  return {pro, paper};
}

LibraryProfile profile(const std::string& name, const std::string& paper, char digit) {
  LibraryProfile entry;
  entry.model = pro;
  entry.profile.id = {name, std::string(64, digit)};
  entry.profile.media_type = paper;
  return entry;
}

Library whole() {
  Library all;
  all.papers.push_back(rag());
  all.profiles.push_back(profile("Rag", "rag-308", 'a'));
  all.recipes.push_back(
      {pro, {"Museum", {{"paper", "rag-308"}, {"print-quality", "high"}, {"media", "a2"}}}});
  return all;
}

model::Model extended(const Library& library) {
  auto model = extend(pro_1000(), library);
  EXPECT_TRUE(model) << model.error().message();
  return model ? *model : pro_1000();
}

std::string refusal(const Library& library) {
  const auto model = extend(pro_1000(), library);
  return model ? "it was taken" : model.error().message();
}

std::string refusal(LibraryPaper paper) {
  Library one;
  one.papers.push_back(std::move(paper));
  return refusal(one);
}

model::Ticket ticket(const model::Model& model, const model::Options& options) {
  const auto made = model::make_ticket(model, options);
  EXPECT_TRUE(made) << made.error().message();
  return made.value_or(model::Ticket{});
}

std::string conflict(const model::Model& model, const model::Options& options) {
  const auto made = model::make_ticket(model, options);
  return made ? "it was taken" : made.error().message();
}

TEST(Library, APaperIsAMediumOfItsPrinter) {
  const model::Model model = extended(whole());
  const auto t = ticket(model, {{"paper", "rag-308"}, {"media", "a2"}});
  EXPECT_EQ(t.media_type, "rag-308");
  EXPECT_EQ(t.media_source, "manual"); // the only one that takes it
  EXPECT_EQ(model.find_type("rag-308")->code, model.find_type("canon-fine-art-heavyweight")->code);
  EXPECT_EQ(ticket(model, {{"media-type", "rag-308"}, {"media", "a2"}}).media_type, "rag-308");
}

TEST(Library, MarginsOfAPaperStayWhite) {
  Library library;
  library.papers.push_back(rag());
  const model::Margins of_fine_art =
      *pro_1000().find_type("canon-fine-art-heavyweight")->safe_margins;
  EXPECT_EQ(extended(library).find_type("rag-308")->safe_margins, of_fine_art);
  library.papers[0].paper.margins = model::Margins{Hmm{4000}, Hmm{500}, Hmm{600}, Hmm{700}};
  const model::Margins expected{Hmm{4000}, of_fine_art.bottom, Hmm{600}, Hmm{700}};
  EXPECT_EQ(extended(library).find_type("rag-308")->safe_margins, expected)
      << "wider where they are, and never less than the medium's";
}

TEST(Library, APaperIsPrintedOnlyAsItIsThere) {
  const model::Model model = extended(whole());
  EXPECT_THAT(conflict(model, {{"paper", "rag-308"}, {"media", "a4"}}),
              HasSubstr("Photo Rag 308 is not there in this size"));
  EXPECT_THAT(conflict(model, {{"paper", "rag-308"}, {"media", "a2"}, {"media-source", "main"}}),
              HasSubstr("cannot be fed from this tray"));
}

TEST(Library, APaperKeepsTheRulesOfTheMediumAsWhichItIsPrinted) {
  const auto with_paper = [](const char* like) {
    model::Paper paper;
    paper.name = "card-300";
    paper.media_type = like;
    Library library;
    library.papers.push_back({"canon-ir1020", paper});
    const auto model = extend(**model::find_model(files(), "canon-ir1020"), library);
    EXPECT_TRUE(model) << model.error().message();
    return *model;
  };
  const model::Model heavy = with_paper("canon-heavy-2");
  EXPECT_THAT(conflict(heavy, {{"paper", "card-300"}, {"media-source", "tray-1"}}),
              HasSubstr("this medium is fed by the stack bypass"));
  EXPECT_THAT(conflict(heavy, {{"paper", "card-300"}, {"sides", "two-sided-long-edge"}}),
              HasSubstr("this medium cannot be turned over"));
  const model::Model envelope = with_paper("envelope");
  EXPECT_EQ(ticket(envelope,
                   {{"paper", "card-300"}, {"media", "iso_dl_110x220mm"}, {"media-source", "auto"}})
                .media_type,
            "card-300")
      << "what only envelopes may do, a paper that is printed as one may do as well";
  EXPECT_THAT(conflict(envelope, {{"paper", "card-300"}, {"media", "a4"}}),
              HasSubstr("this is not the size of an envelope"));
}

TEST(Library, APaperIsPrintedInTheQualitiesOfItsMedium) {
  const model::Model model = extended(whole());
  EXPECT_THAT(conflict(model, {{"paper", "rag-308"}, {"media", "a2"}, {"print-quality", "draft"}}),
              HasSubstr("print-quality"));
}

TEST(Library, APaperWithABorderIsNotPrintedWithoutOne) {
  Library library;
  library.papers.push_back(rag());
  library.papers[0].paper.media_type = "canon-baryta";
  const model::Options asked{{"paper", "rag-308"}, {"media", "a3"}, {"borderless", "on"}};
  EXPECT_TRUE(ticket(extended(library), asked).borderless);
  library.papers[0].paper.borderless = false;
  EXPECT_THAT(conflict(extended(library), asked), HasSubstr("borderless"));
}

TEST(Library, RefusesAPaperThatThePrinterCannotTake) {
  LibraryPaper wrong = rag();
  wrong.paper.media_type = "rag";
  EXPECT_THAT(refusal(wrong), HasSubstr("media-type \"rag\": canon-pro-1000 has"));
  wrong = rag();
  wrong.paper.sizes = {"iso_a0_841x1189mm"};
  EXPECT_THAT(refusal(wrong), HasSubstr("media=iso_a0_841x1189mm"));
  wrong = rag();
  wrong.paper.sources = {"tray-9"};
  EXPECT_THAT(refusal(wrong),
              HasSubstr("cannot feed it from \"tray-9\"; it has auto, main or manual"));
  wrong = rag();
  wrong.paper.name = "canon-baryta";
  EXPECT_THAT(refusal(wrong), HasSubstr("has a media type of that name already"));
  wrong = rag();
  wrong.paper.name = "Photo Rag";
  EXPECT_THAT(refusal(wrong), HasSubstr("a name has 1 to 127 of a-z"));
  wrong = rag();
  wrong.paper.price = "dear";
  EXPECT_THAT(refusal(wrong), HasSubstr("such as 7.90 EUR"));
  wrong = rag();
  wrong.paper.margins = model::Margins{Hmm{-1}, Hmm{0}, Hmm{0}, Hmm{0}};
  EXPECT_THAT(refusal(wrong), HasSubstr("0 to 200 mm"));
  wrong = rag();
  wrong.paper.notes = "a\nb";
  EXPECT_THAT(refusal(wrong), HasSubstr("plain text"));
}

TEST(Library, ARecipeIsItsSettingsAndWhatIsSaidGoesBeforeIt) {
  const model::Model model = extended(whole());
  const auto t = ticket(model, {{"recipe", "Museum"}});
  EXPECT_EQ(t.media_type, "rag-308");
  EXPECT_EQ(t.quality, model::PrintQuality::high);
  EXPECT_EQ(t.media->name, "iso_a2_420x594mm");
  EXPECT_EQ(ticket(model, {{"media", "a3"}, {"recipe", "Museum"}}).media->name, "iso_a3_297x420mm");
  EXPECT_THAT(conflict(model, {{"recipe", "Musem"}}), HasSubstr("did you mean"));
}

TEST(Library, RefusesARecipeThatCouldNotBePrinted) {
  const auto with = [](const model::Options& options) {
    Library all = whole();
    all.recipes = {{pro, {"Wrong", options}}};
    return refusal(all);
  };
  EXPECT_THAT(with({{"paper", "rag"}}), HasSubstr("recipe \"Wrong\": paper=rag"));
  EXPECT_THAT(with({{"paper", "rag-308"}, {"media", "a4"}}), HasSubstr("not there in this size"));
  EXPECT_THAT(with({}), HasSubstr("it has no settings"));
  EXPECT_THAT(with({{"recipe", "Museum"}}), HasSubstr("is of a job, not of a recipe"));
  EXPECT_THAT(with({{"page-ranges", "1"}}), HasSubstr("is of a job, not of a recipe"));
}

// ---- who manages colour

TEST(Library, AProfileForThePaperLetsPlatenManageColour) {
  const model::Model model = extended(whole());
  const auto t = ticket(model, {{"paper", "rag-308"}, {"media", "a2"}});
  EXPECT_EQ(t.managed_by, model::ColorManagement::platen);
  EXPECT_EQ(t.profile->name, "Rag");
  const auto other = ticket(model, {{"media-type", "canon-baryta"}});
  EXPECT_EQ(other.managed_by, model::ColorManagement::printer);
  EXPECT_FALSE(other.profile);
  EXPECT_EQ(ticket(model, {{"paper", "rag-308"}, {"media", "a2"}, {"color-management", "none"}})
                .managed_by,
            model::ColorManagement::none);
}

TEST(Library, TheProfileThatFitsBestIsTaken) {
  Library all = whole();
  auto for_high = profile("Rag high", "rag-308", 'b');
  for_high.profile.quality = model::PrintQuality::high;
  auto for_saturation = profile("Rag saturated", "rag-308", 'c');
  for_saturation.profile.intent = model::RenderingIntent::saturation;
  all.profiles.insert(all.profiles.begin(), {for_high, for_saturation});
  const model::Model model = extended(all);
  const auto chosen = [&](const char* quality, const char* intent) {
    return ticket(model, {{"paper", "rag-308"},
                          {"media", "a2"},
                          {"print-quality", quality},
                          {"print-rendering-intent", intent}})
        .profile->name;
  };
  EXPECT_EQ(chosen("normal", "perceptual"), "Rag");
  EXPECT_EQ(chosen("high", "perceptual"), "Rag high");
  EXPECT_EQ(chosen("normal", "saturation"), "Rag saturated");
  EXPECT_EQ(chosen("high", "saturation"), "Rag high");
}

TEST(Library, AProfileIsFoundByNameAndByDigest) {
  const model::Model model = extended(whole());
  for (const std::string& name : {std::string("Rag"), std::string(64, 'a')})
    EXPECT_EQ(ticket(model, {{"icc-profile", name}}).profile->name, "Rag");
  EXPECT_THAT(conflict(model, {{"icc-profile", "Rug"}}), HasSubstr("icc-profile=Rug"));
}

TEST(Library, ContradictionsAboutColourAreRefused) {
  const model::Model model = extended(whole());
  EXPECT_THAT(conflict(model, {{"icc-profile", "Rag"}, {"color-management", "none"}}),
              HasSubstr("contradict each other"));
  EXPECT_THAT(conflict(model, {{"color-management", "platen"}}), HasSubstr("needs a profile"));
  EXPECT_THAT(conflict(model, {{"icc-profile", "Rag"}, {"print-color-mode", "monochrome"}}),
              HasSubstr("needs print-color-mode=color"));
  EXPECT_THAT(
      conflict(model, {{"print-rendering-intent", "absolute"}, {"black-point-compensation", "on"}}),
      HasSubstr("has no meaning"));
  EXPECT_THAT(
      conflict(model, {{"paper", "rag-308"},
                       {"media", "a2"},
                       {"overrides", "[{\"pages\":\"2\",\"media-type\":\"canon-baryta\"}]"}}),
      HasSubstr("another colour profile"));
}

// ---- as a whole

TEST(Library, WhatIsStillNeededIsNotTakenOut) {
  const auto paper = without(files(), whole(), Kind::paper, "", "rag-308");
  ASSERT_FALSE(paper);
  EXPECT_EQ(paper.error().code, Errc::conflict);
  EXPECT_THAT(paper.error().message(), HasSubstr("is still needed: profile \"Rag\""));
  const auto recipe = without(files(), whole(), Kind::recipe, pro, "Museum");
  ASSERT_TRUE(recipe) << recipe.error().message();
  EXPECT_TRUE(recipe->recipes.empty());
  EXPECT_EQ(recipe->papers.size(), 1U);
  const auto none = without(files(), whole(), Kind::recipe, "", "Mus");
  EXPECT_EQ(none.error().code, Errc::not_found);
}

// A model file has changed, or is gone: what was added for it stays, and hinders nobody.
TEST(Library, WhatAModelDoesNotTakeAnyMoreCanBeTakenOut) {
  Library stale = whole();
  stale.recipes.push_back({pro, {"Old", {{"media-type", "canon-forgotten"}}}});
  stale.recipes.push_back({"acme-1", {"Older", {{"copies", "2"}}}});
  Library changed;
  model::Paper card;
  card.name = "card-300";
  card.media_type = "stationery";
  changed.papers.push_back({"canon-ir1020", card});
  const auto both = merged(stale, changed);
  ASSERT_TRUE(both);
  const auto checked = check(files(), *both, changed);
  EXPECT_TRUE(checked) << checked.error().message();
  auto rest = without(files(), *both, Kind::recipe, "", "Old");
  ASSERT_TRUE(rest) << rest.error().message();
  rest = without(files(), *rest, Kind::recipe, "", "Older");
  ASSERT_TRUE(rest) << rest.error().message();
  EXPECT_FALSE(without(files(), *rest, Kind::paper, "", "rag-308")) << "in order again";
}

TEST(Library, AProfilesBytesAreNotReplacedUnderItsName) {
  Library other;
  other.profiles.push_back(profile("Rag", "rag-308", 'f'));
  EXPECT_EQ(merged(whole(), other).error().code, Errc::conflict);
  Library same;
  same.profiles.push_back(profile("Rag", "canon-baryta", 'a'));
  const auto moved = merged(whole(), same);
  ASSERT_TRUE(moved);
  ASSERT_EQ(moved->profiles.size(), 1U);
  EXPECT_EQ(moved->profiles[0].profile.media_type, "canon-baryta");
}

TEST(Library, AnUnknownModelIsRefused) {
  Library all = whole();
  all.recipes[0].model = "acme";
  const auto checked = check(files(), all, all);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message(), HasSubstr("acme"));
}

} // namespace
} // namespace platen::library
