#include "auth/gate.h"
#include "auth/slow_down.h"
#include "base/file.h"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace platen::auth {
namespace {

// "ann:secret" and "ann:wrong" and "eve:secret" (RFC 7617).
constexpr std::string_view ann_right = "Basic YW5uOnNlY3JldA==";
constexpr std::string_view ann_wrong = "Basic YW5uOndyb25n";
constexpr std::string_view eve = "Basic ZXZlOnNlY3JldA==";

const Gate::Caller over_tls{
    .address = "192.0.2.7", .local_uid = {}, .loopback = false, .encrypted = true};
const Gate::Caller in_the_clear{
    .address = "192.0.2.7", .local_uid = {}, .loopback = false, .encrypted = false};

class GateTest : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(set_user(file_, "ann", Role::administrator, "secret"));
    gate_ = make_gate({.users = file_,
                       .administrator_uids = administrators_,
                       .clock = [this] { return now_; },
                       .log =
                           [this](std::string_view level, std::string_view text) {
                             log_ += std::string(level) + ": " + std::string(text) + "\n";
                           }})
                .value();
  }
  void TearDown() override { std::filesystem::remove(file_); }

  const std::filesystem::path file_ =
      std::filesystem::path(::testing::TempDir()) / ("platen-gate-" + std::to_string(::getpid()));
  const Live<std::vector<std::uint32_t>> administrators_{std::vector<std::uint32_t>{1234}};
  std::int64_t now_ = 1'000;
  std::string log_;
  std::unique_ptr<Gate> gate_;
};

TEST_F(GateTest, WithoutCredentialsSomebodyIsNobody) {
  const auto who = gate_->identify(in_the_clear, "");
  ASSERT_TRUE(who);
  EXPECT_FALSE(who->authenticated());
  EXPECT_FALSE(who->administrator);
  EXPECT_EQ(who->address, "192.0.2.7");
}

TEST_F(GateTest, TheSocketsPeerIsItsUser) {
  Gate::Caller caller;
  caller.local_uid = 0;
  const auto root = gate_->identify(caller, "");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "root");
  EXPECT_TRUE(root->administrator);
  caller.local_uid = 1234;
  EXPECT_TRUE(gate_->identify(caller, "")->administrator);
  caller.local_uid = 4321;
  EXPECT_FALSE(gate_->identify(caller, "")->administrator);
  EXPECT_EQ(gate_->identify(caller, "")->name, "uid-4321");
}

TEST_F(GateTest, AdministratorsMayChangeWhileItServes) {
  Gate::Caller caller;
  caller.local_uid = 4321;
  EXPECT_FALSE(gate_->identify(caller, "")->administrator);
  administrators_.set({4321});
  EXPECT_TRUE(gate_->identify(caller, "")->administrator);
  caller.local_uid = 1234;
  EXPECT_FALSE(gate_->identify(caller, "")->administrator);
  caller.local_uid = ::geteuid(); // whoever runs the server, whatever the list says
  EXPECT_TRUE(gate_->identify(caller, "")->administrator);
}

TEST_F(GateTest, TheLogTellsOfGuessesAndHoldsNoSecret) {
  EXPECT_FALSE(gate_->identify(over_tls, ann_wrong));
  EXPECT_FALSE(gate_->identify(over_tls, eve)); // the name may be a mistyped password
  EXPECT_EQ(log_, "warning: a wrong password from 192.0.2.7 for the user ann\n"
                  "warning: a wrong password from 192.0.2.7 for an unknown user\n");
}

