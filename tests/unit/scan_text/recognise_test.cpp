#include "unit/scan_text/letters.h"

#include <cmath>
#include <numbers>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<std::string> sentence{"Every page that was scanned", "can be found by its words"};
const std::vector<std::string> words{"Every", "page",  "that", "was", "scanned", "can",
                                     "be",    "found", "by",   "its", "words"};

struct Recognise : testing::Test {
  Recognise() { use_recogniser(); }
};

PageText read(const PageImage& page) {
  auto text = recognise(page, {}, never);
  EXPECT_TRUE(text) << text.error().message();
  return text.value_or(PageText{});
}

TEST_F(Recognise, ReadsWordsInEachKindOfPage) {
  const PageImage gray = typed(sentence);
  EXPECT_EQ(words_of(read(gray)), words);
  EXPECT_EQ(words_of(read(as(rgb8, gray))), words);
  EXPECT_EQ(words_of(read(as(mask1, gray))), words);
}

TEST_F(Recognise, SaysWhereTheyAre) {
  const PageText text = read(typed(sentence));
  ASSERT_EQ(text.lines.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const Word& first = text.lines[i].words.front();
    const int baseline = first_baseline + static_cast<int>(i) * line_pitch;
    EXPECT_NEAR(first.left, first_left, 5);
    EXPECT_NEAR(first.baseline, baseline, 2);
    EXPECT_LT(first.top, baseline - 20);
    EXPECT_NEAR(first.slope, 0, 0.002);
    EXPECT_GT(first.confidence, 80);
  }
}

TEST_F(Recognise, FollowsALineThatIsAskew) {
  constexpr double degrees = 2;
  const PageText text = read(typed(sentence, degrees));
  EXPECT_EQ(words_of(text), words);
  const double slope = std::tan(degrees * std::numbers::pi / 180);
  for (const Line& line : text.lines)
    for (const Word& word : line.words)
      EXPECT_NEAR(word.slope, slope, 0.005);
  const Word& last = text.lines.at(0).words.back();
  EXPECT_NEAR(last.baseline, first_baseline + slope * (last.left - first_left), 3);
}

TEST_F(Recognise, FindsNothingOnAnEmptyPage) {
  PageImage page({400, 300, gray8}, Dpi{300});
  for (std::int32_t y = 0; y < page.height; ++y)
    std::ranges::fill(page.band().row(y), std::byte{255});
  EXPECT_THAT(read(page).lines, IsEmpty());
}

TEST_F(Recognise, WorksForSeveralThreadsAtOnce) {
  const PageImage page = typed(sentence);
  std::vector<std::vector<std::string>> found(3);
  std::vector<std::thread> threads;
  for (auto& one : found)
    threads.emplace_back([&] { one = words_of(read(page)); });
  for (std::thread& thread : threads)
    thread.join();
  for (const auto& one : found)
    EXPECT_EQ(one, words);
}

TEST_F(Recognise, NamesTheLanguagesThatAreInstalled) {
  EXPECT_THAT(installed_languages(), Contains("eng"));
  EXPECT_THAT(installed_languages(), Not(Contains("osd")));
  const auto wrong = recognise(typed(sentence), {.languages = {"eng", "../x"}}, never);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Errc::invalid);
  EXPECT_THAT(wrong.error().what, HasSubstr("\"../x\""));
  EXPECT_THAT(wrong.error().what, HasSubstr("eng"));
}

// Pages that lie on their side or head.
PageImage turned_by(std::int32_t quarters, const PageImage& from) {
  PageImage page(quarters % 2 == 0 ? from.shape()
                                   : PageShape{from.height, from.shape().width, gray8},
                 from.resolution);
  for (std::int32_t y = 0; y < page.height; ++y)
    for (std::int32_t x = 0; x < page.shape().width; ++x) {
      std::int32_t from_x = x, from_y = y;
      switch (quarters) { // clockwise
      case 1:
        from_x = y;
        from_y = from.height - 1 - x;
        break;
      case 2:
        from_x = from.shape().width - 1 - x;
        from_y = from.height - 1 - y;
        break;
      case 3:
        from_x = from.shape().width - 1 - y;
        from_y = x;
        break;
      default:
        break;
      }
      page.band().row(y)[static_cast<std::size_t>(x)] =
          from.band().row(from_y)[static_cast<std::size_t>(from_x)];
    }
  return page;
}

TEST_F(Recognise, FindsHowFarAPageIsToBeTurned) {
  const PageImage upright =
      typed({"When a stack of paper goes through", "the feeder, some sheets lie on their",
             "heads, and some on their sides. The", "letters themselves say which way is",
             "up, as most of them look different", "when they are turned around: there is",
             "more above the middle of a line than", "below it, in all Latin writing."});
  for (std::int32_t quarters = 0; quarters < 4; ++quarters) {
    const auto found = find_orientation(turned_by(quarters, upright), {}, never);
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->first, (4 - quarters) % 4 * 90);
    EXPECT_GT(found->second, 1);
  }
}

TEST_F(Recognise, IsNotSureOfAPageWithoutLetters) {
  const auto found = find_orientation(typed({}), {}, never);
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(*found, std::pair(0, 0.0));
}

} // namespace
} // namespace platen::scan
