#include "schedule/mailbox.h"

#include <gtest/gtest.h>

namespace platen::schedule {
namespace {

using job::JobState;

job::Event changed(job::JobId id, JobState state, std::int32_t priority = 50) {
  job::Job job;
  job.id = id;
  job.state = state;
  job.priority = priority;
  job::Event event;
  event.job = std::make_shared<const job::Job>(job);
  return event;
}

// What the session finds when it is woken; nothing when it was not, after long enough.
std::optional<Mail> woken(Mailbox& box) {
  const auto until = Mailbox::Clock::now() + std::chrono::seconds(20);
  Mail mail = box.wait_until(until);
  if (Mailbox::Clock::now() >= until) return std::nullopt;
  return mail;
}

// It would have been woken at once.
bool sleeps_on(Mailbox& box) {
  const auto until = Mailbox::Clock::now() + std::chrono::milliseconds(30);
  box.wait_until(until);
  return Mailbox::Clock::now() >= until;
}

TEST(Mailbox, WakesForAJobWhenThereIsNone) {
  Mailbox box;
  box.job_event(changed(1, JobState::pending));
  const auto mail = woken(box);
  ASSERT_TRUE(mail);
  EXPECT_TRUE(mail->look);
}

TEST(Mailbox, TellsThatThePresentJobIsAnothersAffair) {
  Mailbox box;
  box.set_interest({.current = 1});
  box.job_event(changed(1, JobState::processing));
  EXPECT_TRUE(sleeps_on(box));
  box.job_event(changed(1, JobState::canceled));
  const auto mail = woken(box);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->lost, 1);
}

// The session says what it is about to claim; a change of it that comes before the claim, such as
// of its priority, is none that takes the job away.
TEST(Mailbox, ForgetsWhatCameBeforeTheClaim) {
  Mailbox box;
  box.set_interest({.current = 1});
  box.job_event(changed(1, JobState::pending, 80));
  box.job_event(changed(1, JobState::processing));
  const auto mail = woken(box);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->lost, 0);
  box.job_event(changed(1, JobState::held));
  EXPECT_EQ(woken(box)->lost, 1);
}

TEST(Mailbox, NotesWithoutWakingWhatIsInTimeLater) {
  Mailbox box;
  box.set_interest({.current = 1});
  box.job_event(changed(2, JobState::pending));
  const auto until = Mailbox::Clock::now() + std::chrono::milliseconds(30);
  EXPECT_TRUE(box.wait_until(until).look);
  EXPECT_GE(Mailbox::Clock::now(), until);
}

TEST(Mailbox, WakesOnlyForAJobThatComesBeforeTheOneAhead) {
  Mailbox box;
  box.set_interest({.current = 1, .wants_ahead = true, .ahead = 5, .ahead_priority = 50});
  box.job_event(changed(6, JobState::pending));
  EXPECT_TRUE(sleeps_on(box));
  box.job_event(changed(7, JobState::pending, 51));
  EXPECT_TRUE(woken(box));
  box.job_event(changed(4, JobState::pending));
  EXPECT_TRUE(woken(box));
  box.job_event(changed(5, JobState::held)); // the one ahead itself
  EXPECT_TRUE(woken(box));
}

TEST(Mailbox, HearsOfEveryChangeWhileItWaitsForAnotherTry) {
  Mailbox box;
  box.job_event(changed(3, JobState::canceled));
  EXPECT_TRUE(sleeps_on(box));
  box.set_interest({.waiting = true});
  box.job_event(changed(3, JobState::canceled));
  EXPECT_TRUE(woken(box));
}

} // namespace
} // namespace platen::schedule
