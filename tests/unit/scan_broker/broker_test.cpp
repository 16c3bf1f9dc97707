// The scanners of a server, each used by one at a time.
#include "scan/broker/broker.h"

#include <atomic>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

// What the scanners of a test do, and what was done with them.
struct Script {
  std::atomic<int> opened = 0, closed = 0, alive = 0, asked = 0, polled = 0, uses = 0;
  std::atomic<bool> refuses = false, unplugged = false, hangs = false, buttons_fail = false;
  std::atomic<int> overlaps = 0; // two used one at once
  std::mutex mutex;
  std::vector<std::string> buttons;
  std::vector<ScannerEntry> entries;
};

// Counts who is in it; two at once are a fault.
class Inside {
public:
  explicit Inside(Script& script) : script_(script) {
    if (++script_.uses > 1) ++script_.overlaps;
  }
  ~Inside() { --script_.uses; }

private:
  Script& script_;
};

class DoubleFeed final : public Feed {
public:
  DoubleFeed(Script& script, const Cancel& cancel) : script_(script), cancel_(cancel) {}
  Result<std::optional<PageShape>> next_page() override {
    const Inside inside(script_);
    if (script_.unplugged) return fail(Errc::io, "the cable was pulled");
    if (given_) return std::optional<PageShape>();
    given_ = true;
    return std::optional<PageShape>(PageShape{4, 1, gray8});
  }
  Result<std::int32_t> read(Band) override {
    const Inside inside(script_);
    while (script_.hangs) {
      if (cancel_.requested()) return fail(Errc::cancelled, "cancelled");
      std::this_thread::sleep_for(milliseconds{1});
    }
    return 0;
  }
  PageEnd page_end() const override { return {}; }

private:
  Script& script_;
  const Cancel& cancel_;
  bool given_ = false;
};

class Double final : public Scanner {
public:
  Double(Script& script, const Cancel& cancel) : script_(script), cancel_(cancel) {
    ++script_.opened;
    ++script_.alive;
    facts_.make_and_model = "Acme";
    facts_.buttons = true;
  }
  ~Double() override {
    ++script_.closed;
    --script_.alive;
  }
  const ScannerFacts& facts() const override { return facts_; }
  Result<ScannerState> state() override {
    const Inside inside(script_);
    ++script_.asked;
    if (script_.unplugged) return fail(Errc::unreachable, "gone");
    return ScannerState{false, FeederState::loaded, {}};
  }
  Result<std::unique_ptr<Feed>> start(const ScanRequest&) override {
    const Inside inside(script_);
    return std::make_unique<DoubleFeed>(script_, cancel_);
  }
  Result<std::optional<std::string>> pressed() override {
    const Inside inside(script_);
    ++script_.polled;
    if (script_.buttons_fail) return fail(Errc::timeout, "nobody answers");
    const std::lock_guard lock(script_.mutex);
    if (script_.buttons.empty()) return std::optional<std::string>();
    std::string button = script_.buttons.back();
    script_.buttons.pop_back();
    return std::optional<std::string>(std::move(button));
  }

private:
  Script& script_;
  const Cancel& cancel_;
  ScannerFacts facts_;
};

