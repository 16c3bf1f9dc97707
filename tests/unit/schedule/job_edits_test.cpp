#include "schedule/job_edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What a session may do to a job, and what not.
namespace platen::schedule {
namespace {

using job::Job;
using job::JobState;

constexpr job::PrinterId ours = 1, other = 2;

Job processing(job::PrinterId printer) {
  Job job;
  job.id = 5;
  job.printer = printer;
  job.state = JobState::processing;
  return job;
}

std::vector<job::Store::JobEdit> edits_of_a_session() {
  return {come_along(ours, {}, ""), conclude(ours, {}, "done", {}, "", 1),
          give_back(ours, "", "later", {})};
}

TEST(JobEdits, ChangeTheJobThatTheSessionPrints) {
  for (const auto& edit : edits_of_a_session()) {
    Job job = processing(ours);
    EXPECT_TRUE(edit(job));
  }
}

// It was moved away and begun there, before this session had heard of that.
TEST(JobEdits, LeaveAJobAloneThatAnotherPrinterPrintsNow) {
  for (const auto& edit : edits_of_a_session()) {
    Job job = processing(other);
    const auto edited = edit(job);
    ASSERT_FALSE(edited);
    EXPECT_EQ(edited.error().code, Errc::conflict);
    EXPECT_EQ(job.state, JobState::processing);
  }
}

TEST(JobEdits, LeaveAJobAloneThatSomebodyHasDecidedAbout) {
  for (const JobState state : {JobState::pending, JobState::held, JobState::canceled})
    for (const auto& edit : edits_of_a_session()) {
      Job job = processing(ours);
      job.state = state;
      EXPECT_FALSE(edit(job));
      EXPECT_EQ(job.state, state);
    }
}

TEST(JobEdits, NoteHowFarACanceledJobHadCome) {
  flow::Progress progress;
  progress.sheets = 4;
  progress.sheets_sent = 3;
  Job job = processing(ours);
  job.state = JobState::canceled;
  ASSERT_TRUE(note_canceled(ours, progress)(job));
  EXPECT_EQ(job.state_message, "3 of 4 sheets had been delivered");
  EXPECT_EQ(job.counters.sheets_completed, 3);
  job.printer = other;
  EXPECT_FALSE(note_canceled(ours, progress)(job));
}

TEST(JobEdits, KeepThroughAllTriesWhatIsNotAsAsked) {
  const std::string note = "not as asked: this printer does not have media=iso_a3_297x420mm";
  Job job = processing(ours);
  job.state = JobState::pending;
  job.detailed = {note, "a jam"};
  ASSERT_TRUE(claim(ours, "retry-job", 7, {})(job));
  EXPECT_EQ(job.detailed, std::vector{note});
  Verdict again;
  again.then = Verdict::Then::again;
  ASSERT_TRUE(conclude(ours, again, "lost", {}, "", 8)(job));
  EXPECT_EQ(job.state_message, "lost");
  ASSERT_TRUE(claim(ours, "retry-job", 9, {})(job));
  Verdict done;
  done.job_reasons = {"job-completed-successfully"};
  done.detailed = {"a picture is coarse"};
  ASSERT_TRUE(conclude(ours, done, "1 sheet delivered", {}, "", 10)(job));
  EXPECT_EQ(job.state_message, "1 sheet delivered; " + note);
  EXPECT_EQ(job.reasons, std::vector<std::string>{"job-completed-with-warnings"});
  EXPECT_EQ(job.detailed, (std::vector<std::string>{note, "a picture is coarse"}));
}

TEST(JobEdits, ClaimOnlyWhatWaitsAtThisPrinter) {
  Job job = processing(ours);
  EXPECT_FALSE(claim(ours, "", 1)(job));
  job.state = JobState::pending;
  EXPECT_FALSE(claim(other, "", 1)(job));
  ASSERT_TRUE(claim(ours, "", 1)(job));
  EXPECT_EQ(job.state, JobState::processing);
  EXPECT_EQ(job.attempts, 1);
}

TEST(JobEdits, ClaimAJobOfADeadServerOnlyWhereThePolicyLetsIt) {
  Job job = processing(ours);
  job.state = JobState::pending;
  job.reasons = {std::string(job::caught_printing)};
  Job again = job;
  ASSERT_TRUE(claim(ours, "hold-job", 1)(job));
  EXPECT_EQ(job.state, JobState::held);
  EXPECT_EQ(job.attempts, 0);
  ASSERT_TRUE(claim(ours, "retry-job", 1)(again));
  EXPECT_EQ(again.state, JobState::processing);
}

} // namespace
} // namespace platen::schedule
