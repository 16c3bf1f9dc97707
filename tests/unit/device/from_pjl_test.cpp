#include "device/from_pjl.h"
#include "encode/pclxl/device_status.h"

#include <gtest/gtest.h>

namespace platen::device {
namespace {

std::optional<pjl::DeviceStatus> status_in(std::string text) {
  pjl::StatusAnswers answers;
  pjl::take_answers(text, answers);
  return answers.status;
}

pjl::StatusAnswers answers_in(std::string text) {
  pjl::StatusAnswers answers;
  pjl::take_answers(text, answers);
  return answers;
}

TEST(TakeStatus, ReadsAnAnswer) {
  const auto status =
      status_in("@PJL INFO STATUS\r\nCODE=40021\r\nDISPLAY=\"Close door\"\r\nONLINE=FALSE\r\n\f");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 40021);
  EXPECT_EQ(status->display, "Close door");
  EXPECT_EQ(status->online, false);
}

TEST(TakeStatus, WaitsForTheFormFeedAndKeepsTheRest) {
  std::string received = "@PJL INFO STATUS\r\nCODE=10001\r\n";
  pjl::StatusAnswers answers;
  pjl::take_answers(received, answers);
  EXPECT_FALSE(answers.status);
  received += "ONLINE=TRUE\r\n\f@PJL USTATUS";
  pjl::take_answers(received, answers);
  EXPECT_TRUE(answers.status);
  EXPECT_EQ(received, "@PJL USTATUS");
}

TEST(TakeStatus, TakesTheLastOfSeveralAndPassesOverOthers) {
  const auto status =
      status_in("@PJL INFO STATUS\r\nCODE=10001\r\n\f@PJL INFO ID\r\n\"X\"\r\n\f"
                "@PJL USTATUS DEVICE\r\nCODE=41001\r\n\f@PJL USTATUS JOB\r\nEND\r\n\f");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 41001);
}

TEST(TakeStatus, RefusesWhatHasNoCode) {
  for (const char* text :
       {"\f", "noise\f", "@PJL INFO STATUS\r\n\f", "@PJL INFO STATUS\r\nCODE=\r\n\f",
        "@PJL INFO STATUS\r\nCODE=-5\r\n\f", "@PJL INFO STATUS\r\nCODE=1x\r\n\f",
        "@PJL INFO STATUS\r\nCODE=99999999999\r\n\f"})
    EXPECT_FALSE(status_in(text)) << text;
}