constexpr milliseconds for_ever{60'000};

// Long enough that only what a test is about happens in it.
constexpr BrokerPace calm{milliseconds{60'000}, milliseconds{60'000}, milliseconds{1},
                          milliseconds{60'000}, milliseconds{1},      milliseconds{60'000}};

Scanners::Options options_for(Script& script) {
  Scanners::Options options;
  options.open = [&script](const ScannerEntry& entry,
                           const Cancel& cancel) -> Result<std::unique_ptr<Scanner>> {
    const std::lock_guard lock(script.mutex);
    script.entries.push_back(entry);
    if (script.refuses) return fail(Errc::unreachable, "it is switched off");
    return std::make_unique<Double>(script, cancel);
  };
  return options;
}

ScannerEntry copier(std::string uri = "bjnp://copier") {
  return {"copier", "urn:uuid:1", std::move(uri), "canon-ir1020", "Copier", "Hall"};
}

struct Rig {
  Script script;
  Cancel cancel;
  std::unique_ptr<Scanners> scanners;
  explicit Rig(const BrokerPace& pace = calm, Scanners::Options extra = {}) {
    auto options = options_for(script);
    options.pressed = std::move(extra.pressed);
    options.log = std::move(extra.log);
    scanners = *make_scanners(std::move(options), pace);
    scanners->put(copier());
  }
};

void wait_until(const std::function<bool()>& holds) {
  while (!holds())
    std::this_thread::sleep_for(milliseconds{1});
}

TEST(Scanners, AreKnownByTheirNames) {
  Rig rig;
  EXPECT_THAT(rig.scanners->entries(), ElementsAre(copier()));
  for (const auto code :
       {rig.scanners->facts("fax").error().code, rig.scanners->state("fax").error().code,
        rig.scanners->acquire("fax", "eve", milliseconds{0}, rig.cancel).error().code})
    EXPECT_EQ(code, Errc::not_found);
  rig.scanners->remove("copier");
  rig.scanners->remove("copier");
  EXPECT_TRUE(rig.scanners->entries().empty());
}

TEST(Scanners, AreOpenedOnceAndRememberWhatTheyCan) {
  Rig rig;
  EXPECT_EQ(rig.script.opened, 0);
  EXPECT_EQ(rig.scanners->facts("copier")->make_and_model, "Acme");
  EXPECT_EQ(rig.scanners->facts("copier")->make_and_model, "Acme");
  EXPECT_EQ(rig.scanners->state("copier")->feeder, FeederState::loaded);
  EXPECT_EQ(rig.script.opened, 1);
}

TEST(Scanners, AreAskedForTheirStateOnceForAllWhoWantIt) {
  Rig rig;
  std::vector<std::future<Result<ScannerState>>> all;
  for (int i = 0; i < 8; ++i)
    all.push_back(std::async(std::launch::async, [&] { return rig.scanners->state("copier"); }));
  for (auto& one : all) {
    const auto state = one.get();
    ASSERT_TRUE(state);
    EXPECT_FALSE(state->busy);
    EXPECT_EQ(state->feeder, FeederState::loaded);
  }
  EXPECT_EQ(rig.script.asked, 1);
}

TEST(Scanners, AreBusyAsWhoUsesThemSawThem) {
  Rig rig;
  ASSERT_TRUE(rig.scanners->state("copier"));
  auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  ASSERT_TRUE(lease);
  EXPECT_EQ((*lease)->facts().make_and_model, "Acme");
  ASSERT_TRUE((*lease)->state());
  const auto state = rig.scanners->state("copier");
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->busy);
  EXPECT_EQ(state->feeder, FeederState::loaded);
  EXPECT_THAT(state->message, HasSubstr("anna"));
  EXPECT_EQ(rig.script.asked, 2);
  lease->reset();
  EXPECT_FALSE(rig.scanners->state("copier")->busy); // asked anew
  EXPECT_EQ(rig.script.asked, 3);
}

TEST(Scanners, SayWhoUsesThemWhenPatienceEnds) {
  Rig rig;
  const auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  const auto second = rig.scanners->acquire("copier", "ben", milliseconds{5}, rig.cancel);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::busy);
  EXPECT_THAT(second.error().what, HasSubstr("in use by anna"));
}

TEST(Line, GivesTurnsInTheOrderOfAsking) {
  Line line;
  EXPECT_TRUE(line.idle());
  const auto anna = line.join("anna"), ben = line.join("ben"), eve = line.join("");
  EXPECT_EQ(line.first(), "anna");
  EXPECT_TRUE(line.is_turn_of(anna));
  EXPECT_FALSE(line.is_turn_of(ben));
  line.take();
  EXPECT_EQ(line.first(), "anna");
  for (const auto number : {anna, ben, eve})
    EXPECT_FALSE(line.is_turn_of(number));
  line.give_back();
  EXPECT_TRUE(line.is_turn_of(ben));
  line.leave(ben);
  EXPECT_TRUE(line.is_turn_of(eve));
  line.take();
  EXPECT_TRUE(line.in_use()); // also by one without a name
  EXPECT_FALSE(line.idle());
  line.give_back();
  EXPECT_TRUE(line.idle());
}

