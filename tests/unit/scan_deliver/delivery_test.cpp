#include "scan/deliver/delivery.h"

#include <gtest/gtest.h>

namespace platen::scan {
namespace {

using namespace std::chrono_literals;
using Kind = DeliveryEnd::Kind;

const SystemTime start{1'000'000s};

Delivery being_sent(DestinationKind kind = DestinationKind::mail) {
  Delivery delivery;
  delivery.id = "d";
  delivery.kind = kind;
  delivery.state = DeliveryState::sending;
  delivery.tries = 1;
  delivery.since = delivery.next = start;
  return delivery;
}

bool says(const Delivery& delivery, std::string_view words) {
  return delivery.words.find(words) != std::string::npos;
}

TEST(PauseAfter, DoublesUpToAnHour) {
  EXPECT_EQ(pause_after(1, 0.5), 60s);
  EXPECT_EQ(pause_after(2, 0.5), 120s);
  EXPECT_EQ(pause_after(6, 0.5), 1920s);
  for (const int tries : {7, 8, 20, 1'000'000})
    EXPECT_EQ(pause_after(tries, 0.5), 3600s) << tries;
  EXPECT_EQ(pause_after(1, 0), 48s);
  EXPECT_EQ(pause_after(1, 1), 72s);
  EXPECT_EQ(pause_after(9, 1), 3600s);
}

TEST(AfterTry, IsDoneWithTheWordsOfItsEnd) {
  const Delivery delivery =
      after_try(being_sent(), {Kind::done, "delivered", {"<a> b"}}, start, 0.5);
  EXPECT_EQ(delivery.state, DeliveryState::done);
  EXPECT_EQ(delivery.words, "delivered");
  EXPECT_EQ(delivery.there, std::vector<std::string>{"<a> b"});
}

TEST(AfterTry, WaitsAndKeepsWhatArrived) {
  Delivery delivery = after_try(being_sent(), {Kind::again, "busy", {"1"}}, start, 0.5);
  EXPECT_EQ(delivery.state, DeliveryState::waiting);
  EXPECT_EQ(delivery.next, start + 60s);
  delivery = after_try(delivery, {Kind::done, "delivered", {"1", "2"}}, start, 0.5);
  EXPECT_EQ(delivery.there, (std::vector<std::string>{"1", "2"}));
  EXPECT_FALSE(says(delivery, "twice"));
}

TEST(AfterTry, FailsWhereItWasRefused) {
  const Delivery delivery =
      after_try(being_sent(), {Kind::refused, "no such user", {}}, start, 0.5);
  EXPECT_EQ(delivery.state, DeliveryState::failed);
  EXPECT_EQ(delivery.words, "no such user");
}

TEST(AfterTry, GivesUpAfterThreeDays) {
  const DeliveryEnd end{Kind::again, "nobody answers", {}};
  EXPECT_EQ(after_try(being_sent(), end, start + 72h - 1s, 0.5).state, DeliveryState::waiting);
  const Delivery over = after_try(being_sent(), end, start + 72h, 0.5);
  EXPECT_EQ(over.state, DeliveryState::failed);
  EXPECT_TRUE(says(over, "given up after 1 try in 3 days: nobody answers")) << over.words;
  EXPECT_EQ(after_try(being_sent(), {Kind::done, "", {}}, start + 100h, 0.5).state,
            DeliveryState::done);
}

TEST(AfterTry, NeverDoublesSilently) {
  Delivery delivery = after_try(being_sent(), {Kind::unsure, "lost", {}}, start, 0.5);
  EXPECT_EQ(delivery.state, DeliveryState::unsure);
  EXPECT_EQ(delivery.next, start + 60s);
  delivery = after_try(delivery, {Kind::again, "busy", {}}, start, 0.5);
  EXPECT_EQ(delivery.state, DeliveryState::unsure);
  EXPECT_TRUE(says(after_try(delivery, {Kind::done, "delivered", {}}, start, 0.5),
                   "may have arrived twice"));
  EXPECT_TRUE(says(after_try(delivery, {Kind::refused, "no", {}}, start, 0.5),
                   "an earlier try may have arrived"));
}

TEST(AfterRestart, KnowsWhichKindsCannotKnow) {
  using enum DestinationKind;
  for (const DestinationKind kind : {mail, http}) {
    const Delivery delivery = after_restart(being_sent(kind), start + 5s);
    EXPECT_EQ(delivery.state, DeliveryState::unsure);
    EXPECT_EQ(delivery.next, start + 5s);
    EXPECT_TRUE(says(delivery, "arrives twice"));
  }
  for (const DestinationKind kind : {folder, smb, sftp, webdav})
    EXPECT_EQ(after_restart(being_sent(kind), start).state, DeliveryState::waiting);
}

TEST(AfterRestart, LeavesAloneWhatWasNotBeingSent) {
  using enum DeliveryState;
  for (const DeliveryState state : {waiting, done, failed, unsure}) {
    Delivery delivery = being_sent();
    delivery.state = state;
    EXPECT_EQ(after_restart(delivery, start + 1s), delivery) << to_string(state);
  }
}

} // namespace
} // namespace platen::scan
