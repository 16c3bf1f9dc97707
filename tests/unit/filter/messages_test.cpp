#include "filter/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::filter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FilterMessages : public testing::Test {
protected:
  std::vector<std::string> reasons_;
  std::string words_;
  std::vector<std::string> log_;
  Messages messages_{[this](const std::vector<std::string>& reasons, const std::string& words) {
                       reasons_ = reasons;
                       words_ = words;
                     },
                     [this](std::string_view level, const std::string& line) {
                       log_.push_back(std::string(level) + " " + line);
                     }};
};

TEST_F(FilterMessages, TellsWordsForPeopleFromThoseForTheLog) {
  messages_.take("DEBUG: a detail\nINFO: warm");
  EXPECT_EQ(words_, "");
  messages_.take("ing up\nno prefix\nERROR: it is bro\tken\x1b[31m\nPAGE: 1 1\n");
  EXPECT_EQ(words_.substr(0, 9), "it is bro");
  EXPECT_EQ(words_.find('\x1b'), std::string::npos);
  EXPECT_THAT(log_, ElementsAre("debug a detail", "info warming up", "debug no prefix",
                                testing::StartsWith("error it is bro")));
  EXPECT_EQ(messages_.last_words(), words_);
}

TEST_F(FilterMessages, TakesRegisteredReasonsAlone) {
  messages_.take("STATE: +media-empty-error,cover-open\nSTATE: +whatever-i-like\n");
  EXPECT_THAT(reasons_, ElementsAre("media-empty-error", "cover-open"));
  messages_.take("STATE: -media-empty-error\n");
  EXPECT_THAT(reasons_, ElementsAre("cover-open"));
  messages_.take("STATE: toner-low-warning\n");
  EXPECT_THAT(reasons_, ElementsAre("toner-low-warning"));
  messages_.take("STATE: none\n");
  EXPECT_THAT(reasons_, IsEmpty());
}

TEST_F(FilterMessages, AreBounded) {
  messages_.take(std::string(1 << 20, 'x'));
  messages_.end();
  ASSERT_EQ(log_.size(), 1u);
  EXPECT_LT(log_.front().size(), 1'100u);
  for (int i = 0; i < 5'000; ++i)
    messages_.take("DEBUG: line\n");
  EXPECT_EQ(log_.size(), 1'000u);
}

TEST_F(FilterMessages, EndWithTheLastErrorOrTheLastWords) {
  messages_.take("DEBUG: nothing\n");
  EXPECT_EQ(messages_.last_words(), "");
  messages_.take("segmentation something\n");
  messages_.end();
  EXPECT_EQ(messages_.last_words(), "segmentation something");
  messages_.take("ERROR: real\nINFO: later\n");
  EXPECT_EQ(messages_.last_words(), "real");
}

} // namespace
} // namespace platen::filter
