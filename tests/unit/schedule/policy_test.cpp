#include "schedule/policy.h"
#include "unit/schedule/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What a job becomes whose device or server was lost in the midst of it.
namespace platen::schedule::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Policy, IsThePrintersOwnOrThatOfItsModel) {
  job::Printer printer;
  EXPECT_EQ(error_policy(printer, &flow::test::model_of(photo)), "hold-job");
  EXPECT_EQ(error_policy(printer, &flow::test::model_of(office)), "retry-job");
  EXPECT_EQ(error_policy(printer, nullptr), "retry-job");
  printer.error_policy = "abort-job";
  EXPECT_EQ(error_policy(printer, &flow::test::model_of(photo)), "abort-job");
  EXPECT_THAT(error_policies(), ElementsAre("abort-job", "hold-job", "retry-current-job",
                                            "retry-job", "stop-printer"));
}

// A job that was printing when the server was killed, and what the scheduler makes of it.
class Caught : public ::testing::Test {
protected:
  Job after_a_crash(const std::string& model, const std::string& policy, std::int32_t sheets_done) {
    // Nobody answers there, so that the job stays as it was decided.
    const PrinterId printer = world_.add_printer(
        "p" + std::to_string(++printers_), model,
        "socket://127.0.0.1:" + std::to_string(closed_port()), [&](job::Printer& p) {
          p.error_policy = policy;
          p.paused = true;
        });
    const JobId id = world_.submit(printer, {pages(1)});
    world_.crash_while_printing(id, [&](Job& job) {
      job.counters.sheets = 10;
      job.counters.sheets_completed = sheets_done;
      job.sheets_done = sheets_done;
    });
    EXPECT_THAT(world_.job(id).reasons, ElementsAre(std::string(job::caught_printing)));
    world_.start();
    return world_.job(id);
  }

  World world_;
  int printers_ = 0;
};

TEST_F(Caught, InTheOfficeGoesOnByItself) {
  const Job job = after_a_crash(office, "", 3);
  EXPECT_EQ(job.state, JobState::pending);
  EXPECT_THAT(job.reasons, ElementsAre());
  EXPECT_EQ(job.state_message, "the server stopped while this job was printing; at least 3 of 10 "
                               "sheets had been delivered, the job goes on with sheet 4");
  EXPECT_EQ(job.sheets_done, 3);
  EXPECT_THAT(after_a_crash(office, "", 0).state_message,
              HasSubstr("the job is printed again from its start"));
}

TEST_F(Caught, OnAPhotoPrinterIsHeldAndSaysHowMuchIsThere) {
  const Job job = after_a_crash(photo, "", 3);
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_EQ(job.hold_until, "indefinite");
  EXPECT_THAT(job.reasons, ElementsAre("job-hold-until-specified", "job-suspended-by-system"));
  EXPECT_THAT(job.state_message,
              HasSubstr("at least 3 of 10 sheets had been delivered; release the "
                        "job to print the rest, from sheet 4"));
}

TEST_F(Caught, GoesByThePrintersOwnPolicy) {
  EXPECT_EQ(after_a_crash(photo, "retry-job", 3).state, JobState::pending);
  EXPECT_EQ(after_a_crash(office, "hold-job", 3).state, JobState::held);
  EXPECT_EQ(after_a_crash(office, "stop-printer", 3).state, JobState::held);
  const Job aborted = after_a_crash(office, "abort-job", 3);
  EXPECT_EQ(aborted.state, JobState::aborted);
  EXPECT_THAT(aborted.reasons, ElementsAre("aborted-by-system"));
  EXPECT_GT(aborted.finished, 0);
}

// ---- the whole way: what was confirmed is not printed again

TEST(Resume, PrintsOnlyTheRestOfAJobThatWasCaughtPrinting) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId id = world.submit(printer, {pages(4)});
  world.crash_while_printing(id, [](Job& job) { job.sheets_done = 3; });
  world.start();
  const Job job = world.wait_for(id, JobState::completed);
  EXPECT_EQ(job.counters.sheets, 4);
  EXPECT_EQ(job.counters.sheets_completed, 4);
  const auto jobs = twin.wait_for(1);
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].sides.size(), 1u);
}

TEST(Resume, CountsTheCopiesOfASheet) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId id = world.submit(printer, {pages(1)}, [](Job& job) {
    job.copies = 5;
    job.sheets_done = 3;
  });
  world.start();
  world.wait_for(id, JobState::completed);
  const auto jobs = twin.wait_for(1);
  ASSERT_EQ(jobs.size(), 1u);
  ASSERT_EQ(jobs[0].sides.size(), 1u);
  EXPECT_EQ(jobs[0].sides[0].copies, 2);
}

TEST(Resume, BeginsWithAWholeSheetOfATwoSidedJob) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri(), [](job::Printer& p) {
    p.defaults = {{"media", "iso_a4_210x297mm"}, {"sides", "two-sided-long-edge"}};
  });
  const JobId id = world.submit(printer, {pages(5)}, [](Job& job) { job.sheets_done = 1; });
  world.start();
  EXPECT_EQ(world.wait_for(id, JobState::completed).counters.sheets_completed, 3);
  const auto jobs = twin.wait_for(1);
  ASSERT_EQ(jobs.size(), 1u);
  // Pages 3 and 4 on one sheet, 5 on the other; a blank back may come with it or not.
  ASSERT_GE(jobs[0].sides.size(), 3u);
  EXPECT_EQ(jobs[0].sides[0].sheet, 1);
  EXPECT_FALSE(jobs[0].sides[0].back);
  EXPECT_TRUE(jobs[0].sides[1].back);
}

TEST(Resume, OfAJobOfWhichEverythingWasTakenSendsNothing) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId id = world.submit(printer, {pages(2)}, [](Job& job) { job.sheets_done = 2; });
  world.start();
  world.wait_for(id, JobState::completed);
  const JobId next = world.submit(printer, {pages(1)});
  world.wait_for(next, JobState::completed);
  EXPECT_EQ(twin.wait_for(1).front().sides.size(), 1u);
}

} // namespace
} // namespace platen::schedule::test
