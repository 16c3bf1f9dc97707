#include "device/language_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Which language a device is printed on in, by what it said of itself.
namespace platen::device {
namespace {

using testing::HasSubstr;
using Why = LanguageChoice::Why;

model::Model copier() {
  const auto models = model::load_models(PLATEN_SOURCE_DATA);
  EXPECT_TRUE(models) << models.error().message();
  return **model::find_model(*models, "canon-ir1020");
}

Probe probe_with(std::vector<Spoken> languages) {
  Probe probe;
  probe.answers = {{"pjl", "iR1020", ""}, {"snmp", "", "nobody answers"}};
  probe.languages = std::move(languages);
  return probe;
}

TEST(LanguageChoice, TakesTheFirstOfTheModelThatTheDeviceHas) {
  const Probe both = probe_with({{"pcl-5e", "snmp", "PCL5e"}, {"pcl-xl", "pjl", "PCLXL"}});
  const LanguageChoice choice = choose_language(both, copier());
  EXPECT_EQ(choice.why, Why::confirmed);
  EXPECT_EQ(choice.language, "pcl-xl");
  EXPECT_EQ(in_words(choice, both, copier()),
            "the device says that it has pcl-xl (\"PCLXL\" by pjl): printer-language=pcl-xl");
  EXPECT_EQ(choose_language(probe_with({{"pcl", "pjl", "PCL"}}), copier()).language, "pcl-5e");
}

TEST(LanguageChoice, KeepsTheDefaultWhereNothingIsSaid) {
  const Probe untold = probe_with({});
  EXPECT_EQ(choose_language(untold, copier()).why, Why::untold);
  EXPECT_THAT(in_words(choose_language(untold, copier()), untold, copier()),
              HasSubstr("names no languages (it answers by pjl): printer-language stays pcl-xl"));
  Probe silent;
  silent.answers = {{"pjl", "", "nobody answers"}, {"snmp", "", "nobody answers"}};
  EXPECT_EQ(choose_language(silent, copier()).why, Why::silent);
  EXPECT_THAT(in_words(choose_language(silent, copier()), silent, copier()),
              HasSubstr("does not answer (asked by pjl, snmp): printer-language stays pcl-xl"));
}

TEST(LanguageChoice, WarnsOfADeviceThatHasNoneOfOurs) {
  const Probe foreign = probe_with({{"postscript", "pjl", "POSTSCRIPT"}});
  const LanguageChoice choice = choose_language(foreign, copier());
  EXPECT_EQ(choice.why, Why::foreign);
  EXPECT_EQ(choice.language, "pcl-xl");
  const std::string words = in_words(choice, foreign, copier());
  for (const char* const part : {"postscript (\"POSTSCRIPT\" by pjl)", "(pcl-xl, pcl-5e)",
                                 "it may print garbage", "test-page"})
    EXPECT_THAT(words, HasSubstr(part));
}

TEST(LanguageChoice, AsksBesideALinePrinterDaemon) {
  EXPECT_EQ(asked_at("socket://192.0.2.7:9100/?snmp=1161"), "socket://192.0.2.7:9100/?snmp=1161");
  EXPECT_EQ(asked_at("lpd://192.0.2.7/lp?snmp=1161"), "socket://192.0.2.7/?pjl=off&snmp=1161");
  EXPECT_EQ(asked_at("lpd://[2001:db8::1]"), "socket://[2001:db8::1]/?pjl=off");
  EXPECT_EQ(asked_at("usb://Canon/iR1024"), "usb://Canon/iR1024");
  for (const char* const nobody : {"file:/dev/null", "ipp://192.0.2.7/ipp/print", "lpd://"})
    EXPECT_EQ(asked_at(nobody), "") << nobody;
}

} // namespace
} // namespace platen::device
