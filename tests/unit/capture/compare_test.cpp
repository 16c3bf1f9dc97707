#include "capture/compare.h"
#include "job.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace platen::capture {
namespace {

using test::Job;

std::vector<Entry> entries_of(Bytes bytes, CompareOptions options = {}) {
  Collected collected(options);
  test::Source source(bytes);
  EXPECT_TRUE(read_capture(source, collected).has_value());
  return collected.entries();
}

std::vector<std::string> differences(Bytes first, Bytes second, CompareOptions options = {}) {
  const auto found = compare(entries_of(first, options), entries_of(second, options));
  EXPECT_TRUE(found.has_value());
  std::vector<std::string> told;
  for (const Difference& d : *found)
    told.push_back((d.first ? d.first->key + "=" + d.first->value : "-") + " / " +
                   (d.second ? d.second->key + "=" + d.second->value : "-"));
  return told;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CompareCaptures, FindsTheOneSettingThatChanged) {
  const Job a4 = test::lbp6030_job(test::tagged_page("00"));
  const Job letter = test::lbp6030_job(test::tagged_page("02"));
  EXPECT_THAT(differences(a4.bytes, letter.bytes), ElementsAre("tag C3=00 / tag C3=02"));
  EXPECT_THAT(differences(a4.bytes, a4.bytes), IsEmpty());
}

TEST(CompareCaptures, IgnoresNamesUnlessItIsAskedForAll) {
  const Job first = test::lbp6030_job(test::tagged_page());
  const Job second = test::lbp6030_job(test::tagged_page(), "43616e6f6e2074657375");
  EXPECT_THAT(differences(first.bytes, second.bytes), IsEmpty());
  EXPECT_EQ(differences(first.bytes, second.bytes, {.all = true}).size(), 3U);
}

TEST(CompareCaptures, IgnoresHowTheDataIsCut) {
  const Job first = Job().data(test::tagged_page(), 7);
  const Job second = Job().data(test::tagged_page(), 700);
  EXPECT_THAT(differences(first.bytes, second.bytes), IsEmpty());
}

TEST(CompareCaptures, TellsWhatOnlyOneHas) {
  const Job first = Job().packet(0x18, "002e830000").packet(0x13, "00");
  const Job second = Job().packet(0x18, "085a02").packet(0x18, "002e830000").packet(0x13, "00");
  EXPECT_THAT(differences(first.bytes, second.bytes),
              ElementsAre("- / packet 0018 of 085A=sequence 0000, user FF FF 00 00",
                          "- / attribute 085A=on (02)"));
}

TEST(CompareCaptures, RefusesWhatHasNothingInCommon) {
  std::vector<Entry> first, second;
  for (int i = 0; i < 1500; ++i) {
    first.push_back({.key = "a" + std::to_string(i)});
    second.push_back({.key = "b" + std::to_string(i)});
  }
  EXPECT_EQ(compare(first, second).error().code, Errc::limit);
}

// Against the definition: applied to the first, the differences give the second, and no shorter row
// of them exists.
RC_GTEST_PROP(CompareCaptures, AlignsAsShortAsCanBe, ()) {
  const auto any = [] {
    std::vector<Entry> entries;
    for (const int key : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4)))
      entries.push_back({.key = std::to_string(key)});
    return entries;
  };
  const auto first = any(), second = any();
  const auto found = compare(first, second);
  RC_ASSERT(found.has_value());
  std::size_t x = 0, y = 0, alone = 0;
  for (const Difference& d : *found) {
    RC_ASSERT(d.first.has_value() != d.second.has_value()); // no values here that could differ
    ++alone;
  }
  // The longest common part, by the textbook.
  std::vector<std::vector<std::size_t>> common(first.size() + 1,
                                               std::vector<std::size_t>(second.size() + 1));
  for (x = first.size(); x-- > 0;)
    for (y = second.size(); y-- > 0;)
      common[x][y] = first[x].key == second[y].key ? common[x + 1][y + 1] + 1
                                                   : std::max(common[x + 1][y], common[x][y + 1]);
  RC_ASSERT(alone == first.size() + second.size() - 2 * common[0][0]);
}

} // namespace
} // namespace platen::capture
