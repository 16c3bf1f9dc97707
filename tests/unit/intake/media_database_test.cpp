#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/media_col.h"
#include "intake/ipp/media_database.h"
#include "model/constraints.h"
#include "unit/intake/counter.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

const std::vector<model::Model>& models() {
  static const auto all = model::load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(all) << all.error().message();
  return *all;
}

const model::Model& model_of(std::string_view id) {
  return **model::find_model(models(), id);
}

model::Options defaults_of(const model::Model& model) {
  return {model.defaults.begin(), model.defaults.end()};
}

std::vector<std::pair<std::string, Medium>> database(const model::Model& model) {
  return keyed_media(media_database(model, defaults_of(model)));
}

std::set<std::string> of_size(const model::Model& model, std::string_view size,
                              std::string Medium::*member) {
  std::set<std::string> found;
  for (const auto& [key, medium] : database(model))
    if (medium.sheet.entry->size.name == size) found.insert(medium.*member);
  return found;
}

TEST(MediaDatabase, HasEachSourceThatTakesASize) {
  const model::Model& copier = model_of("canon-ir1020");
  EXPECT_THAT(of_size(copier, "iso_a5_148x210mm", &Medium::source),
              ElementsAre("auto", "by-pass-tray"));
  EXPECT_THAT(of_size(copier, "iso_a4_210x297mm", &Medium::source),
              ElementsAre("auto", "by-pass-tray", "tray-1", "tray-2"));
}

TEST(MediaDatabase, HasEachTypeThatASizeMayBeOf) {
  const model::Model& copier = model_of("canon-ir1020");
  EXPECT_THAT(of_size(copier, "iso_dl_110x220mm", &Medium::type), ElementsAre("auto", "envelope"));
  EXPECT_THAT(of_size(copier, "na_legal_8.5x14in", &Medium::type), Contains("stationery-bond"));
  EXPECT_EQ(of_size(copier, "na_legal_8.5x14in", &Medium::type).count("transparency"), 0u);
}

// The referee is the check of jobs.
TEST(MediaDatabase, HasExactlyWhatAJobMayAskFor) {
  const model::Model& copier = model_of("canon-ir1020");
  std::set<std::string> told;
  for (const Medium& medium : media_database(copier, defaults_of(copier)))
    told.insert(key_of(medium));
  for (const model::MediaEntry& entry : copier.media)
    for (const model::MediaSource& source : copier.media_sources)
      for (const model::MediaType& type : copier.media_types) {
        const auto conflict = model::find_conflict(
            copier,
            {{"media", entry.size.name}, {"media-source", source.name}, {"media-type", type.name}});
        ASSERT_TRUE(conflict);
        EXPECT_EQ(told.contains(key_of(Medium{{&entry, false}, source.name, type.name})),
                  !conflict->has_value())
            << entry.size.name << ' ' << source.name << ' ' << type.name;
      }
}

TEST(MediaDatabase, BeginsEachSizeWithTheDefaultSourceAndType) {
  model::Options defaults = defaults_of(model_of("canon-ir1020"));
  for (auto& [name, value] : defaults) {
    if (name == "media-source") value = "tray-1";
    if (name == "media-type") value = "stationery";
  }
  std::map<std::string, Medium> first;
  for (const auto& [key, medium] : keyed_media(media_database(model_of("canon-ir1020"), defaults)))
    first.emplace(medium.sheet.entry->size.name, medium);
  EXPECT_EQ(first["iso_a4_210x297mm"].source, "tray-1");
  EXPECT_EQ(first["iso_a4_210x297mm"].type, "stationery");
  EXPECT_EQ(first["iso_a5_148x210mm"].source, "auto");
  EXPECT_EQ(first["iso_a5_148x210mm"].type, "stationery");
  EXPECT_EQ(first["iso_dl_110x220mm"].type, "auto");
}

// What a client has stored, and what it sends with nothing else.
TEST(MediaDatabase, HasKeysThatSayWhichEntryIsMeant) {
  for (const model::Model& model : models()) {
    std::set<std::string> keys;
    for (const auto& [key, medium] : database(model)) {
      EXPECT_TRUE(keys.insert(key).second) << key;
      ipp_t* const sent = ippNew();
      ippAddString(sent, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-key", nullptr, key.c_str());
      const MediaCol read = read_media_col(model, sent);
      ippDelete(sent);
      EXPECT_TRUE(read.refused.empty()) << key;
      EXPECT_THAT(read.options, Contains(Pair("media", medium.sheet.entry->size.name))) << key;
      EXPECT_EQ(value_of(read.options, "borderless") == "on", medium.sheet.borderless) << key;
      if (key == key_of(medium.sheet)) continue; // the rest is the printer's
      EXPECT_EQ(value_of(read.options, "media-source"), medium.source) << key;
      EXPECT_EQ(value_of(read.options, "media-type"), medium.type) << key;
    }
    for (const Sheet& sheet : sheets_of(model))
      EXPECT_TRUE(keys.contains(key_of(sheet))) << key_of(sheet);
  }
}

TEST(MediaDatabase, IsOfABoundedSize) {
  for (const model::Model& model : models()) {
    const auto media = database(model);
    EXPECT_LE(media.size(), most_media) << model.id;
    const platen::ipp::Message message;
    std::vector<ipp_t*> collections;
    for (const auto& [key, medium] : media)
      collections.push_back(new_media_col(medium, key));
    AttributeWriter(message.get(), IPP_TAG_PRINTER).collections("media-col-database", collections);
    RecordProperty("entries-" + model.id, static_cast<int>(media.size()));
    RecordProperty("bytes-" + model.id, static_cast<int>(message.encode().size()));
  }
}

// One dimension after the other is left out, and never a part of one.
TEST(MediaDatabase, LeavesOutTypesAndThenSources) {
  model::Model copier = model_of("canon-ir1020");
  copier.constraints.clear();
  const auto grow = [](auto& list, std::size_t count) {
    for (std::size_t i = list.size(); i < count; ++i) {
      list.push_back(list.front());
      list.back().name += "-" + std::to_string(i);
    }
  };
  grow(copier.media_types, most_media);
  const auto by_source = database(copier);
  EXPECT_EQ(by_source.size(), copier.media.size() * copier.media_sources.size());
  for (const auto& [key, medium] : by_source)
    EXPECT_TRUE(medium.type.empty() && !medium.source.empty()) << key;
  grow(copier.media_sources, most_media / copier.media.size() + 1);
  const auto bare = database(copier);
  EXPECT_EQ(bare.size(), copier.media.size());
  for (const auto& [key, medium] : bare)
    EXPECT_TRUE(medium.type.empty() && medium.source.empty()) << key;
}

} // namespace
} // namespace platen::intake::ipp::test
