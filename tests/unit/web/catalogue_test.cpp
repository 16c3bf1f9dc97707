#include "web/assets.h"
#include "web/catalogue.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::web {
namespace {

TEST(Catalogue, TheBrowsersLanguageCounts) {
  EXPECT_EQ(Catalogue::for_browser("").language(), "en");
  EXPECT_EQ(Catalogue::for_browser("de").language(), "de");
  EXPECT_EQ(Catalogue::for_browser("de-CH, en;q=0.8").language(), "de");
  EXPECT_EQ(Catalogue::for_browser("fr, en;q=0.5, de;q=0.7").language(), "de");
  EXPECT_EQ(Catalogue::for_browser("fr, de;q=0").language(), "en");
  EXPECT_EQ(Catalogue::for_browser("*;q=;;,,,de;q=x").language(), "en");
}

TEST(Catalogue, ATextThatNobodyWroteIsItsName) {
  const auto words = Catalogue::for_browser("de");
  EXPECT_EQ(words("jobs.title"), "Aufträge");
  EXPECT_EQ(words("jobs.nothing.such"), "jobs.nothing.such");
  EXPECT_EQ(words.known("state.melted", "melted"), "melted");
}

// Every text in both languages.
void same_names(const nlohmann::json& one, const nlohmann::json& other, const std::string& at) {
  ASSERT_EQ(one.is_object(), other.is_object()) << at;
  if (!one.is_object()) return;
  for (const auto& [name, value] : one.items()) {
    ASSERT_TRUE(other.contains(name)) << at << "." << name;
    same_names(value, other[name], at + "." + name);
  }
}
TEST(Catalogue, BothLanguagesAreWhole) {
  const auto en = nlohmann::json::parse(*find_asset("text/plain/en.json")->content)["plain"];
  const auto de = nlohmann::json::parse(*find_asset("text/plain/de.json")->content)["plain"];
  same_names(en, de, "plain");
  same_names(de, en, "plain");
}

} // namespace
} // namespace platen::web
