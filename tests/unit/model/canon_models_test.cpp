#include "model/media_name.h"
#include "model/model.h"
#include "model/words.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <cups/cups.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The data files themselves: what they promise is checked against libcups and the published
// figures.
namespace platen::model {
namespace {

const std::vector<Model>& canon_models() {
  static const auto models = load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(models) << models.error().message();
  return *models;
}

const Model& model_of(std::string_view id) {
  return **find_model(canon_models(), id);
}

TEST(CanonModels, AreThere) {
  std::vector<std::string> ids;
  for (const Model& model : canon_models())
    ids.push_back(model.id);
  EXPECT_THAT(ids, testing::IsSupersetOf({"canon-ir1020", "canon-ir1024", "canon-pro-1000"}));
}

TEST(CanonModels, NameTheirPaperAsLibcupsDoes) {
  for (const Model& model : canon_models())
    for (const MediaEntry& entry : model.media) {
      const pwg_media_t* const known = pwgMediaForPWG(entry.size.name.c_str());
      ASSERT_NE(known, nullptr) << entry.size.name;
      constexpr int canon_counts_otherwise = 150; // 13 x 19 in is 329 x 483 mm to Canon
      EXPECT_LE(std::abs(known->width - entry.size.width.v), canon_counts_otherwise)
          << entry.size.name;
      EXPECT_LE(std::abs(known->length - entry.size.height.v), canon_counts_otherwise)
          << entry.size.name;
    }
}

TEST(CanonModels, NameEverySizeAndTrayInEachLanguageOfTheImageRunners) {
  for (const std::string_view id : {"canon-ir1020", "canon-ir1024"}) {
    const Model& model = model_of(id);
    EXPECT_THAT(model.languages(), testing::ElementsAre("pcl-xl", "pcl-5e"));
    const Model other = in_language(model, "pcl-5e");
    std::set<std::string> codes;
    for (const MediaEntry& entry : other.media)
      codes.insert(entry.code);
    EXPECT_EQ(codes.size(), other.media.size()) << id; // each its own, none empty
    EXPECT_EQ(codes.count(""), 0u);
    for (const MediaSource& source : other.media_sources)
      EXPECT_FALSE(source.code.empty()) << source.name;
    for (std::size_t i = 0; i < model.media_types.size(); ++i)
      EXPECT_EQ(other.media_types[i].code.empty(), model.media_types[i].code.empty());
  }
}

TEST(CanonModels, GiveEvidenceAndAPublicSourceForEveryFact) {
  for (const Model& model : canon_models()) {
    std::vector<Fact> facts = model.facts;
    for (const auto& language : model.other_languages)
      facts.push_back(language.fact);
    for (const auto& entry : model.media)
      facts.push_back(entry.fact);
    for (const auto& type : model.media_types)
      facts.push_back(type.fact);
    for (const auto& source : model.media_sources)
      facts.push_back(source.fact);
    for (const auto& supply : model.supplies)
      facts.push_back(supply.fact);
    for (const Fact& fact : facts)
      EXPECT_GT(fact.source.size(), 10u) << model.id;
  }
}

TEST(CanonModels, OfferWhatEveryJobNeedsByDefault) {
  for (const Model& model : canon_models()) {
    const auto ticket = make_ticket(model, {});
    ASSERT_TRUE(ticket) << ticket.error().message();
    EXPECT_EQ(ticket->resolution, Dpi{600});
    EXPECT_EQ(ticket->copies, 1);
    EXPECT_FALSE(ticket->media);
  }
}

// CUPS #1358: a preset that sets colour fights with the administrator's default.
TEST(CanonModels, HavePresetsThatLeaveColourToTheAdministrator) {
  for (const Model& model : canon_models()) {
    EXPECT_FALSE(model.presets.empty()) << model.id;
    for (const Preset& preset : model.presets)
      for (const auto& [name, value] : preset.options)
        EXPECT_NE(name, "print-color-mode") << preset.name;
  }
}

TEST(CanonModels, HaveTheTwelveImageRunnerSizesWithPclXlCodes) {
  // eMediaSize of Ghostscript's base/gdevpxen.h; Statement has none.
  const std::map<std::string, std::string> codes{
      {"na_letter_8.5x11in", "0"},       {"na_legal_8.5x14in", "1"},
      {"iso_a4_210x297mm", "2"},         {"na_executive_7.25x10.5in", "3"},
      {"na_number-10_4.125x9.5in", "6"}, {"na_monarch_3.875x7.5in", "7"},
      {"iso_c5_162x229mm", "8"},         {"iso_dl_110x220mm", "9"},
      {"jis_b5_182x257mm", "11"},        {"iso_b5_176x250mm", "12"},
      {"iso_a5_148x210mm", "16"},        {"na_invoice_5.5x8.5in", ""}};
  for (const char* id : {"canon-ir1020", "canon-ir1024"}) {
    const Model& model = model_of(id);
    EXPECT_EQ(model.media.size(), codes.size());
    for (const MediaEntry& entry : model.media) {
      ASSERT_TRUE(codes.contains(entry.size.name)) << entry.size.name;
      EXPECT_EQ(entry.code, codes.at(entry.size.name)) << entry.size.name;
    }
  }
}

TEST(CanonModels, HaveTheScannerOfTheImageRunners) {
  for (const Model& model : canon_models()) {
    if (!model.id.starts_with("canon-ir")) {
      EXPECT_FALSE(model.scanner) << model.id;
      continue;
    }
    ASSERT_TRUE(model.scanner) << model.id;
    EXPECT_EQ(model.scanner->width, 636 * 4); // SANE counts in 1/75 inch
    EXPECT_EQ(model.scanner->height, 868 * 4);
    EXPECT_EQ(model.scanner->resolutions.back().v, 600);
    EXPECT_EQ(model.scanner->feeder_capacity, 50);
  }
}

TEST(CanonModels, GiveThePro1000ItsPublishedMediaGuids) {
  const Model& model = model_of("canon-pro-1000");
  std::set<std::string> codes;
  for (const MediaType& type : model.media_types) {
    EXPECT_TRUE(type.code.starts_with("custom-media-type-canon-00000000-0000-0000-0000-"))
        << type.name;
    EXPECT_EQ(type.code.size(), std::string("custom-media-type-canon-").size() + 36) << type.name;
    EXPECT_TRUE(codes.insert(type.code).second) << type.code;
  }
  EXPECT_EQ(codes.size(), 22u);
  EXPECT_TRUE(model.find_type("canon-pro-platinum")->code.ends_with("-000000000129"));
  EXPECT_TRUE(model.find_type("stationery")->code.ends_with("-000000000044"));
}

TEST(CanonModels, TakeTheLargeSheetsOfThePro1000ByTheirShortNames) {
  const Model& model = model_of("canon-pro-1000");
  for (const auto& [typed, name] :
       {std::pair{"a2", "iso_a2_420x594mm"}, std::pair{"17x22in", "na_c_17x22in"},
        std::pair{"13x19in", "na_super-b_13x19in"}, std::pair{"A4", "iso_a4_210x297mm"},
        std::pair{"4x6", "na_index-4x6_4x6in"}, std::pair{"8x10in", "na_govt-letter_8x10in"}}) {
    const auto size = parse_media_name(model, typed);
    ASSERT_TRUE(size) << size.error().message();
    EXPECT_EQ(size->name, name);
  }
}

TEST(CanonModels, KeepPlainPaperOfThePro1000Bordered) {
  const auto ticket =
      make_ticket(model_of("canon-pro-1000"), {{"media-type", "stationery"}, {"borderless", "on"}});
  ASSERT_FALSE(ticket);
  EXPECT_THAT(ticket.error().message(), testing::HasSubstr("Plain Paper (stationery)"));
}

TEST(CanonModels, ChooseThePlainPaperResolutionByQualityOnThePro1000) {
  const Model& model = model_of("canon-pro-1000");
  const auto resolution = [&](Options options) {
    const auto ticket = make_ticket(model, options);
    EXPECT_TRUE(ticket) << ticket.error().message();
    return ticket ? ticket->resolution.v : 0;
  };
  EXPECT_EQ(resolution({{"media-type", "stationery"}, {"print-quality", "draft"}}), 300);
  EXPECT_EQ(resolution({{"media-type", "stationery"}}), 600);
  EXPECT_EQ(
      resolution(
          {{"media-type", "stationery"}, {"print-quality", "3"}, {"printer-resolution", "600dpi"}}),
      600);
  EXPECT_EQ(resolution({{"printer-resolution", "1200dpi"}}), 1200);
}

} // namespace
} // namespace platen::model
