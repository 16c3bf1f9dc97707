#include "unit/schedule/world.h"

#include <gtest/gtest.h>

// What the account has of a job is what its device took. fault_matrix_test asks the same of every
// fault.
namespace platen::schedule::test {
namespace {

std::vector<job::AccountEntry> account(World& world) {
  std::vector<job::AccountEntry> entries;
  EXPECT_TRUE(world.store().each_entry({}, [&](const job::AccountEntry& entry) {
    entries.push_back(entry);
    return true;
  }));
  return entries;
}

// The sheets that came out of a twin, which prints one side on each.
std::int64_t sheets_of(const Twin& twin) {
  std::int64_t sheets = 0;
  for (const twin::JobRecord& job : twin.jobs())
    for (const twin::SideRecord& side : job.sides)
      sheets += side.copies;
  return sheets;
}

twin::FaultScript jam_on_sheet(std::int32_t sheet) {
  twin::Fault fault;
  fault.kind = twin::FaultKind::jam;
  fault.job = 1;
  fault.at = twin::Moment::mid_sheet;
  fault.sheet = sheet;
  return {true, {fault}};
}

TEST(Account, SaysWhatWasPrintedOnWhat) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(3)}, [](Job& job) {
    job.copies = 2;
    job.account_id = "4711";
  });
  world.wait_for(id, JobState::completed);
  const auto entries = account(world);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].sheets, 6);
  EXPECT_EQ(entries[0].sides, 6);
  EXPECT_EQ(entries[0].copies, 2);
  EXPECT_FALSE(entries[0].color);
  EXPECT_FALSE(entries[0].media.empty());
  EXPECT_EQ(entries[0].department, "4711");
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == 6; }));
}

TEST(Account, CountsBothSidesOfASheet) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(3)}, [](Job& job) {
    job.options.emplace_back("sides", "two-sided-long-edge");
    job.options.emplace_back("media", "iso_a4_210x297mm");
  });
  world.wait_for(id, JobState::completed);
  EXPECT_EQ(account(world).at(0).sheets, 2);
  EXPECT_EQ(account(world).at(0).sides, 3);
  EXPECT_EQ(account(world).at(0).media, "iso_a4_210x297mm");
}

TEST(Account, CountsAReprintAgain) {
  const Twin twin(office);
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(3)});
  world.wait_for(id, JobState::completed);
  const auto copy =
      job::wait<Job>([&](auto done) { world.store().copy_job(id, {}, std::move(done)); });
  ASSERT_TRUE(copy);
  world.wait_for(copy->id, JobState::completed);
  // The same job once more, as Restart-Job does it.
  world.change_job(id, [](Job& job) {
    job.reset_counters();
    job.attempts = job.sheets_done = 0;
    job.state = JobState::pending;
  });
  world.wait_for(id, JobState::completed);
  std::int64_t sheets = 0;
  for (const auto& entry : account(world))
    sheets += entry.sheets;
  EXPECT_EQ(sheets, 9);
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == 9; }));
}

TEST(Account, CountsWhatACanceledJobHadPrinted) {
  Twin twin(office, 0, jam_on_sheet(3));
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(6)});
  world.wait_for_status(printer, "media-jam");
  world.cancel(id);
  twin.clear_faults();
  const JobId next = world.submit(printer, {pages(1)}); // when this came out, so has all before it
  world.wait_for(next, JobState::completed);
  const auto entries = account(world);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].result, JobState::canceled);
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == entries[0].sheets + 1; }))
      << sheets_of(twin) << " came out, " << entries[0].sheets << " are in the account";
}

// Killed while the machine stood still: what was written of the progress is what it took.
TEST(Account, GoesOnAfterAKillWithWhatWasTakenBefore) {
  World world;
  const Twin twin(office);
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId id = world.submit(printer, {pages(5)});
  world.crash_while_printing(id, [](Job& job) {
    job.counters.sheets = job.counters.sides = 5;
    job.counters.sheets_completed = job.counters.sides_completed = 2;
    job.counters.used = {2, 2};
    job.sheets_done = 2;
    job.attempts = 1;
  });
  world.start();
  world.wait_for(id, JobState::completed);
  EXPECT_EQ(account(world).at(0).sheets, 5);
  EXPECT_EQ(account(world).at(0).sides, 5);
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == 3; })); // the other two came out before
}

