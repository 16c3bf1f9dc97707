#include "one_printer.h"
#include "server/relocator.h"

#include <array>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::server {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// A store with one printer, and a network that says what it is told to.
class Relocation : public OnePrinter {
protected:
  Relocation() : OnePrinter("socket://192.0.2.7:9100/?snmp=1161", {"serial:A1234"}) {
    Relocator::Options how;
    how.first_pause = milliseconds{20};
    how.last_pause = milliseconds{40};
    how.identify = [this](const std::string&, const device::Identity&,
                          const Cancel&) -> Result<device::Probe> {
      ++asked_;
      device::Probe probe;
      probe.answers.push_back({"snmp", "MFG:Canon;MDL:iR2016;", {}, told_});
      return probe;
    };
    how.locate = [this](const std::string&, const device::Identity&, const Cancel&) {
      ++looked_;
      const std::lock_guard lock(mutex_);
      return Result<std::vector<Located>>(there_);
    };
    how.silent = [this](const job::Printer&) { return silent_.load(); };
    how.clock = [] { return 1'000; };
    how.patience = milliseconds{20};
    how.moved = [this](const job::Printer&, const std::string&) { ++moved_; };
    relocator_ = std::make_unique<Relocator>(*store_, std::move(how));
    EXPECT_TRUE(relocator_->start());
  }
  job::Printer now() const { return store_->printers()->at(0); }
  void set(std::vector<Located> there) {
    const std::lock_guard lock(mutex_);
    there_ = std::move(there);
  }
  template<class Condition> static bool comes(Condition condition) {
    for (int i = 0; i < 2'000 && !condition(); ++i)
      std::this_thread::sleep_for(milliseconds{5});
    return condition();
  }

  device::Identity told_;
  std::mutex mutex_;
  std::vector<Located> there_;
  std::atomic<bool> silent_ = false;
  std::atomic<int> asked_ = 0, looked_ = 0, moved_ = 0;
  std::unique_ptr<Relocator> relocator_;
};

TEST_F(Relocation, TheMachineItselfGetsTheJobAndIsTrustedForAWhile) {
  told_ = {"serial:A1234"};
  EXPECT_TRUE(relocator_->may_send(printer_));
  EXPECT_TRUE(relocator_->may_send(printer_));
  EXPECT_EQ(asked_, 1);
}

TEST_F(Relocation, AnotherMachineGetsNothing) {
  told_ = {"serial:B9999"};
  const auto may = relocator_->may_send(printer_);
  ASSERT_FALSE(may);
  EXPECT_EQ(may.error().code, Errc::conflict);
  EXPECT_THAT(may.error().what, HasSubstr("192.0.2.7"));
  EXPECT_THAT(may.error().what, HasSubstr("iR2016"));
  EXPECT_THAT(may.error().what, HasSubstr("B9999"));
  EXPECT_THAT(may.error().what, HasSubstr("A1234"));
}

TEST_F(Relocation, WhoSaysNothingOfItselfIsNoOther) {
  EXPECT_TRUE(relocator_->may_send(printer_));
  told_ = {"mac:00:1e:8f:01:02:03"};
  EXPECT_TRUE(relocator_->may_send(printer_));
}

TEST_F(Relocation, APrinterWithoutIdentityIsNotAskedAbout) {
  printer_.device_identity.clear();
  told_ = {"serial:B9999"};
  EXPECT_TRUE(relocator_->may_send(printer_));
  EXPECT_EQ(asked_, 0);
}

TEST_F(Relocation, AMachineThatMovedIsFollowed) {
  set({{"192.0.2.9", device::Match::same}});
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return moved_ == 1; }));
  EXPECT_EQ(now().device_uri, "socket://192.0.2.9:9100/?snmp=1161");
  EXPECT_EQ(now().device_identity, (device::Identity{"serial:A1234"}));
  EXPECT_EQ(relocator_->about(printer_.id), "");
}

TEST_F(Relocation, TwoThatSayTheSameMoveNothing) {
  set({{"192.0.2.9", device::Match::same}, {"192.0.2.10", device::Match::same}});
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return !relocator_->about(printer_.id).empty(); }));
  EXPECT_THAT(relocator_->about(printer_.id), HasSubstr("192.0.2.9, 192.0.2.10"));
  EXPECT_EQ(now().device_uri, printer_.device_uri);
  relocator_->trouble(printer_.id, false);
  EXPECT_EQ(relocator_->about(printer_.id), "");
}