TEST_F(GateTest, AUsersFileThatCannotBeReadIsTheAdministratorsAffair) {
  std::filesystem::permissions(file_, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  std::filesystem::last_write_time(file_, std::filesystem::file_time_type::clock::now());
  const auto who = gate_->identify(over_tls, ann_right);
  ASSERT_FALSE(who);
  EXPECT_EQ(who.error().code, Errc::io);
  EXPECT_THAT(who.error().what, ::testing::Not(::testing::HasSubstr(file_.string())));
  EXPECT_THAT(log_, ::testing::HasSubstr("chmod 600 " + file_.string()));
}

TEST_F(GateTest, AUsersFileThatBreaksLaterLocksNobodyOutAndIsToldOnce) {
  ASSERT_TRUE(gate_->identify(over_tls, ann_right));
  std::ofstream(file_) << "nonsense\n";
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(gate_->identify(over_tls, ann_right));
  EXPECT_THAT(log_, ::testing::HasSubstr(file_.string() + ":1: "));
  EXPECT_EQ(std::ranges::count(log_, '\n'), 1) << log_;
}

TEST_F(GateTest, OneNetworkOfIpv6IsOneGuesser) {
  Gate::Caller caller = over_tls;
  for (int i = 0; i < SlowDown::free_tries; ++i) {
    caller.address = "2001:db8:1:2::" + std::to_string(i + 1);
    EXPECT_EQ(gate_->identify(caller, eve).error().code, Errc::denied);
  }
  caller.address = "2001:db8:1:2:ffff::1";
  EXPECT_EQ(gate_->identify(caller, ann_right).error().code, Errc::busy);
  caller.address = "2001:db8:1:3::1";
  EXPECT_TRUE(gate_->identify(caller, ann_right));
}

TEST_F(GateTest, TheRightPasswordProvesAName) {
  const auto who = gate_->identify(over_tls, ann_right);
  ASSERT_TRUE(who) << who.error().what;
  EXPECT_EQ(who->name, "ann");
  EXPECT_TRUE(who->administrator);
}

TEST_F(GateTest, APasswordInTheClearIsNotEvenLookedAt) {
  const auto who = gate_->identify(in_the_clear, ann_right);
  ASSERT_FALSE(who);
  EXPECT_THAT(who.error().what, ::testing::HasSubstr("TLS"));
  Gate::Caller local = in_the_clear;
  local.loopback = true; // does not leave the machine
  EXPECT_TRUE(gate_->identify(local, ann_right));
}

TEST_F(GateTest, WrongNameAndWrongPasswordReadAlike) {
  const auto name = gate_->identify(over_tls, eve);
  const auto password = gate_->identify(over_tls, ann_wrong);
  ASSERT_FALSE(name);
  ASSERT_FALSE(password);
  EXPECT_EQ(name.error().what, password.error().what);
  EXPECT_EQ(name.error().code, Errc::denied);
}

TEST_F(GateTest, GuessingIsSlowedDownAndForgivenLater) {
  for (int i = 0; i < SlowDown::free_tries; ++i)
    EXPECT_EQ(gate_->identify(over_tls, ann_wrong).error().code, Errc::denied);
  const auto refused = gate_->identify(over_tls, ann_right);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  now_ += SlowDown::first_ms + 1;
  EXPECT_TRUE(gate_->identify(over_tls, ann_right));
  EXPECT_EQ(gate_->identify(over_tls, ann_wrong).error().code, Errc::denied);
}

TEST_F(GateTest, WhatWasProvenHoldsUntilThePasswordChanges) {
  ASSERT_TRUE(gate_->identify(over_tls, ann_right));
  ASSERT_TRUE(gate_->identify(over_tls, ann_right));
  ASSERT_TRUE(set_user(file_, "ann", Role::administrator, "changed"));
  EXPECT_FALSE(gate_->identify(over_tls, ann_right));
}

TEST_F(GateTest, OtherSchemesAndNonsenseAreRefused) {
  for (const auto* const field : {"Bearer x", "Basic", "Basic !!!!", "Basic YW5u", "basic", " "})
    EXPECT_FALSE(gate_->identify(over_tls, field)) << field;
  EXPECT_FALSE(gate_->identify(over_tls, "Basic " + std::string(100'000, 'A')));
}

TEST(SlowDown, DoublesUpToItsBoundAndForgetsTheQuietest) {
  SlowDown slow;
  for (int i = 0; i < 60; ++i)
    slow.wrong("key", 0);
  EXPECT_EQ(slow.wait_ms("key", 0), SlowDown::longest_ms);
  for (std::size_t i = 0; i < SlowDown::most_keys; ++i)
    slow.wrong(std::to_string(i), 5);
  EXPECT_EQ(slow.wait_ms("key", 0), 0);
}

TEST(AuditLog, WritesOneLineOfJsonForEachAct) {
  const auto file =
      std::filesystem::path(::testing::TempDir()) / ("platen-audit-" + std::to_string(::getpid()));
  std::filesystem::remove(file);
  {
    const auto log = open_audit_log(file);
    ASSERT_TRUE(log);
    (*log)->record({.name = "ann", .administrator = true, .local = true, .address = "local"},
                   "Create-Printer", "x\n\"y\" \xff", "successful-ok");
  }
  const auto bytes = read_file(file, 10'000);
  ASSERT_TRUE(bytes);
  const std::string text(as_text(*bytes));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  const auto line = nlohmann::json::parse(text);
  EXPECT_EQ(line["act"], "Create-Printer");
  EXPECT_EQ(line["from"], "local");
  std::filesystem::remove(file);
}

class LostAuditLog : public ::testing::Test {
protected:
  void SetUp() override {
    std::filesystem::create_directory(folder_);
    log_ = open_audit_log(file_, [this](std::string_view level, std::string_view text) {
             told_.push_back(std::string(level) + ": " + std::string(text));
           }).value();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void act() {
    Principal ann;
    ann.name = "ann";
    log_->record(ann, "pause-printer", "x", "done");
  }
  long lines() {
    const std::string text(as_text(read_file(file_, 10'000).value()));
    return std::count(text.begin(), text.end(), '\n');
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ("platen-audits-" + std::to_string(::getpid()));
  const std::filesystem::path file_ = folder_ / "audit.log";
  std::vector<std::string> told_;
  std::unique_ptr<AuditLog> log_;
};

TEST_F(LostAuditLog, IsToldOnceAndWhenItIsThereAgain) {
  act();
  std::filesystem::remove_all(folder_);
  act();
  act();
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_THAT(told_[0], ::testing::HasSubstr("error: acts of administration are not recorded"));
  EXPECT_THAT(told_[0], ::testing::HasSubstr(file_.string()));
  std::filesystem::create_directory(folder_);
  act();
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_THAT(told_[1], ::testing::HasSubstr("recorded again; 2 are missing"));
  EXPECT_EQ(lines(), 1);
}

TEST_F(LostAuditLog, IsBegunAnewWhenItWasMovedAway) {
  act();
  std::filesystem::rename(file_, folder_ / "audit.log.1");
  act();
  act();
  EXPECT_EQ(lines(), 2);
  EXPECT_TRUE(told_.empty());
}

// A full disk takes half a line: nothing of it stays.
TEST_F(LostAuditLog, KeepsItsLinesWholeOnAFullDisk) {
  act();
  const auto whole = std::filesystem::file_size(file_);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto was = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{whole + 10, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  act();
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, was);
  EXPECT_EQ(std::filesystem::file_size(file_), whole);
  EXPECT_EQ(told_.size(), 1u);
  act();
  EXPECT_EQ(lines(), 2);
}

} // namespace
} // namespace platen::auth
