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

// What the session finds at once; nothing when it was not woken.
std::optional<Mail> at_once(Mailbox& box) {
  const auto before = Mailbox::Clock::now();
  const auto until = before + std::chrono::milliseconds(30);
  Mail mail = box.wait_until(until);
  if (Mailbox::Clock::now() >= until) return std::nullopt;
  return mail;
}

TEST(Mailbox, WakesForAJobWhenThereIsNone) {
  Mailbox box;
  box.job_event(changed(1, JobState::pending));
  const auto mail = at_once(box);
  ASSERT_TRUE(mail);
  EXPECT_TRUE(mail->look);
}

TEST(Mailbox, TellsThatThePresentJobIsAnothersAffair) {
  Mailbox box;
  box.set_interest({.current = 1});
  box.job_event(changed(1, JobState::processing));
  EXPECT_FALSE(at_once(box));
  box.job_event(changed(1, JobState::canceled));
  const auto mail = at_once(box);
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->lost, 1);
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
  EXPECT_FALSE(at_once(box));
  box.job_event(changed(7, JobState::pending, 51));
  EXPECT_TRUE(at_once(box));
  box.job_event(changed(4, JobState::pending));
  EXPECT_TRUE(at_once(box));
  box.job_event(changed(5, JobState::held)); // the one ahead itself
  EXPECT_TRUE(at_once(box));
}

TEST(Mailbox, HearsOfEveryChangeWhileItWaitsForAnotherTry) {
  Mailbox box;
  box.job_event(changed(3, JobState::canceled));
  EXPECT_FALSE(at_once(box));
  box.set_interest({.waiting = true});
  box.job_event(changed(3, JobState::canceled));
  EXPECT_TRUE(at_once(box));
}

} // namespace
} // namespace platen::schedule
