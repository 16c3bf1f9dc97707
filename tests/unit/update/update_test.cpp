#include "base/file.h"
#include "unit/update/world.h"
#include "update/fetch/message.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace platen::update {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class Update : public World {
protected:
  void publish(const std::string& id, std::int64_t version) {
    ++index_.serial;
    offer(id, version);
    sign();
  }
  std::string text_of(const std::string& id, std::int64_t version) {
    const auto bytes = read_file(file_of(place_.folder, id, version), 1 << 20);
    return bytes ? std::string(as_text(*bytes)) : std::string();
  }
};

TEST_F(Update, InstallsANewModelAndANewerVersion) {
  publish("acme-one", 1);
  const auto first = update();
  ASSERT_TRUE(first.has_value()) << first.error().message();
  ASSERT_EQ(first->steps.size(), 1U);
  EXPECT_EQ(first->steps[0].from, 0);
  EXPECT_EQ(version_of("acme-one"), 1);
  publish("acme-one", 3);
  EXPECT_EQ(update()->steps.at(0).from, 1);
  EXPECT_EQ(version_of("acme-one"), 3);
  EXPECT_TRUE(update()->steps.empty());
}

TEST_F(Update, ABundledModelGivesWayToAHigherVersionAlone) {
  publish("canon-pro-1000", 1);
  EXPECT_TRUE(update()->steps.empty());
  publish("canon-pro-1000", 2);
  EXPECT_EQ(update()->steps.at(0).from, 1);
  EXPECT_EQ(version_of("canon-pro-1000"), 2);
}

TEST_F(Update, ADryRunChangesNothing) {
  publish("acme-one", 1);
  EXPECT_EQ(update({.models = {}, .all = true, .dry_run = true})->steps.size(), 1U);
  EXPECT_FALSE(fs::exists(place_.folder));
}

TEST_F(Update, ALowerVersionIsNotTakenSilently) {
  publish("acme-one", 3);
  ASSERT_TRUE(update().has_value());
  publish("acme-one", 2);
  EXPECT_THAT(update()->notes, ElementsAre(HasSubstr("version 2 is older than version 3")));
  EXPECT_THAT(update({.models = {"acme-one"}, .all = false, .dry_run = false}).error().message(),
              HasSubstr("it is not taken"));
  EXPECT_EQ(version_of("acme-one"), 3);
}

TEST_F(Update, AVersionNeverChanges) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  publish("acme-one", 2);
  ASSERT_TRUE(update().has_value());
  ASSERT_TRUE(write_file(file_of(place_.folder, "acme-one", 2), as_bytes("damaged")).has_value());
  ++index_.serial;
  offer("acme-one", 2, model_text("acme-one", 2, "pages_per_minute = 7\n"));
  sign();
  EXPECT_THAT(refusal(), HasSubstr("a version never changes"));
  EXPECT_EQ(version_of("acme-one"), 1);
  publish("acme-one", 2); // the same as before: that mends it
  EXPECT_EQ(update()->steps.size(), 1U);
  EXPECT_EQ(version_of("acme-one"), 2);
}

TEST_F(Update, AFileThatIsNotWhatTheIndexNamesIsRefusedAndTheFormerStays) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  publish("acme-one", 2);
  const auto good = files_["models/acme-one-2.toml"];
  files_["models/acme-one-2.toml"].pop_back();
  EXPECT_THAT(refusal(), HasSubstr("cut off"));
  files_["models/acme-one-2.toml"] = good;
  files_["models/acme-one-2.toml"].push_back(std::byte{'\n'});
  EXPECT_THAT(refusal(), HasSubstr("larger than the index says"));
  files_["models/acme-one-2.toml"] = good;
  files_["models/acme-one-2.toml"][10] ^= std::byte{1};
  EXPECT_THAT(refusal(), HasSubstr("SHA-256 is another"));
  files_.erase("models/acme-one-2.toml");
  EXPECT_THAT(refusal(), HasSubstr("there is no models/acme-one-2.toml"));
  EXPECT_EQ(version_of("acme-one"), 1);
}

TEST_F(Update, AModelThatIsNoneOrAnotherIsRefusedAndTheFormerStays) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  const auto refused = [&](const std::string& text) {
    ++index_.serial;
    offer("acme-one", 2, text);
    sign();
    return refusal();
  };
  EXPECT_THAT(refused("schema = 1\nid = \"acme-one\"\nversion = 2\n"),
              HasSubstr("the former model stays"));
  EXPECT_THAT(refused(model_text("acme-two", 2)), HasSubstr("is version 2 of \"acme-two\""));
  EXPECT_THAT(refused(model_text("acme-one", 1)), HasSubstr("the index says version 2"));
  EXPECT_THAT(refused("extends = \"family/canon-ir1020-family\"\n" + model_text("acme-one", 2)),
              HasSubstr("extends no other file"));
  EXPECT_EQ(version_of("acme-one"), 1);
}