TEST(Scanners, AreNeverUsedByTwoAtOnce) {
  Rig rig({milliseconds{0}, milliseconds{3}, milliseconds{1}, milliseconds{1}, milliseconds{1},
           milliseconds{60'000}},
          {{}, [](const ScannerEntry&, const std::string&) {}, {}});
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 6; ++i)
      people.emplace_back([&, i] {
        for (int round = 0; round < 30; ++round) {
          if (i % 2 == 0) {
            EXPECT_TRUE(rig.scanners->state("copier"));
            continue;
          }
          auto lease = rig.scanners->acquire("copier", "someone", for_ever, rig.cancel);
          ASSERT_TRUE(lease);
          auto feed = (*lease)->start({});
          ASSERT_TRUE(feed);
          EXPECT_TRUE((*feed)->next_page());
        }
      });
  }
  EXPECT_EQ(rig.script.overlaps, 0);
  EXPECT_LE(rig.script.alive, 1);
}

TEST(Scanners, EndAWaitThatIsCancelled) {
  Rig rig;
  const auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  Cancel own;
  auto waiting = std::async(std::launch::async, [&] {
    return rig.scanners->acquire("copier", "ben", for_ever, own).error().code;
  });
  own.request();
  EXPECT_EQ(waiting.get(), Errc::cancelled);
}

TEST(Scanners, EndAScanThatIsCancelledAndAreOpenedAnew) {
  Rig rig;
  rig.script.hangs = true;
  Cancel own;
  {
    auto lease = rig.scanners->acquire("copier", "anna", for_ever, own);
    auto feed = (*lease)->start({});
    ASSERT_TRUE((*feed)->next_page());
    auto reading = std::async(std::launch::async, [&] {
      RowBuffer rows(4, 1, gray8);
      return (*feed)->read(rows.band({0, 1})).error().code;
    });
    own.request();
    EXPECT_EQ(reading.get(), Errc::cancelled);
  }
  EXPECT_TRUE(rig.scanners->acquire("copier", "ben", for_ever, rig.cancel));
  EXPECT_EQ(rig.script.opened, 2);
}

TEST(Scanners, EndALeaseOfOneThatWasRemovedAlso) {
  Rig rig;
  rig.script.hangs = true;
  Cancel own;
  auto lease = rig.scanners->acquire("copier", "anna", for_ever, own);
  auto feed = (*lease)->start({});
  rig.scanners->remove("copier");
  ASSERT_TRUE((*feed)->next_page());
  own.request();
  RowBuffer rows(4, 1, gray8);
  EXPECT_EQ((*feed)->read(rows.band({0, 1})).error().code, Errc::cancelled);
}

TEST(Scanners, EndWhatIsUnderWayWhenTheServerEnds) {
  Rig rig;
  rig.script.hangs = true;
  auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  auto feed = (*lease)->start({});
  ASSERT_TRUE((*feed)->next_page());
  rig.scanners.reset();
  RowBuffer rows(4, 1, gray8);
  EXPECT_EQ((*feed)->read(rows.band({0, 1})).error().code, Errc::cancelled);
}

TEST(Scanners, LetNobodyWaitForADeviceThatDoesNotAnswerOnceTheyEnd) {
  std::atomic<bool> asked = false;
  Scanners::Options options;
  options.open = [&](const ScannerEntry&,
                     const Cancel& cancel) -> Result<std::unique_ptr<Scanner>> {
    asked = true;
    while (!cancel.requested())
      std::this_thread::sleep_for(milliseconds{1});
    return fail(Errc::cancelled, "cancelled");
  };
  const auto scanners = *make_scanners(std::move(options), calm);
  scanners->put({"copier", "", "bjnp://192.0.2.9", "canon-ir1020", "", ""});
  const auto ask = [&] { return scanners->facts("copier").error().code; };
  auto facts = std::async(std::launch::async, ask);
  wait_until([&] { return asked.load(); });
  scanners->end();
  EXPECT_EQ(facts.get(), Errc::cancelled);
  EXPECT_EQ(ask(), Errc::cancelled) << "nobody begins to wait any more";
}

TEST(Scanners, PassTheTurnOnWhenTheDeviceDoesNotOpen) {
  Rig rig;
  rig.script.refuses = true;
  EXPECT_EQ(rig.scanners->acquire("copier", "anna", for_ever, rig.cancel).error().code,
            Errc::unreachable);
  EXPECT_EQ(rig.scanners->state("copier").error().code, Errc::unreachable);
  EXPECT_EQ(rig.scanners->facts("copier").error().code, Errc::unreachable);
  rig.script.refuses = false;
  EXPECT_TRUE(rig.scanners->acquire("copier", "anna", for_ever, rig.cancel));
}

