#include "device/poller.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace platen::device {
namespace {

using namespace std::chrono_literals;

// A channel that says what it is told to, and counts how often it is asked.
struct Script {
  std::mutex mutex;
  Result<Reading> says = Reading{};
  std::atomic<int> asked = 0;
  std::atomic<bool> hangs = false; // until it is cancelled
};

class ScriptedReader final : public StatusReader {
public:
  ScriptedReader(std::shared_ptr<Script> script, std::string name, bool in_the_way)
      : script_(std::move(script)), name_(std::move(name)), in_the_way_(in_the_way) {}
  std::string_view channel() const override { return name_; }
  bool shares_print_path() const override { return in_the_way_; }
  Result<Reading> read(const Cancel& cancel) override {
    ++script_->asked;
    while (script_->hangs && !cancel.requested())
      std::this_thread::sleep_for(1ms);
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    const std::lock_guard lock(script_->mutex);
    return script_->says;
  }

private:
  const std::shared_ptr<Script> script_;
  const std::string name_;
  const bool in_the_way_;
};

Reading complete_reading(int percent) {
  Reading reading;
  reading.condition = Condition{State::idle, {}, {}};
  reading.supplies = {{"toner", "black", "Toner", "", false, Level::of_percent(percent)}};
  reading.media.emplace();
  return reading;
}

class PollerTest : public testing::Test {
protected:
  PollerTest() {
    PollerOptions options;
    options.pace.interval = 5ms;
    options.pace.interval_printing = 5ms;
    options.pace.last_retry = 10ms;
    options.pace.age = 1h;
    options.clock = [] { return Time{1'000}; };
    options.changed = [this](DeviceId, const auto& status) {
      {
        const std::lock_guard lock(mutex_);
        told_ = status;
        ++changes_;
      }
      changed_.notify_all();
    };
    poller_ = make_poller(std::move(options));
  }

  std::unique_ptr<StatusReader> reader(const std::shared_ptr<Script>& script, std::string name,
                                       bool in_the_way = false) {
    return std::make_unique<ScriptedReader>(script, std::move(name), in_the_way);
  }
  void follow(std::vector<std::unique_ptr<StatusReader>> readers, DeviceId id = 1) {
    poller_->follow(id, "p", model_, std::move(readers));
  }
  template<class Holds> void until(Holds holds) {
    while (!holds())
      std::this_thread::sleep_for(1ms);
  }
  std::vector<std::unique_ptr<StatusReader>> one(std::unique_ptr<StatusReader> reader) {
    std::vector<std::unique_ptr<StatusReader>> list;
    list.push_back(std::move(reader));
    return list;
  }

  model::Model model_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const Status> told_;
  int changes_ = 0;
  std::unique_ptr<Poller> poller_;
};

TEST_F(PollerTest, TellsWhatADeviceSaysOnceForEachChange) {
  const auto script = std::make_shared<Script>();
  script->says = complete_reading(50);
  follow(one(reader(script, "a")));
  EXPECT_TRUE(poller_->status(1)->channels.empty()); // not asked before the start
  poller_->start();
  until([&] { return script->asked > 5; });
  EXPECT_EQ(poller_->status(1)->supplies.at(0).level, Level::of_percent(50));
  {
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(changes_, 1);
  }
  {
    const std::lock_guard lock(script->mutex);
    script->says = complete_reading(49);
  }
  until([&] { return poller_->status(1)->supplies.at(0).level == Level::of_percent(49); });
}

TEST_F(PollerTest, AsksALaterChannelOnlyForWhatIsMissing) {
  const auto first = std::make_shared<Script>(), second = std::make_shared<Script>();
  first->says = complete_reading(50);
  second->says = complete_reading(1);
  std::vector<std::unique_ptr<StatusReader>> both = one(reader(first, "a"));
  both.push_back(reader(second, "b"));
  follow(std::move(both));
  poller_->start();
  until([&] { return first->asked > 3; });
  EXPECT_EQ(second->asked, 0);
  {
    const std::lock_guard lock(first->mutex);
    first->says = fail(Errc::timeout, "nobody answers");
  }
  // What it said before still counts, so that nothing is missing yet.
  EXPECT_EQ(poller_->status(1)->channels, std::vector<std::string>{"a"});
}

TEST_F(PollerTest, GoesOnWithTheNextChannelWhenOneFails) {
  const auto first = std::make_shared<Script>(), second = std::make_shared<Script>();
  first->says = fail(Errc::unreachable, "nobody is there");
  second->says = complete_reading(7);
  std::vector<std::unique_ptr<StatusReader>> both = one(reader(first, "a"));
  both.push_back(reader(second, "b"));
  follow(std::move(both));
  poller_->start();
  until([&] { return poller_->status(1)->channels == std::vector<std::string>{"b"}; });
  until([&] { return first->asked > 2; }); // and is tried again, after pauses
}

TEST_F(PollerTest, LeavesThePrintPathAloneWhileTheDevicePrints) {
  const auto script = std::make_shared<Script>();
  script->says = complete_reading(50);
  follow(one(reader(script, "pjl", true)));
  poller_->printing(1, true);
  const auto beside = std::make_shared<Script>();
  beside->says = complete_reading(50);
  follow(one(reader(beside, "snmp")), 2);
  poller_->printing(2, true);
  poller_->start();
  until([&] { return beside->asked > 3; });
  EXPECT_EQ(script->asked, 0);
  poller_->printing(1, false);
  until([&] { return script->asked > 0; });
}

TEST_F(PollerTest, OneDeviceThatHangsDoesNotKeepTheOthers) {
  const auto hanging = std::make_shared<Script>(), well = std::make_shared<Script>();
  hanging->hangs = true;
  well->says = complete_reading(50);
  follow(one(reader(hanging, "a")), 1);
  follow(one(reader(well, "a")), 2);
  poller_->start();
  until([&] { return well->asked > 3 && hanging->asked == 1; });
  poller_->stop(); // and lets go of the one that hangs
  EXPECT_TRUE(poller_->status(1)->channels.empty());
}

TEST_F(PollerTest, ForgetsAndReplaces) {
  const auto script = std::make_shared<Script>();
  script->says = complete_reading(50);
  follow(one(reader(script, "a")));
  poller_->start();
  until([&] { return !poller_->status(1)->channels.empty(); });
  const auto other = std::make_shared<Script>();
  other->says = complete_reading(10);
  follow(one(reader(other, "b")));
  until([&] { return poller_->status(1)->channels == std::vector<std::string>{"b"}; });
  poller_->forget(1);
  EXPECT_TRUE(poller_->status(1)->channels.empty());
}

} // namespace
} // namespace platen::device
