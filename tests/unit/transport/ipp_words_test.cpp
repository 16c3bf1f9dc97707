#include "transport/ipp_words.h"

#include <cups/cups.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::transport {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

struct Heard {
  int times = 0;
  std::vector<std::string> reasons;
  std::string message;
};

class Words : public testing::Test {
protected:
  void say(const std::vector<std::string>& reasons, const std::string& message = "") {
    ipp::Message answer;
    for (const std::string& reason : reasons) {
      ipp_attribute_t* all =
          ippFindAttribute(answer.get(), "printer-state-reasons", IPP_TAG_KEYWORD);
      if (all == nullptr)
        ippAddString(answer.get(), IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons",
                     nullptr, reason.c_str());
      else
        ippSetString(answer.get(), &all, ippGetCount(all), reason.c_str());
    }
    ippAddString(answer.get(), IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-state-message", nullptr,
                 message.c_str());
    words.hear(answer);
  }
  Heard heard;
  IppWords words{[this](const std::vector<std::string>& reasons, const std::string& message) {
    heard = {heard.times + 1, reasons, message};
  }};
};

TEST_F(Words, AreToldFirstAndWhenTheyChange) {
  say({"none"});
  EXPECT_EQ(heard.times, 1);
  say({"none"});
  EXPECT_EQ(heard.times, 1);
  say({"toner-low-report"}, "Toner");
  EXPECT_EQ(heard.times, 2);
  EXPECT_THAT(heard.reasons, ElementsAre("toner-low-report"));
  EXPECT_EQ(heard.message, "Toner");
}

TEST_F(Words, AreRegisteredOnesOfTheMachine) {
  say({"media-empty", "paused", "com.example-flashing", "media-empty", "cover-open-warning",
       "connecting-to-device-report", "cups-waiting-for-job-completed", "MEDIA-JAM",
       "media-jam-error-error"});
  EXPECT_THAT(heard.reasons, ElementsAre("media-empty", "cover-open-warning"));
}

TEST_F(Words, AreBounded) {
  std::vector<std::string> many;
  for (const char* reason : {"media-empty", "media-jam", "media-low", "media-needed", "cover-open",
                             "door-open", "toner-low", "toner-empty"})
    for (const char* severity : {"", "-report", "-warning", "-error"})
      many.push_back(std::string(reason) + severity);
  std::string long_text;
  for (int i = 0; i < 200; ++i)
    long_text += "\xc3\xa4"; // two bytes each
  say(many, long_text);
  EXPECT_THAT(heard.reasons, SizeIs(16));
  EXPECT_EQ(heard.message, long_text.substr(0, 254));
  say({}, "a\nb\x1b[2J");
  EXPECT_EQ(heard.message, "a b [2J");
}

} // namespace
} // namespace platen::transport