TEST(Scanners, OpenADeviceAnewThatWasLost) {
  Rig rig;
  {
    auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
    auto feed = (*lease)->start({});
    rig.script.unplugged = true;
    EXPECT_EQ((*feed)->next_page().error().code, Errc::io);
  }
  rig.script.unplugged = false;
  EXPECT_TRUE(rig.scanners->state("copier"));
  EXPECT_EQ(rig.script.opened, 2);
  EXPECT_EQ(rig.script.alive, 1);
}

TEST(Scanners, OpenTheDeviceOfAnEntryThatChanged) {
  Rig rig;
  ASSERT_TRUE(rig.scanners->facts("copier"));
  ScannerEntry moved = copier();
  moved.info = "Copier, upstairs";
  rig.scanners->put(moved);
  ASSERT_TRUE(rig.scanners->state("copier"));
  EXPECT_EQ(rig.script.opened, 1); // the same device
  rig.scanners->put(copier("bjnp://other"));
  ASSERT_TRUE(rig.scanners->facts("copier"));
  EXPECT_EQ(rig.script.opened, 2);
  EXPECT_EQ(rig.script.alive, 1);
  EXPECT_EQ(rig.script.entries.back().uri, "bjnp://other");
}

TEST(Scanners, AreClosedWhenNobodyHasUsedThemForAWhile) {
  BrokerPace pace = calm;
  pace.idle = milliseconds{1};
  Rig rig(pace);
  ASSERT_TRUE(rig.scanners->facts("copier"));
  wait_until([&] { return rig.script.alive == 0; });
  EXPECT_TRUE(rig.scanners->facts("copier")); // remembered
  EXPECT_EQ(rig.script.opened, 1);
  auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  ASSERT_TRUE(lease);
  std::this_thread::sleep_for(milliseconds{20});
  EXPECT_EQ(rig.script.alive, 1); // not while it is used
}

TEST(Scanners, TellWhichButtonWasPressedWhileNobodyUsesThem) {
  std::promise<std::string> told;
  Rig rig(calm, {{},
                 [&](const ScannerEntry& entry, const std::string& button) {
                   told.set_value(entry.name + " " + button);
                 },
                 {}});
  {
    const std::lock_guard lock(rig.script.mutex);
    rig.script.buttons = {"color"};
  }
  EXPECT_EQ(told.get_future().get(), "copier color");
  const auto lease = rig.scanners->acquire("copier", "anna", for_ever, rig.cancel);
  const int polled = rig.script.polled;
  std::this_thread::sleep_for(milliseconds{20});
  EXPECT_EQ(rig.script.polled, polled);
}

TEST(Scanners, AskNobodyForButtonsThatNobodyWantsOrHas) {
  Rig unwanted;
  Rig none(calm, {{}, [](const ScannerEntry&, const std::string&) {}, {}});
  none.scanners->put(copier("sane:test:0"));
  ASSERT_TRUE(none.scanners->facts("copier"));
  std::this_thread::sleep_for(milliseconds{30});
  EXPECT_EQ(unwanted.script.polled, 0);
  const int before = none.script.polled; // as long as it was bjnp:
  std::this_thread::sleep_for(milliseconds{30});
  EXPECT_EQ(none.script.polled, before);
}

TEST(Scanners, LogOnceThatButtonsCannotBeAskedFor) {
  std::mutex mutex;
  std::vector<std::string> lines;
  BrokerPace pace = calm;
  pace.retry = milliseconds{1};
  Rig rig(pace, {{},
                 [](const ScannerEntry&, const std::string&) {},
                 [&](std::string_view, std::string_view text) {
                   const std::lock_guard lock(mutex);
                   lines.emplace_back(text);
                 }});
  rig.script.buttons_fail = true;
  const int before = rig.script.polled;
  wait_until([&] { return rig.script.polled > before + 4; });
  const std::lock_guard lock(mutex);
  EXPECT_THAT(lines, ElementsAre(HasSubstr("copier")));
}

} // namespace
} // namespace platen::scan
