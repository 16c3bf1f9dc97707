#include "job/store_tools.h"
#include "open_fixture.h"

#include <atomic>
#include <thread>

// What was printed stays known for longer than its job.
namespace platen::job {
namespace {

std::vector<AccountEntry> entries_of(const Store& store, const AccountQuery& query = {}) {
  std::vector<AccountEntry> entries;
  EXPECT_TRUE(store.each_entry(query, [&](const AccountEntry& entry) {
    entries.push_back(entry);
    return true;
  }));
  return entries;
}

PLATEN_STORE_TEST(StoreAccount);

Store::JobEdit ends_as(JobState state, Usage used) {
  return [state, used](Job& job) -> Result<void> {
    job.state = state;
    job.counters.used = used;
    return {};
  };
}

TEST_P(StoreAccount, HasAnEntryForEachJobThatEnded) {
  add(); // goes on
  Job job = sample();
  job.account_id = "4711";
  job.copies = 3;
  job.paper = "iso_a4_210x297mm";
  job.color = true;
  const JobId id = add(job).id;
  now_ += 60;
  update(id, ends_as(JobState::completed, {7, 12}));
  const auto entries = entries_of(*store_);
  ASSERT_EQ(entries.size(), 1u);
  const AccountEntry& entry = entries[0];
  EXPECT_EQ(entry.job, id);
  EXPECT_EQ(entry.result, JobState::completed);
  EXPECT_EQ(entry.ended, now_);
  EXPECT_EQ(entry.printer, "office");
  EXPECT_EQ(entry.user, "anna");
  EXPECT_EQ(entry.department, "4711");
  EXPECT_EQ(entry.name, "letter");
  EXPECT_EQ(entry.media, "iso_a4_210x297mm");
  EXPECT_TRUE(entry.color);
  EXPECT_EQ(entry.copies, 3);
  EXPECT_EQ(entry.sheets, 7);
  EXPECT_EQ(entry.sides, 12);
}

TEST_P(StoreAccount, LeavesAConfidentialNameOut) {
  Job job = sample();
  job.confidential = true;
  set_state(add(job).id, JobState::completed);
  EXPECT_EQ(entries_of(*store_).at(0).name, "");
}

TEST_P(StoreAccount, AddsUpTheTriesOfAJob) {
  const JobId id = add().id;
  update(id, ends_as(JobState::pending, {2, 4})); // its device was lost
  update(id, [](Job& job) -> Result<void> {
    job.reset_counters();
    job.state = JobState::completed;
    job.counters.used = {5, 9};
    return {};
  });
  EXPECT_EQ(entries_of(*store_).at(0).sheets, 7);
  EXPECT_EQ(entries_of(*store_).at(0).sides, 13);
}

TEST_P(StoreAccount, TakesTheLastFiguresOfACanceledJob) {
  const JobId id = add().id;
  update(id, ends_as(JobState::canceled, {1, 1}));
  const Time ended = now_;
  now_ += 5;
  update(id, ends_as(JobState::canceled, {3, 3})); // what the device had still taken
  const auto entries = entries_of(*store_);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].sheets, 3);
  EXPECT_EQ(entries[0].ended, ended);
}

TEST_P(StoreAccount, CountsACopyOfAJobByItself) {
  const JobId id = add(sample(), {"document"}).id;
  update(id, ends_as(JobState::completed, {4, 8}));
  const Job copy = *wait<Job>([&](auto done) { store_->copy_job(id, {}, done); });
  update(copy.id, ends_as(JobState::completed, {4, 8}));
  const auto entries = entries_of(*store_);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].sheets, 4);
}

Retention keep_none() {
  Retention keep;
  keep.history_jobs = 0;
  return keep;
}

TEST_P(StoreAccount, OutlivesItsJobAndItsPrinter) {
  const JobId id = add().id;
  update(id, ends_as(JobState::completed, {7, 7}));
  prune(keep_none());
  EXPECT_EQ(kind(store_->job(id)), Errc::not_found);
  const JobId second = add().id;
  ASSERT_TRUE(wait<Printer>([&](auto done) { store_->remove_printer(printer_, done); }));
  update(second, ends_as(JobState::canceled, {2, 2})); // what its session had still to say
  reopen();
  const auto entries = entries_of(*store_);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].sheets, 7);
  EXPECT_EQ(entries[1].printer, "office");
  EXPECT_EQ(entries[1].sheets, 2);
}

