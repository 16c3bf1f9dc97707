#include "server/unreleased.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::server {
namespace {

class UnreleasedTest : public ::testing::Test {
protected:
  UnreleasedTest() {
    std::string name =
        (std::filesystem::temp_directory_path() / "platen-unreleased-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    job::StoreOptions options;
    options.folder = folder_ / "state";
    options.clock = [this] { return now_; };
    store_ = *job::open_sqlite_store(std::move(options));
    job::Printer printer;
    printer.name = "office";
    printer_ = job::wait<job::Printer>([&](auto done) { store_->add_printer(printer, done); })->id;
    watch_ = std::make_unique<Unreleased>(
        *store_, Unreleased::Options{seconds_, [this] { return now_; }, [](auto, auto) {}});
  }
  ~UnreleasedTest() override {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  job::JobId hold(const std::string& reason) {
    job::Job job;
    job.printer = printer_;
    job.state = job::JobState::held;
    job.reasons = {reason};
    return job::wait<job::Job>([&](auto done) { store_->add_job(job, {}, done); })->id;
  }
  job::JobState after_a_look(job::JobId id) {
    watch_->look();
    // Changes are made in the order of the calls: this one comes behind the look's.
    EXPECT_TRUE(job::wait<void>([&](auto done) { store_->set_setting("seen", "yes", done); }));
    return store_->job(id)->state;
  }

  std::filesystem::path folder_;
  job::Time now_ = 1'700'000'000;
  Live<std::int64_t> seconds_{3'600};
  std::unique_ptr<job::Store> store_;
  job::PrinterId printer_ = 0;
  std::unique_ptr<Unreleased> watch_;
};

TEST_F(UnreleasedTest, AbortsWhatWaitsForItsPasswordForTooLong) {
  const job::JobId id = hold("job-password-wait"), other = hold("job-hold-until-specified");
  now_ += 3'599;
  EXPECT_EQ(after_a_look(id), job::JobState::held);
  now_ += 61;
  EXPECT_EQ(after_a_look(id), job::JobState::aborted);
  EXPECT_THAT(store_->job(id)->state_message, ::testing::HasSubstr("within 1 hours"));
  EXPECT_EQ(store_->job(other)->state, job::JobState::held);
}

TEST_F(UnreleasedTest, AbortsWhatNobodyGaveADepartment) {
  const job::JobId id = hold("account-authorization-failed"), other = hold("account-info-needed");
  now_ += 3'601;
  EXPECT_EQ(after_a_look(id), job::JobState::aborted);
  EXPECT_EQ(store_->job(other)->state, job::JobState::aborted);
  EXPECT_THAT(store_->job(id)->state_message,
              ::testing::HasSubstr("nobody gave this job the number and PIN of a department"));
}

TEST_F(UnreleasedTest, LetsThemWaitForEverWhenToldSo) {
  seconds_.set(-1);
  const job::JobId id = hold("job-password-wait");
  now_ += 1'000'000'000;
  EXPECT_EQ(after_a_look(id), job::JobState::held);
}

} // namespace
} // namespace platen::server