TEST_F(Relocation, OneThatHasAPartAloneMovesNothing) {
  set({{"192.0.2.9", device::Match::unclear}});
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return !relocator_->about(printer_.id).empty(); }));
  EXPECT_EQ(now().device_uri, printer_.device_uri);
}

TEST_F(Relocation, NobodyIsSaidAndLookedForAgain) {
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return looked_ >= 3; }));
  EXPECT_THAT(relocator_->about(printer_.id), HasSubstr("serial A1234"));
  set({{"192.0.2.9", device::Match::same}});
  ASSERT_TRUE(comes([&] { return moved_ == 1; }));
}

TEST_F(Relocation, OneThatIsWhereItWasIsLeftThere) {
  set({{"192.0.2.7", device::Match::same}, {"192.0.2.9", device::Match::same}});
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return looked_ >= 2; }));
  EXPECT_EQ(moved_, 0);
  EXPECT_EQ(now().device_uri, printer_.device_uri);
}

TEST_F(Relocation, AnAddressThatSomebodySetMeanwhileStays) {
  set({{"192.0.2.9", device::Match::same}});
  static_cast<void>(job::wait<job::Printer>([&](auto done) {
    store_->update_printer(
        printer_.id,
        [](job::Printer& printer) -> Result<void> {
          printer.device_identity.clear();
          return {};
        },
        std::move(done));
  }));
  relocator_->trouble(printer_.id, true);
  std::this_thread::sleep_for(milliseconds{100});
  EXPECT_EQ(looked_, 0);
}

TEST_F(Relocation, AMoveIsToldWithBothAddressesAndHowItWasKnownAlsoAfterARestart) {
  EXPECT_FALSE(relocator_->last_move(printer_));
  set({{"192.0.2.9", device::Match::same}});
  relocator_->trouble(printer_.id, true);
  ASSERT_TRUE(comes([&] { return moved_ == 1; }));
  Relocator::Options again;
  again.clock = [] { return 2'000; };
  Relocator next(*store_, std::move(again));
  ASSERT_TRUE(next.start());
  for (const Relocator* one : std::array<const Relocator*, 2>{relocator_.get(), &next}) {
    const auto move = one->last_move(now());
    ASSERT_TRUE(move);
    EXPECT_EQ(move->from, "192.0.2.7");
    EXPECT_EQ(move->to, "192.0.2.9");
    EXPECT_EQ(move->who, "serial A1234");
    EXPECT_EQ(move->at, 1'000);
  }
  EXPECT_FALSE(next.last_move(printer_)) << "somebody has set another address since";
}

TEST_F(Relocation, WhatCameOfASearchIsToldApart) {
  using End = doctor::SearchFacts::End;
  relocator_->trouble(printer_.id, true);
  const auto ends_as = [&](End end) {
    return comes([&] { return relocator_->search(printer_.id).end == end; });
  };
  EXPECT_TRUE(ends_as(End::not_found));
  set({{"192.0.2.9", device::Match::same}, {"192.0.2.10", device::Match::same}});
  EXPECT_TRUE(ends_as(End::several));
  EXPECT_EQ(relocator_->search(printer_.id).hosts, "192.0.2.9, 192.0.2.10");
  set({{"192.0.2.9", device::Match::unclear}});
  EXPECT_TRUE(ends_as(End::in_part));
  set({{"192.0.2.7", device::Match::same}});
  EXPECT_TRUE(ends_as(End::nothing));
}

TEST_F(Relocation, AnIdlePrinterWhoseDeviceIsSilentIsFollowedWithoutAJob) {
  set({{"192.0.2.9", device::Match::same}});
  std::this_thread::sleep_for(milliseconds{60});
  EXPECT_EQ(looked_, 0) << "it answers";
  silent_ = true;
  ASSERT_TRUE(comes([&] { return moved_ == 1; }));
  EXPECT_EQ(now().device_uri, "socket://192.0.2.9:9100/?snmp=1161");
}

TEST_F(Relocation, SilenceThatEndsIsNoTroubleButAJobsStays) {
  silent_ = true;
  ASSERT_TRUE(comes([&] { return !relocator_->about(printer_.id).empty(); }));
  relocator_->trouble(printer_.id, true);
  silent_ = false;
  const int looked = looked_;
  EXPECT_TRUE(comes([&] { return looked_ >= looked + 2; })) << "the job still waits";
  relocator_->trouble(printer_.id, false);
  EXPECT_EQ(relocator_->about(printer_.id), "");
}

} // namespace
} // namespace platen::server
