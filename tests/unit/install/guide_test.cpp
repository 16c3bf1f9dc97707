#include "install/embedded.h"
#include "install/guide.h"
#include "install/system.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::install {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Visit visit(const std::string& system) {
  Visit one;
  one.place.host = "print.local";
  one.others_reach = "http://print.local:8631/install";
  one.system = one.detected = system;
  one.near = true;
  one.printers = {{.name = "office",
                   .title = "Office",
                   .location = {},
                   .model = {},
                   .uuid = "urn:uuid:81da1420-f6c4-422d-84fe-ebad8c620ec0"}};
  one.all_printers = one.printers;
  one.scanners = {{"glass", "Glass"}};
  return one;
}

TEST(WaysOf, NearOnesInstallNothing) {
  EXPECT_THAT(ways_of(visit("ios")), ElementsAre("apple-choose", "apple-profile"));
  EXPECT_THAT(ways_of(visit("linux")), ElementsAre("linux-choose", "linux-line"));
}

TEST(WaysOf, WhoDoesNotHearTheAnnouncementsIsGivenAnAddress) {
  Visit far = visit("ios");
  far.near = false;
  EXPECT_THAT(ways_of(far), ElementsAre("apple-profile"));
  Visit silent = visit("linux");
  silent.announced = false;
  EXPECT_THAT(ways_of(silent), ElementsAre("linux-line"));
  Visit hidden = visit("android");
  hidden.printers[0].shared = false;
  EXPECT_THAT(ways_of(hidden), ElementsAre("android-address"));
}

TEST(WaysOf, OldSystemsAreOfferedTheInboxesThatThereAre) {
  EXPECT_THAT(ways_of(visit("windows-old")), ElementsAre("windows-old-ipp"));
  Visit open = visit("windows-old");
  open.printers[0].inboxes = {{"raw", 9101, ""}, {"lpd", 515, "office"}};
  EXPECT_THAT(ways_of(open), ElementsAre("windows-old-ipp", "windows-old-raw", "windows-old-lpd"));
  EXPECT_EQ(command_of(open, "raw-inboxes"), "print.local, 9101");
  EXPECT_EQ(command_of(open, "lpd-inboxes"), "print.local, office");
}

// Each file, command and text that a step names is there, in both languages.
TEST(Guide, EverySystemIsWholeInBothLanguages) {
  for (const std::string_view system : systems()) {
    for (const char* const language : {"en", "de"}) {
      Visit one = visit(std::string(system));
      one.printers[0].inboxes = {{"raw", 9100, ""}, {"lpd", 515, "office"}};
      const Json json = guide(one, Words::in(language));
      const std::string text = json.dump();
      EXPECT_THAT(text, Not(HasSubstr("@command"))) << system;
      EXPECT_THAT(text, Not(HasSubstr("@file"))) << system;
      for (const char* const gap : {"{host}", "{port}", "{server}", "{printers}", "{fingerprint}"})
        EXPECT_THAT(text, Not(HasSubstr(gap))) << system;
      ASSERT_FALSE(json["ways"].empty()) << system;
      for (const char* const part : {"check", "trouble", "scan"})
        EXPECT_FALSE(json[part].empty()) << system << " " << part;
      for (const Json& way : json["ways"]) {
        EXPECT_THAT(way["title"].get<std::string>(), Not(HasSubstr("ways."))) << way["id"];
        EXPECT_FALSE(way["steps"].empty()) << way["id"];
        for (const Json& step : way["steps"])
          if (step.contains("file")) {
            EXPECT_THAT(step["file"].get<std::string>(), HasSubstr("/install/")) << way["id"];
          }
      }
    }
  }
}

void names_of(const Json& json, const std::string& at, std::set<std::string>& all) {
  if (json.is_array()) {
    int commands = 0;
    for (const Json& one : json)
      if (one.get<std::string>().starts_with("@"))
        all.insert(at + one.get<std::string>() + std::to_string(++commands));
    all.insert(at + "#" + std::to_string(json.size()));
    return;
  }
  if (!json.is_object()) {
    all.insert(at);
    return;
  }
  for (const auto& [name, value] : json.items())
    names_of(value, at + "." + name, all);
}

TEST(Words, BothLanguagesHaveTheSameTextsAndSteps) {
  std::set<std::string> english, german;
  names_of(Json::parse(english_text()), "", english);
  names_of(Json::parse(german_text()), "", german);
  EXPECT_EQ(english, german);
}

TEST(Words, WhatIsFilledInIsNotFilledInAgain) {
  EXPECT_EQ(filled_in("a {x} {y} {z", {{"x", "{y}"}, {"y", "1"}}), "a {y} 1 {z");
}

TEST(Guide, SaysWhatIsNotEncryptedAndWhatIsTheServersOwn) {
  Visit one = visit("windows");
  EXPECT_THAT(guide(one, Words::in("en"))["notes"].dump(), HasSubstr("without encryption"));
  one.place.encrypted = true;
  one.fingerprint = "AB:CD";
  const Json notes = guide(one, Words::in("en"))["notes"];
  EXPECT_THAT(notes.dump(), HasSubstr("AB:CD"));
  EXPECT_EQ(notes[0]["file"], "/install/platen.crt");
}

TEST(Guide, WithoutPrintersThereIsNoWay) {
  Visit one = visit("linux");
  one.printers.clear();
  one.all_printers.clear();
  EXPECT_TRUE(guide(one, Words::in("en"))["ways"].empty());
}

} // namespace
} // namespace platen::install