TEST_F(Update, ADeviceModelOfAnotherFileIsRefused) {
  ++index_.serial;
  std::string text = model_text("acme-one", 1);
  text.replace(text.find("[\"acme-one\"]"), 12, "[\"PRO-1000 series\"]");
  offer("acme-one", 1, text);
  sign();
  EXPECT_THAT(refusal(), HasSubstr("\"PRO-1000 series\" is that of"));
  EXPECT_EQ(version_of("acme-one"), 0);
}

TEST_F(Update, AllOrNothing) {
  publish("acme-one", 1);
  publish("acme-two", 1);
  files_["models/acme-two-1.toml"][10] ^= std::byte{1};
  EXPECT_THAT(refusal(), HasSubstr("acme-two"));
  EXPECT_EQ(version_of("acme-one"), 0);
  EXPECT_TRUE(update({.models = {"acme-one"}, .all = false, .dry_run = false}).has_value());
  EXPECT_EQ(version_of("acme-one"), 1);
}

TEST_F(Update, OneThatNeedsANewerProgramWaits) {
  ++index_.serial;
  offer("acme-one", 1);
  index_.models[0].needs = "1.1";
  sign();
  EXPECT_THAT(update()->notes, ElementsAre(HasSubstr("needs platen 1.1")));
  place_.version = "1.1.0";
  EXPECT_EQ(update()->steps.size(), 1U);
}

TEST_F(Update, WhatIsPinnedStaysUntilItIsNot) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  ASSERT_TRUE(pin(place_, "acme-one", {}).has_value());
  publish("acme-one", 2);
  EXPECT_THAT(update()->notes, ElementsAre(HasSubstr("version 1 is pinned")));
  EXPECT_EQ(version_of("acme-one"), 1);
  EXPECT_THAT(update({.models = {"acme-one"}, .all = false, .dry_run = false}).error().message(),
              HasSubstr("unpin acme-one"));
  ASSERT_TRUE(unpin(place_, "acme-one").has_value());
  ASSERT_TRUE(update().has_value());
  EXPECT_EQ(version_of("acme-one"), 2);
  EXPECT_EQ(unpin(place_, "acme-one").error().code, Errc::conflict);
  EXPECT_THAT(pin(place_, "acme-one", 7).error().message(), HasSubstr("there is 1, 2"));
  EXPECT_THAT(pin(place_, "acme-onee", {}).error().message(), HasSubstr("acme-one"));
}

TEST_F(Update, RollsBackToTheBundledModelAndKeepsIt) {
  publish("canon-pro-1000", 2);
  ASSERT_TRUE(update().has_value());
  EXPECT_EQ(version_of("canon-pro-1000"), 2);
  const auto words = rollback(place_, "canon-pro-1000");
  ASSERT_TRUE(words.has_value()) << words.error().message();
  EXPECT_EQ(version_of("canon-pro-1000"), 1);
  EXPECT_NE(text_of("canon-pro-1000", 1), ""); // the program's next one may be another
  EXPECT_EQ(rollback(place_, "canon-pro-1000").error().code, Errc::conflict);
  EXPECT_TRUE(update()->steps.empty());
}

// The family is the program's: what is kept for later must not change with it.
TEST_F(Update, KeepsAModelOfAFamilyAsAWhole) {
  ASSERT_TRUE(pin(place_, "canon-ir1020", {}).has_value());
  EXPECT_EQ(text_of("canon-ir1020", 1).find("extends"), std::string::npos);
  const auto here = models_in_force(place_.bundled, place_.folder);
  EXPECT_TRUE(here->problems.empty()) << here->problems.at(0);
  const auto kept = model::load_model(file_of(place_.folder, "canon-ir1020", 1));
  const auto own =
      model::load_model(fs::path(PLATEN_SOURCE_DATA) / "printers/canon/canon-ir1020.toml");
  ASSERT_TRUE(kept.has_value()) << kept.error().message();
  EXPECT_EQ(kept->media.size(), own->media.size());
  EXPECT_EQ(kept->defaults, own->defaults);
  EXPECT_EQ(kept->tone_curve, own->tone_curve);
  EXPECT_EQ(kept->language_options, own->language_options);
}