TEST_P(StoreAccount, IsAskedByTimeUserDepartmentAndPrinter) {
  const auto print = [&](const std::string& user, const std::string& department) {
    Job job = sample();
    job.user = user;
    job.account_id = department;
    set_state(add(job).id, JobState::completed);
    now_ += 10;
  };
  const Time begin = now_;
  print("anna", "1");
  print("ben", "1");
  print("anna", "2");
  const auto count = [&](const AccountQuery& query) { return entries_of(*store_, query).size(); };
  EXPECT_EQ(count({.from = begin + 10}), 2u);
  EXPECT_EQ(count({.to = begin + 20}), 2u);
  EXPECT_EQ(count({.user = "anna"}), 2u);
  EXPECT_EQ(count({.department = "1"}), 2u);
  EXPECT_EQ(count({.from = begin + 1, .user = "anna", .department = "2"}), 1u);
  EXPECT_EQ(count({.printer = "office"}), 3u);
  EXPECT_EQ(count({.printer = "elsewhere"}), 0u);
}

TEST_P(StoreAccount, GoesOnBehindAnEntry) {
  const JobId first = add().id, second = add().id;
  for (const JobId id : {first, second})
    set_state(id, JobState::completed);
  const Time ended = now_;
  now_ += 10;
  const JobId third = add().id;
  set_state(third, JobState::completed);
  const auto behind = [&](Time from, JobId after) {
    std::vector<JobId> jobs;
    for (const AccountEntry& entry : entries_of(*store_, {.from = from, .after = after}))
      jobs.push_back(entry.job);
    return jobs;
  };
  EXPECT_EQ(behind(ended, 0), (std::vector{first, second, third}));
  EXPECT_EQ(behind(ended, first), (std::vector{second, third}));
  EXPECT_EQ(behind(ended, second), (std::vector{third}));
  EXPECT_EQ(behind(now_, third), std::vector<JobId>());
}

// ---- limits

Limit limit_of(Limit::Of of, const std::string& name, std::int64_t most, Time since = 0) {
  Limit limit;
  limit.of = of;
  limit.name = name;
  limit.most = most;
  limit.since = since;
  limit.period = "month";
  return limit;
}

std::optional<Errc> plan(Store& store, JobId id, Usage whole, std::vector<Limit> limits) {
  return kind(
      wait<void>([&](auto done) { store.plan(id, whole, std::move(limits), std::move(done)); }));
}

TEST_P(StoreAccount, SetsAsideWhatAJobWillUse) {
  const auto annas = limit_of(Limit::Of::user, "anna", 10);
  const JobId first = add().id, second = add().id;
  EXPECT_EQ(plan(*store_, first, {6, 6}, {annas}), std::nullopt);
  EXPECT_EQ(plan(*store_, first, {6, 6}, {annas}), std::nullopt); // tried again: once
  EXPECT_EQ(*store_->counted(annas), 6);
  EXPECT_EQ(plan(*store_, second, {5, 5}, {annas}), Errc::limit);
  EXPECT_EQ(*store_->counted(annas), 6);
  EXPECT_TRUE(entries_of(*store_).empty()); // nothing was printed yet
  update(first, ends_as(JobState::canceled, {2, 2}));
  EXPECT_EQ(*store_->counted(annas), 2); // what it really used
  EXPECT_EQ(plan(*store_, second, {8, 8}, {annas}), std::nullopt);
  EXPECT_EQ(plan(*store_, first, {1, 1}, {annas}), Errc::conflict); // it has ended
}

TEST_P(StoreAccount, HoldsToEveryLimitOfAJob) {
  Job job = sample();
  job.account_id = "4711";
  const JobId id = add(job).id;
  auto sides = limit_of(Limit::Of::department, "4711", 7);
  sides.count = Limit::Count::sides;
  const auto annas = limit_of(Limit::Of::user, "anna", 100);
  EXPECT_EQ(plan(*store_, id, {4, 8}, {annas, sides}), Errc::limit);
  EXPECT_EQ(*store_->counted(annas), 0);
  EXPECT_EQ(plan(*store_, id, {4, 7}, {annas, sides}), std::nullopt);
  EXPECT_EQ(*store_->counted(sides), 7);
}

