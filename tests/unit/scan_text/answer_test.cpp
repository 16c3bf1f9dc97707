#include "scan/text/answer.h"
#include "scan/text/question.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using testing::HasSubstr;

constexpr PageShape page{1000, 800, gray8};

Word word() {
  return {.text = "größe",
          .left = 10,
          .top = 20,
          .width = 300,
          .height = 40,
          .baseline = 55,
          .slope = -0.01,
          .confidence = 93};
}

PageText with(const Word& one) {
  PageText text;
  text.lines.push_back({{word(), one}});
  return text;
}

TEST(TextAnswer, ComesBackAsItWasGiven) {
  PageText text = with(word());
  text.lines.push_back({{word()}});
  const PageText back = parse_text(encode_answer(text), page).value();
  ASSERT_EQ(back.lines.size(), 2U);
  const Word& one = back.lines[0].words[1];
  EXPECT_EQ(one.text, "größe");
  EXPECT_EQ(one.left, 10);
  EXPECT_EQ(one.top, 20);
  EXPECT_EQ(one.width, 300);
  EXPECT_EQ(one.height, 40);
  EXPECT_EQ(one.baseline, 55);
  EXPECT_EQ(one.slope, -0.01);
  EXPECT_EQ(one.confidence, 93);
}

TEST(TextAnswer, MayBeThatNothingIsThere) {
  EXPECT_TRUE(parse_text(encode_answer(PageText{}), page).value().lines.empty());
}

TEST(TextAnswer, IsTheWorkersErrorWhereItHasOne) {
  const Error error{Errc::limit, "too\nmuch"};
  const auto text = parse_text(encode_answer(error), page);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::limit);
  EXPECT_THAT(text.error().message(), HasSubstr("too"));
  EXPECT_EQ(text.error().message().find('\n'), std::string::npos);
}

TEST(TextAnswer, IsRefusedWhereverItIsCut) {
  const Buffer whole = encode_answer(with(word()));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(parse_text(Bytes(whole).first(size), page).error().code, Errc::malformed) << size;
  Buffer longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(parse_text(longer, page));
}

using Change = void (*)(Word&);

TEST(TextAnswer, IsRefusedForAWordThatNoPageHas) {
  const Change changes[] = {
      [](Word& w) { w.text = ""; },
      [](Word& w) { w.text = "a\nb"; },
      [](Word& w) { w.text = "\xC3"; },
      [](Word& w) { w.text = "\xED\xA0\x80"; }, // a surrogate
      [](Word& w) { w.text = std::string(most_word_bytes + 1, 'a'); },
      [](Word& w) { w.left = -1; },
      [](Word& w) { w.left = 999; },
      [](Word& w) { w.left = std::numeric_limits<std::int32_t>::max(); },
      [](Word& w) { w.width = 0; },
      [](Word& w) { w.width = std::numeric_limits<std::int32_t>::max(); },
      [](Word& w) { w.top = 790; },
      [](Word& w) { w.height = -5; },
      [](Word& w) { w.baseline = -1; },
      [](Word& w) { w.baseline = 801; },
      [](Word& w) { w.slope = 1.5; },
      [](Word& w) { w.slope = std::numeric_limits<double>::quiet_NaN(); },
      [](Word& w) { w.slope = std::numeric_limits<double>::infinity(); },
      [](Word& w) { w.confidence = 101; },
      [](Word& w) { w.confidence = -1; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    Word one = word();
    changes[i](one);
    EXPECT_EQ(parse_text(encode_answer(with(one)), page).error().code, Errc::malformed) << i;
  }
}

TEST(TextAnswer, IsRefusedForEmptyLinesAndTooManyWords) {
  PageText text;
  text.lines.emplace_back();
  EXPECT_FALSE(parse_text(encode_answer(text), page));
  text.lines[0].words.assign(most_words + 1, word());
  EXPECT_FALSE(parse_text(encode_answer(text), page));
  text.lines[0].words.pop_back();
  EXPECT_TRUE(parse_text(encode_answer(text), page));
}

TEST(OrientationAnswer, IsAQuarterTurn) {
  EXPECT_EQ(parse_orientation(encode_answer(Orientation{270, 4.5})).value(), Orientation(270, 4.5));
  EXPECT_FALSE(parse_orientation(encode_answer(Orientation{45, 4.5})));
  EXPECT_FALSE(parse_orientation(encode_answer(Orientation{90, -1})));
  EXPECT_FALSE(parse_orientation(encode_answer(PageText{})));
  EXPECT_FALSE(parse_text(encode_answer(Orientation{90, 1}), page));
}

TEST(TextQuestion, ComesBackAsItWasAsked) {
  TextQuestion question;
  question.task = TextTask::orientation;
  question.shape = {2480, 3508, mask1};
  question.resolution = Dpi{300};
  question.memory_bytes = 1ULL << 31;
  question.cpu = std::chrono::seconds(17);
  question.accept_less = true;
  question.folder = "/data";
  question.language = "deu+eng";
  const TextQuestion back = parse_question(encode(question)).value();
  EXPECT_EQ(back.task, question.task);
  EXPECT_EQ(back.shape, question.shape);
  EXPECT_EQ(back.resolution, question.resolution);
  EXPECT_EQ(back.memory_bytes, question.memory_bytes);
  EXPECT_EQ(back.cpu, question.cpu);
  EXPECT_TRUE(back.accept_less);
  EXPECT_EQ(back.folder, question.folder);
  EXPECT_EQ(back.language, question.language);
}

TEST(TextQuestion, IsOfAPage) {
  TextQuestion question;
  question.shape = {0, 10, gray8};
  EXPECT_FALSE(parse_question(encode(question)));
  question.shape = {10, 10, cmyk8};
  EXPECT_FALSE(parse_question(encode(question)));
  question.shape = {10, 10, gray8};
  EXPECT_TRUE(parse_question(encode(question)));
}

} // namespace
} // namespace platen::scan