TEST_F(Update, ADamagedFileIsToldAndTheNextBestCounts) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  publish("acme-one", 2);
  ASSERT_TRUE(update().has_value());
  ASSERT_TRUE(write_file(file_of(place_.folder, "acme-one", 2), as_bytes("nothing")).has_value());
  EXPECT_EQ(version_of("acme-one"), 1);
  const auto here = models_in_force(place_.bundled, place_.folder);
  EXPECT_THAT(here->problems, testing::Contains(HasSubstr("is not as it was installed")));
  EXPECT_THAT(here->problems, testing::Contains(HasSubstr("version 2 was before")));
  EXPECT_EQ(verify(place_, settings_, today)->good, 1U);
  EXPECT_FALSE(verify(place_, settings_, today)->wrong.empty());
}

TEST_F(Update, ADamagedRecordLeavesTheProgramsModels) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  ASSERT_TRUE(write_file(place_.folder / "record.json", as_bytes("{")).has_value());
  const auto here = models_in_force(place_.bundled, place_.folder);
  ASSERT_TRUE(here.has_value());
  EXPECT_EQ(here->models.size(), 3U);
  EXPECT_THAT(here->problems, ElementsAre(HasSubstr("record of model updates is damaged")));
  EXPECT_THAT(refusal(), HasSubstr("damaged"));
}

// A crash between the files and the record: the files that no record names do not count, and go.
TEST_F(Update, WhatABrokenOffInstallLeftDoesNotCount) {
  publish("acme-one", 1);
  ASSERT_TRUE(update().has_value());
  ASSERT_TRUE(write_file(file_of(place_.folder, "acme-one", 9), as_bytes(model_text("acme-one", 9)))
                  .has_value());
  ASSERT_TRUE(
      write_file(place_.folder / "acme-one" / "2.toml.Xy12ab", as_bytes("half")).has_value());
  EXPECT_EQ(version_of("acme-one"), 1);
  publish("acme-one", 2);
  ASSERT_TRUE(update().has_value());
  EXPECT_EQ(version_of("acme-one"), 2);
  EXPECT_FALSE(fs::exists(file_of(place_.folder, "acme-one", 9)));
  EXPECT_FALSE(fs::exists(place_.folder / "acme-one" / "2.toml.Xy12ab"));
}

TEST_F(Update, KeepsSomeVersionsAndThePinnedOne) {
  for (std::int64_t version = 1; version <= 12; ++version) {
    publish("acme-one", version);
    ASSERT_TRUE(update().has_value());
  }
  const auto here = models_in_force(place_.bundled, place_.folder);
  EXPECT_THAT(here->versions.at("acme-one").installed, ElementsAre(7, 8, 9, 10, 11, 12));
}

TEST_F(Update, OneAtATime) {
  publish("acme-one", 1);
  const auto lock = ChangeLock::take(place_.folder);
  ASSERT_TRUE(lock.has_value());
  EXPECT_EQ(update().error().code, Errc::busy);
}

TEST(Source, IsEncryptedOrOfThisMachine) {
  for (const char* right : {"https://models.example/platen", "https://[2001:db8::1]:8443/a",
                            "file:///srv/models", "/srv/models"})
    EXPECT_TRUE(check_source(right).has_value()) << right;
  for (const char* wrong : {"http://models.example/", "ftp://x/", "https://", "https:///x",
                            "https://me:secret@x/", "models", "https://x/a\nb", "file://relative"})
    EXPECT_FALSE(check_source(wrong).has_value()) << wrong;
}

TEST(FetchMessage, SaysWhatWasAsked) {
  const FetchRequest request{"https://x/index.json", "/etc/trust.pem", 1000,
                             std::chrono::seconds{9}};
  const auto read = read_request(write_request(request));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->url, request.url);
  EXPECT_EQ(read->trust, request.trust);
  EXPECT_EQ(read->most_bytes, request.most_bytes);
  EXPECT_FALSE(read_request("").has_value());
  const auto refused = read_answer(as_bytes(write_failure({Errc::denied, "no\x1b[2J"})), 10);
  EXPECT_EQ(refused.error().code, Errc::denied);
  EXPECT_EQ(refused.error().what, "no [2J");
  EXPECT_EQ(read_answer(as_bytes("d12345678901"), 10).error().code, Errc::limit);
  EXPECT_EQ(as_text(*read_answer(as_bytes("d123"), 10)), "123");
  EXPECT_FALSE(read_answer({}, 10).has_value());
}

} // namespace
} // namespace platen::update