TEST_P(StoreAccount, BeginsAnewWithEachPeriod) {
  update(add().id, ends_as(JobState::completed, {9, 9}));
  now_ += 100;
  EXPECT_EQ(*store_->counted(limit_of(Limit::Of::user, "anna", 10)), 9);
  EXPECT_EQ(*store_->counted(limit_of(Limit::Of::user, "anna", 10, now_)), 0);
  EXPECT_EQ(*store_->counted(limit_of(Limit::Of::user, "ben", 10)), 0);
}

TEST_P(StoreAccount, KeepsWhatIsSetAsideWhenItIsOpenedAgain) {
  const auto annas = limit_of(Limit::Of::user, "anna", 10);
  EXPECT_EQ(plan(*store_, add().id, {6, 6}, {annas}), std::nullopt);
  reopen();
  EXPECT_EQ(plan(*store_, add().id, {5, 5}, {annas}), Errc::limit);
}

// However many ask at once, no more than the limit is given away.
TEST_P(StoreAccount, GivesNoMoreAwayThanThereIsToJobsSideBySide) {
  const auto annas = limit_of(Limit::Of::user, "anna", 10);
  std::vector<JobId> jobs;
  for (int i = 0; i < 40; ++i)
    jobs.push_back(add().id);
  std::atomic<int> given = 0;
  std::vector<std::thread> askers;
  for (std::size_t asker = 0; asker < 4; ++asker)
    askers.emplace_back([&, asker] {
      for (std::size_t i = asker; i < jobs.size(); i += 4)
        if (!plan(*store_, jobs[i], {3, 3}, {annas})) ++given;
    });
  for (std::thread& asker : askers)
    asker.join();
  EXPECT_EQ(given, 3);
  EXPECT_EQ(*store_->counted(annas), 9);
}

// ---- on disk

class AccountOnDisk : public OpenTest {
protected:
  void print(int jobs) {
    const auto store = open();
    ASSERT_TRUE(store) << store.error().message();
    for (JobId id = 1; id <= jobs; ++id)
      ASSERT_TRUE(wait<Job>([&](auto done) {
        (*store)->update_job(id, ends_as(JobState::completed, {2, 3}), done);
      }));
  }
  std::vector<StoreProblem> problems() {
    const auto check = check_store({folder(), {}});
    EXPECT_TRUE(check) << check.error().message();
    return check ? check->problems : std::vector<StoreProblem>();
  }
};

TEST_F(AccountOnDisk, BeginsWithTheHistoryOfTheVersionBefore) {
  make(3);
  print(2);
  run("DROP TABLE account; DROP INDEX job_held; PRAGMA user_version = 3");
  EXPECT_TRUE(problems().empty());
  const auto store = open();
  ASSERT_TRUE(store) << store.error().message();
  const auto entries = entries_of(**store);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[1].sheets, 2);
  EXPECT_EQ(entries[1].sides, 3);
  EXPECT_EQ(entries[1].printer, "office");
}

TEST_F(AccountOnDisk, IsCheckedAndRepairedFromTheJobs) {
  make(3);
  print(3);
  EXPECT_EQ(check_store({folder(), {}})->entries, 3);
  run("DELETE FROM account WHERE job = 2");
  run("UPDATE account SET result = 5, planned_sheets = 9 WHERE job = 3");
  const auto found = problems();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, StoreProblem::Kind::wrong_count);
  EXPECT_EQ(found[0].job, 2);
  EXPECT_EQ(found[1].job, 3);
  const auto repaired = repair_store({folder(), {}});
  ASSERT_TRUE(repaired) << repaired.error().message();
  EXPECT_TRUE(repaired->after.problems.empty());
  EXPECT_EQ(repaired->after.entries, 3);
}

TEST_F(AccountOnDisk, IsSavedFromADamagedStore) {
  make(200);
  print(200);
  run("DELETE FROM job WHERE id <= 50"); // of these only the account tells
  run("PRAGMA wal_checkpoint(TRUNCATE)");
  damage(4'096 * 8, 4'096); // one page of some table
  const auto repaired = repair_store({folder(), {}});
  ASSERT_TRUE(repaired) << repaired.error().message();
  EXPECT_TRUE(repaired->after.problems.empty());
  EXPECT_GT(repaired->after.entries, 150);
}

} // namespace
} // namespace platen::job