TEST(Account, KeepsWhatASuspendedJobHadPrinted) {
  Twin twin(office, 0, jam_on_sheet(3));
  World world;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(6)});
  world.wait_for_status(printer, "media-jam");
  world.change_job(id, [](Job& job) { job.state = JobState::held; }); // Suspend-Current-Job
  twin.clear_faults();
  world.wait_for_idle(printer);
  world.change_job(id, [](Job& job) { job.state = JobState::pending; });
  world.wait_for(id, JobState::completed);
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == account(world).at(0).sheets; }))
      << sheets_of(twin) << " came out, " << account(world).at(0).sheets << " are in the account";
}

// ---- limits

std::vector<job::Limit> ten_sheets_for(const Job& job) {
  job::Limit limit;
  limit.name = job.user;
  limit.most = 10;
  limit.period = "day";
  return {limit};
}

TEST(Limits, HoldAJobThatDoesNotFitBeforeAnythingOfItIsPrinted) {
  const Twin twin(office);
  World world;
  world.options.limits_of = ten_sheets_for;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(3)}, [](Job& job) { job.copies = 4; });
  const Job held = world.wait_for(id, JobState::held);
  EXPECT_EQ(held.state_message, "the job needs 12 sheets, and of the 10 that tester may print in a "
                                "day 10 are left; it is held: release it when there is room again");
  EXPECT_EQ(held.reasons,
            (std::vector<std::string>{"job-hold-until-specified", "account-limit-reached"}));
  // The next one goes on, and the held one does when it is made smaller.
  world.wait_for(world.submit(printer, {pages(1)}), JobState::completed);
  world.change_job(id, [](Job& job) {
    job.copies = 3;
    job.state = JobState::pending;
  });
  world.wait_for(id, JobState::completed);
  EXPECT_TRUE(world.wait([&] { return sheets_of(twin) == 10; }));
}

TEST(Limits, AbortAJobThatDoesNotFitWhereThatIsThePolicy) {
  const Twin twin(office);
  World world;
  world.options.limits_of = ten_sheets_for;
  world.options.abort_beyond_limits.set(true);
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  world.start();
  const JobId id = world.submit(printer, {pages(11)});
  EXPECT_EQ(world.wait_for(id, JobState::aborted).reasons,
            std::vector<std::string>{"account-limit-reached"});
  EXPECT_EQ(account(world).at(0).sheets, 0);
}

// Two printers begin at once what only one of them may print.
TEST(Limits, AreNotExceededByJobsSideBySide) {
  const Twin one(office), other(office);
  World world;
  world.options.limits_of = ten_sheets_for;
  const PrinterId first = world.add_printer("p", office, one.uri());
  const PrinterId second = world.add_printer("q", office, other.uri());
  const JobId a = world.submit(first, {pages(6)}), b = world.submit(second, {pages(6)});
  world.start();
  const auto settled = [&](JobId id) {
    const JobState state = world.job(id).state;
    return state == JobState::completed || state == JobState::held;
  };
  EXPECT_TRUE(world.wait([&] { return settled(a) && settled(b); }));
  EXPECT_NE(world.job(a).state, world.job(b).state);
  EXPECT_TRUE(world.wait([&] { return sheets_of(one) + sheets_of(other) == 6; }));
}

// What was set aside before a kill counts afterwards, and the job itself still fits.
TEST(Limits, HoldAfterAKill) {
  const Twin twin(office);
  World world;
  world.options.limits_of = ten_sheets_for;
  const PrinterId printer = world.add_printer("p", office, twin.uri());
  const JobId id = world.submit(printer, {pages(6)});
  ASSERT_TRUE(job::wait<void>([&](auto done) {
    world.store().plan(id, {6, 6}, ten_sheets_for(world.job(id)), std::move(done));
  }));
  world.crash_while_printing(id, [](Job&) {});
  const JobId next = world.submit(printer, {pages(5)});
  world.start();
  world.wait_for(id, JobState::completed);
  world.wait_for(next, JobState::held);
}

} // namespace
} // namespace platen::schedule::test
