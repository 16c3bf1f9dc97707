#include "job/account.h"
#include "job/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::job {
namespace {

TEST(PrinterName, TakesLettersDigitsAndThreeSigns) {
  for (const char* name : {"a", "Office-2.west_wing", "9", "A.B"})
    EXPECT_TRUE(check_printer_name(name)) << name;
  EXPECT_TRUE(check_printer_name(std::string(127, 'x')));
}

TEST(PrinterName, SaysWhatIsWrong) {
  for (const char* name :
       {"", "-a", ".a", "_a", "a b", "a/b", "../a", "b\xc3\xbcro", "a\n", "a%20"})
    EXPECT_FALSE(check_printer_name(name)) << name;
  EXPECT_FALSE(check_printer_name(std::string(128, 'x')));
  EXPECT_FALSE(check_printer_name(std::string("a\0b", 3)));
  EXPECT_EQ(check_printer_name("a b").error().code, Errc::invalid);
}

TEST(Uuid, IsOfVersionFourAndNeverTheSame) {
  const std::string uuid = make_uuid();
  EXPECT_THAT(uuid,
              testing::MatchesRegex(
                  "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(uuid, make_uuid());
}

TEST(Limit, IsToldInTheNumberOfItsSheets) {
  Limit limit;
  limit.name = "mira";
  limit.most = 10;
  limit.period = "day";
  EXPECT_EQ(beyond(limit, 10, 1),
            "the job needs 1 sheet, and of the 10 that mira may print in a day 0 are left");
  limit.count = Limit::Count::sides;
  EXPECT_EQ(beyond(limit, 9, 2),
            "the job needs 2 sides, and of the 10 that mira may print in a day 1 is left");
}

TEST(JobState, HasTheKeywordsOfTheStandard) {
  EXPECT_EQ(to_string(JobState::pending), "pending");
  EXPECT_EQ(to_string(JobState::held), "pending-held");
  EXPECT_EQ(to_string(JobState::stopped), "processing-stopped");
  EXPECT_EQ(to_string(JobState::completed), "completed");
  EXPECT_FALSE(is_finished(JobState::stopped));
  EXPECT_TRUE(is_finished(JobState::canceled));
}

} // namespace
} // namespace platen::job
