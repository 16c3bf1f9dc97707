#include "base/scratch_folder.h"
#include "monitor/target/messenger.h"

#include <condition_variable>

#include <gtest/gtest.h>

namespace platen::monitor {
namespace {

using scan::DeliveryEnd;

class MessengerTest : public testing::Test {
protected:
  void SetUp() override {
    start();
    put({});
  }
  void start() {
    messenger_.reset();
    auto opened = Messenger::open(
        {.record = *record_,
         .secrets = folder_.path() / "secrets",
         .clock = [this] { return now_.load(); },
         .hosts = [] { return std::vector<std::string>(); },
         .fresh_id = [this] { return "id-" + std::to_string(++ids_); },
         .mail_of =
             [](const std::string& user) {
               return user == "ann" || user == "bob" ? user + "@example.org" : std::string();
             },
         .count = [](std::string_view, std::string_view) {},
         .log = [](std::string_view, std::string_view) {},
         .send = [this](const scan::Destination& to, const scan::DeliveryTry&,
                        const Cancel&) -> Result<DeliveryEnd> {
           const std::lock_guard lock(mutex_);
           sent_.push_back(to.text);
           to_.push_back(to.to);
           changed_.notify_all();
           return DeliveryEnd{ending_, "words", {}};
         }});
    ASSERT_TRUE(opened) << opened.error().message();
    messenger_ = *std::move(opened);
  }
  void put(const std::string& quiet) {
    auto target = target_from_json("t", R"({"kind": "webhook", "address": "https://host/")" +
                                            (quiet.empty() ? "" : ", \"quiet\": " + quiet) + "}");
    ASSERT_TRUE(target);
    ASSERT_TRUE(messenger_->put(*target, std::nullopt));
  }
  void happen(const std::string& text) {
    Notice notice;
    notice.kind = "jam";
    notice.text = text;
    ASSERT_TRUE(record_->add(notice, nullptr, messenger_->wanting(notice)));
  }
  std::size_t wait_for_sent(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return sent_.size() >= count; });
    return sent_.size();
  }
  void wait_until_settled() {
    for (int i = 0; i < 3'000 && !record_->messages()->empty(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  ScratchFolder folder_ = *ScratchFolder::make();
  std::unique_ptr<Record> record_ = *Record::open(folder_.path());
  std::atomic<Time> now_{1'700'000'000};
  int ids_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sent_;
  std::vector<std::vector<std::string>> to_; // of a mail
  DeliveryEnd::Kind ending_ = DeliveryEnd::Kind::done;
  std::unique_ptr<Messenger> messenger_; // the last: its threads use the others
};

TEST_F(MessengerTest, SendsOnce) {
  happen("one");
  ASSERT_TRUE(messenger_->look());
  EXPECT_EQ(wait_for_sent(1), 1U);
  wait_until_settled();
  ASSERT_TRUE(messenger_->look());
  start();
  ASSERT_TRUE(messenger_->look());
  EXPECT_EQ(sent_.size(), 1U);
  EXPECT_TRUE(record_->messages()->empty());
}

TEST_F(MessengerTest, WhatMayHaveArrivedIsNotSentAgain) {
  ending_ = DeliveryEnd::Kind::unsure;
  happen("one");
  ASSERT_TRUE(messenger_->look());
  EXPECT_EQ(wait_for_sent(1), 1U);
  wait_until_settled();
  EXPECT_TRUE(record_->messages()->empty());
  // It is told after it was written down.
  const auto told = [this] {
    return messenger_->describe(messenger_->targets()[0]).find("not sent again") !=
           std::string::npos;
  };
  for (int i = 0; i < 3'000 && !told(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(told());
}

TEST_F(MessengerTest, QuietHoursGatherWhatComes) {
  const std::string all_but_a_minute = R"({"from": "00:00", "to": "23:59"})";
  put(all_but_a_minute);
  // Somewhere in the middle of a day, whatever the time zone of this machine is.
  while (minute_of_day(now_) != 12 * 60)
    now_ += 60;
  happen("one");
  ASSERT_TRUE(messenger_->look());
  now_ += 3'600;
  happen("two");
  ASSERT_TRUE(messenger_->look());
  start(); // a restart changes nothing
  ASSERT_TRUE(messenger_->look());
  EXPECT_TRUE(sent_.empty());
  while (minute_of_day(now_) != 23 * 60 + 59)
    now_ += 60;
  ASSERT_TRUE(messenger_->look());
  ASSERT_EQ(wait_for_sent(1), 1U);
  EXPECT_NE(sent_[0].find("one"), std::string::npos);
  EXPECT_NE(sent_[0].find("two"), std::string::npos);
}

TEST_F(MessengerTest, AMessageThatWasBegunIsSentAfterAKill) {
  happen("one");
  const auto notices = *record_->waiting("t");
  ASSERT_TRUE(record_->begin(message_of("begun", messenger_->targets()[0], notices), notices));
  start();
  EXPECT_EQ(wait_for_sent(1), 1U);
}

TEST_F(MessengerTest, OwnersAreToldOfTheirOwnJobs) {
  const auto target = target_from_json(
      "t",
      R"({"kind": "mail", "address": "smtp://host", "login": "none", "from": "p@example.org", "to": ["owner"]})");
  ASSERT_TRUE(target) << target.error().message();
  ASSERT_TRUE(messenger_->put(*target, std::nullopt));
  happen("a jam, which is nobody's");
  for (const char* const owner : {"ann", "bob", "carl", "ann"}) { // of carl no address is known
    Notice notice;
    notice.kind = "job-completed";
    notice.owner = owner;
    notice.job = ++ids_;
    notice.text = std::string("a job of ") + owner;
    ASSERT_TRUE(record_->add(notice, nullptr, messenger_->wanting(notice)));
  }
  ASSERT_TRUE(messenger_->look());
  ASSERT_EQ(wait_for_sent(2), 2U);
  wait_until_settled();
  ASSERT_TRUE(messenger_->look());
  const std::lock_guard lock(mutex_);
  ASSERT_EQ(sent_.size(), 2U);
  for (std::size_t i = 0; i < sent_.size(); ++i) {
    const std::string owner = to_[i].at(0).substr(0, 3);
    EXPECT_EQ(to_[i], std::vector<std::string>{owner + "@example.org"});
    EXPECT_NE(sent_[i].find("a job of " + owner), std::string::npos);
    EXPECT_EQ(sent_[i].find("a job of " + std::string(owner == "ann" ? "bob" : "ann")),
              std::string::npos);
    EXPECT_EQ(sent_[i].find("nobody's"), std::string::npos);
  }
}

TEST_F(MessengerTest, ATargetThatIsGoneIsToldNothing) {
  happen("one");
  ASSERT_TRUE(messenger_->remove("t"));
  ASSERT_TRUE(messenger_->look());
  EXPECT_TRUE(record_->waiting_targets()->empty());
  EXPECT_TRUE(sent_.empty());
}

} // namespace
} // namespace platen::monitor