TEST(TakePageCount, ReadsBothForms) {
  const std::string heading = "@PJL INFO PAGECOUNT\r\n";
  for (const char* text : {"PAGECOUNT=711797\r\n", "711797\r\n", " PAGECOUNT = 711797 \r\n",
                           "PAGES=3\r\nPAGECOUNT=711797\r\n", "711797"}) {
    const auto answers = answers_in(heading + text + "\f");
    EXPECT_TRUE(answers.counted) << text;
    EXPECT_EQ(answers.page_count, 711'797) << text;
    EXPECT_FALSE(answers.status) << text;
  }
}

TEST(TakePageCount, LeavesOpenWhatIsNoCount) {
  for (const char* text : {"\"?\"\r\n", "?\r\n", "", "PAGECOUNT=\r\n", "PAGECOUNT=-1\r\n", "-1\r\n",
                           "PAGECOUNT=12x\r\n", "PAGECOUNT=4294967296\r\n",
                           "PAGECOUNT=99999999999999999999\r\n", "PAGES=5\r\n"}) {
    const auto answers = answers_in("@PJL INFO PAGECOUNT\r\n" + std::string(text) + "\f");
    EXPECT_TRUE(answers.counted) << text;
    EXPECT_FALSE(answers.page_count) << text;
  }
  EXPECT_FALSE(answers_in("@PJL INFO ID\r\n5\r\n\f").counted);
}

TEST(TakePageCount, StandsBesideTheStatus) {
  const auto answers = answers_in("@PJL INFO STATUS\r\nCODE=10001\r\n\f"
                                  "@PJL INFO PAGECOUNT\r\nPAGECOUNT=0\r\n\f");
  ASSERT_TRUE(answers.status);
  EXPECT_EQ(from_pjl(*answers.status, answers.page_count).impressions, 0);
  EXPECT_EQ(pjl::status_questions(false).find("PAGECOUNT"), std::string::npos);
}

TEST(FromPjl, NamesEachGroupOfCodes) {
  const auto said = [](int code, std::optional<bool> online = std::nullopt) {
    const Condition condition = *from_pjl({code, "", online}).condition;
    const std::string reason =
        condition.reasons.empty() ? "none" : keyword_of(condition.reasons.front());
    return std::pair(condition.state, reason);
  };
  using Said = std::pair<State, std::string>;
  EXPECT_EQ(said(10001, true), Said(State::idle, "none"));
  EXPECT_EQ(said(10023), Said(State::processing, "none"));
  EXPECT_EQ(said(10006), Said(State::idle, "toner-low-warning"));
  EXPECT_EQ(said(40021), Said(State::stopped, "cover-open-error"));
  EXPECT_EQ(said(40022), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(41123), Said(State::stopped, "media-needed-error"));
  EXPECT_EQ(said(40093), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(42203), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(43101), Said(State::stopped, "other-error"));
  EXPECT_EQ(said(44104), Said(State::stopped, "media-jam-error"));
  EXPECT_EQ(said(50000), Said(State::stopped, "other-error"));
  EXPECT_EQ(said(30016, false), Said(State::stopped, "interpreter-complex-page-encountered-error"));
  EXPECT_EQ(said(30017, false), Said(State::stopped, "interpreter-complex-page-encountered-error"));
  EXPECT_EQ(said(30018), Said(State::unknown, "other-warning"));
  EXPECT_EQ(said(35075), Said(State::unknown, "other-warning"));
  EXPECT_EQ(said(99999), Said(State::unknown, "none"));
  EXPECT_EQ(said(10001, false), Said(State::stopped, "offline-error"));
}

TEST(FromPjl, TellsWhereTheJamIs) {
  const auto place = [](int code, const std::string& display = "13.2 JAM") {
    return from_pjl({code, display, false}).condition->reasons.at(0).place;
  };
  const std::pair<int, const char*> places[] = {
      {42101, "where the paper is fed"}, {42203, "at the fixing unit"}, // HP's own example
      {42106, "at the output"},          {42110, "in the duplex unit"},
      {42111, "in the external feeder"}, {42112, "in the external output device"},
      {42114, "at the fixing unit"},     {44101, "where the paper is fed"},
      {44103, "under the top cover"},    {44105, "in the duplex unit"},
      {44106, "at the output"},          {44107, "behind the front door"},
      {40093, "in the duplex unit"}};
  for (const auto& [code, words] : places)
    EXPECT_EQ(place(code), words) << code;
  for (const int code : {40022, 42000, 42003, 42100, 42115, 42199, 44100, 44108, 44003})
    EXPECT_EQ(place(code), "") << code;
  EXPECT_EQ(place(42201, "220 Paper Jam"), ""); // Lexmark's code: two sheets of another place
}

// What a printer says unasked while a job goes out is read by the language, what it answers in
// between by this channel: one trouble has one name.
TEST(FromPjl, AgreesWithWhatTheLanguageHears) {
  int compared = 0;
  for (int code = 10000; code < 60000; ++code) {
    std::string said = "@PJL USTATUS DEVICE\r\nCODE=" + std::to_string(code) +
                       "\r\nDISPLAY=\"x\"\r\nONLINE=TRUE\r\n\f";
    const auto heard = encode::pclxl::take_unsolicited(said);
    ASSERT_TRUE(heard && heard->words) << code;
    if (heard->words->reasons.empty()) continue;
    const auto reasons = from_pjl({code, "x", true}).condition->reasons;
    ASSERT_EQ(reasons.size(), 1u) << code;
    EXPECT_EQ(reasons[0].keyword, without_severity(heard->words->reasons[0])) << code;
    const std::string place = reasons[0].place.empty() ? "" : reasons[0].place + ", ";
    EXPECT_EQ(heard->words->message, place + "it shows \"x\"") << code;
    ++compared;
  }
  EXPECT_GT(compared, 1000);
}

} // namespace
} // namespace platen::device
