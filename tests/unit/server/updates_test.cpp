#include "server/updates.h"
#include "unit/update/world.h"

#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

// The daily look for updates, by a clock of the test's own and a repository in a folder.
namespace platen::server {
namespace {

using ::testing::HasSubstr;
constexpr std::int64_t hour = 3'600, day = 24 * hour;

class DailyLook : public update::World {
protected:
  DailyLook() : repository_(place_.folder.parent_path() / "repository") {
    index_.program = update::OfferedProgram{};
    index_.program->version = "2.0.0";
    index_.program->changes = {"Prints on glass"};
    offer("test-new", 3);
    publish();
    config_.updates = settings_;
    config_.updates.source = repository_;
  }
  ~DailyLook() override { updates_.reset(); }

  void publish() {
    ++index_.serial;
    sign();
    for (const auto& [name, bytes] : files_) {
      std::filesystem::create_directories((repository_ / name).parent_path());
      std::ofstream(repository_ / name, std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
    }
  }
  void reachable(bool is) const {
    const auto there = repository_ / "index.json", gone = repository_ / "gone";
    std::filesystem::rename(is ? gone : there, is ? there : gone);
  }
  void start() {
    live_.set(config_);
    updates_.reset();
    updates_ = std::make_unique<Updates>(
        Updates::Parts{.place = place_,
                       .config = live_,
                       .log = log_,
                       .take = [this](std::vector<model::Model>) { ++taken_; },
                       .changed = [this] { ++looks_; },
                       .clock = [this] { return clock_.load(); }});
  }
  // What a server does every second, so much later.
  void tick_after(std::int64_t seconds) {
    clock_ += seconds;
    updates_->tick();
  }
  bool looked(int times) const {
    for (int i = 0; i < 2'000 && looks_ < times; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    return looks_ == times;
  }
  nlohmann::json status() { return nlohmann::json::parse(updates_->status()); }

  const std::filesystem::path repository_;
  Config config_;
  Live<Config> live_;
  std::atomic<std::int64_t> clock_{update::today};
  std::atomic<int> looks_{0}, taken_{0};
  std::mutex mutex_;
  std::string said_;
  Log log_{LogLevel::info, LogFormat::text, [] { return update::today; },
           [this](std::string_view line) {
             const std::lock_guard lock(mutex_);
             said_ += line;
           }};
  std::unique_ptr<Updates> updates_;
};

TEST_F(DailyLook, TellsOfANewProgramAndNewModelsAndInstallsNothingByItself) {
  start();
  tick_after(0);
  tick_after(59);
  EXPECT_EQ(looks_, 0) << "printing goes first";
  EXPECT_EQ(status()["program"]["newer"], false);
  tick_after(1);
  ASSERT_TRUE(looked(1));
  const auto told = status();
  EXPECT_EQ(told["program"]["newest"], "2.0.0");
  EXPECT_EQ(told["program"]["newer"], true);
  EXPECT_EQ(told["program"]["changes"][0], "Prints on glass");
  EXPECT_EQ(version_of("test-new"), 0);
  EXPECT_EQ(taken_, 0);
}

TEST_F(DailyLook, ComesOnceADayAlsoOverARestart) {
  start();
  tick_after(0);
  tick_after(60);
  ASSERT_TRUE(looked(1));
  updates_->stop(); // what was asked for has ended, and when the next one is due is decided
  start();
  tick_after(0);
  tick_after(day - hour);
  EXPECT_EQ(looks_, 1);
  index_.program->version = "2.1.0";
  publish();
  tick_after(hour);
  ASSERT_TRUE(looked(2));
  EXPECT_EQ(status()["program"]["newest"], "2.1.0");
}

TEST_F(DailyLook, WithoutANetworkItSaysSoAndTriesAgainInAnHour) {
  reachable(false);
  start();
  tick_after(0);
  tick_after(60);
  ASSERT_TRUE(looked(1));
  updates_->stop();
  {
    const std::lock_guard lock(mutex_);
    EXPECT_THAT(said_, HasSubstr("models: "));
  }
  EXPECT_FALSE(status()["problems"].empty());
  EXPECT_EQ(status()["program"]["newer"], false);
  EXPECT_GT(version_of("canon-pro-1000"), 0) << "what there is stays";
}

TEST_F(DailyLook, AFailedTryIsRepeatedAfterAnHourAndNotBefore) {
  reachable(false);
  start();
  tick_after(0);
  tick_after(60);
  ASSERT_TRUE(looked(1));
  reachable(true);
  const auto next_is_due = [this] { // look() decides it behind what it tells
    for (int i = 0; i < 2'000 && looks_ < 2; ++i) {
      updates_->tick();
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return looks_ == 2;
  };
  clock_ += hour - 1;
  for (int i = 0; i < 20; ++i)
    tick_after(0);
  EXPECT_EQ(looks_, 1);
  clock_ += 1;
  ASSERT_TRUE(next_is_due());
  EXPECT_EQ(status()["program"]["newer"], true);
}

TEST_F(DailyLook, AsksNobodyWhereItIsSwitchedOffOrThereIsNoSource) {
  config_.updates_check = false;
  start();
  for (int i = 0; i < 3; ++i)
    tick_after(day);
  EXPECT_EQ(status()["check"], false);
  config_.updates_check = true;
  config_.updates.source.clear();
  start();
  for (int i = 0; i < 3; ++i)
    tick_after(day);
  EXPECT_EQ(status()["check"], false);
  updates_->stop();
  EXPECT_EQ(looks_, 0);
  // Switched on while it runs, it begins to look.
  start();
  config_.updates.source = repository_;
  live_.set(config_);
  tick_after(0);
  tick_after(60);
  EXPECT_TRUE(looked(1));
}

TEST_F(DailyLook, FilesTellWhichVersionCountsAndWhereItCameFrom) {
  start();
  auto files = updates_->files();
  EXPECT_FALSE(files.at("canon-pro-1000").from_repository);
  EXPECT_FALSE(files.contains("test-new"));
  ASSERT_TRUE(updates_->install({.models = {"test-new"}, .all = false, .dry_run = false}));
  EXPECT_EQ(taken_, 1);
  ASSERT_TRUE(updates_->pin("canon-pro-1000", std::nullopt));
  files = updates_->files();
  EXPECT_EQ(files.at("test-new").version, 3);
  EXPECT_TRUE(files.at("test-new").from_repository);
  EXPECT_FALSE(files.at("test-new").pinned);
  EXPECT_TRUE(files.at("canon-pro-1000").pinned);
}

} // namespace
} // namespace platen::server
