#include "schedule/wording.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace platen::schedule {
namespace {

TEST(Wording, NamesTheAddressAsPeopleKnowIt) {
  EXPECT_EQ(address_of("socket://192.0.2.7"), "192.0.2.7 port 9100");
  EXPECT_EQ(address_of("file:/tmp/job"), "file:/tmp/job");
}

TEST(Wording, GivesTheDayOnlyOfAnotherDay) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  constexpr job::Time noon = 1'000'000 * 86'400LL / 86'400 * 86'400 + 43'200;
  EXPECT_EQ(clock_time(noon, noon + 60), "12:00");
  EXPECT_EQ(clock_time(noon, noon + 86'400).size(), std::string("2026-01-01 12:00").size());
}

TEST(Wording, SaysWhatAJobDoesNext) {
  EXPECT_EQ(goes_on(0), "the job is printed again from its start");
  EXPECT_EQ(goes_on(3), "the job goes on with sheet 4");
  EXPECT_EQ(when_released(3), "release the job to print the rest, from sheet 4");
}

TEST(Wording, OfAJobThatBeginsAgainNoLongerCountsItsSheets) {
  job::Job job;
  job.sheets_done = 3;
  job.state_message = "p: the line is cut; 3 of 9 sheets had been delivered; " + when_released(3);
  job.detailed = {job.state_message};
  begin_again(job);
  EXPECT_EQ(job.sheets_done, 0);
  EXPECT_EQ(job.state_message, "p: the line is cut; 3 of 9 sheets had been delivered; look at what "
                               "was printed, then release the job to print all of it");
  EXPECT_EQ(job.detailed, std::vector{job.state_message});
  job.sheets_done = 3;
  job.state_message = "p does not answer, " + goes_on(3);
  begin_again(job);
  EXPECT_EQ(job.state_message, "p does not answer, the job is printed again from its start");
}

TEST(Wording, SaysWhatToDoAboutADevice) {
  EXPECT_EQ(device_trouble({"media-jam"}, "it shows support code 1300"),
            "paper is jammed: take it out, then it prints on (it shows support code 1300)");
  EXPECT_EQ(device_trouble({"toner-low", "cover-open"}, ""),
            "the toner is low: have a new cartridge ready; a cover is open: close it, then it "
            "prints on");
  EXPECT_EQ(advice("cover-open-warning"), advice("cover-open")); // IPP printers tell a severity
  EXPECT_EQ(device_trouble({"timed-out"}, "it does not answer"), "it does not answer");
}

TEST(Wording, RoundsThePauseUp) {
  EXPECT_EQ(next_try(std::chrono::milliseconds(8000)), "; next try in 8 s");
  EXPECT_EQ(next_try(std::chrono::milliseconds(50)), "; next try in 1 s");
}

} // namespace
} // namespace platen::schedule
