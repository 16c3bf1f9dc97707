#include "intake/api/events.h"
#include "intake/api/told_changes.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

namespace platen::intake::api {
namespace {

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += word.size())
    ++found;
  return found;
}

// A client: takes pieces as they come, and has them all in one text.
class Client {
public:
  explicit Client(http::Response response) {
    state_->source = std::move(response.source);
    ask();
  }
  ~Client() {
    const std::lock_guard lock(state_->mutex);
    state_->holds = true;
    state_->source.reset();
  }

  // Until the text has so many of the word, or the stream ends.
  std::string wait_for(const std::string& word, std::size_t count = 1) {
    std::unique_lock lock(state_->mutex);
    state_->there.wait(lock,
                       [&] { return state_->ended || count_of(state_->text, word) >= count; });
    return state_->text;
  }
  bool wait_for_end() {
    std::unique_lock lock(state_->mutex);
    state_->there.wait(lock, [&] { return state_->ended; });
    return true;
  }
  void hold(bool holds) { // takes no further piece
    const std::lock_guard lock(state_->mutex);
    state_->holds = holds;
  }
  void ask() { ask(state_); }

private:
  struct State {
    std::mutex mutex;
    std::condition_variable there;
    std::shared_ptr<http::BodySource> source; // null: the client has gone
    std::string text;
    bool ended = false, holds = false;
  };
  static void ask(const std::shared_ptr<State>& state) {
    std::shared_ptr<http::BodySource> source;
    {
      const std::lock_guard lock(state->mutex);
      source = state->source;
    }
    if (!source) return;
    source->next([state](const Result<std::string>& piece) {
      bool more = false;
      {
        const std::lock_guard lock(state->mutex);
        state->ended = !piece || piece->empty();
        if (piece) state->text += *piece;
        more = !state->ended && !state->holds;
        state->there.notify_all();
      }
      if (more) ask(state);
    });
  }
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

Call call_of(const std::string& name, bool administrator = false) {
  Call call;
  call.principal.name = name;
  call.principal.administrator = administrator;
  call.user = name.empty() ? "anonymous" : name;
  return call;
}

class EventsTest : public ::testing::Test {
protected:
  std::unique_ptr<EventHub> hub = EventHub::start().value();
};

TEST_F(EventsTest, WhoListensIsTold) {
  Client client(hub->open(call_of("ann")).value());
  client.wait_for("retry:");
  hub->publish({"printer", "ir1020"});
  const std::string text = client.wait_for("ir1020");
  EXPECT_NE(text.find("data: {\"kind\":\"printer\",\"id\":\"ir1020\"}\n\n"), std::string::npos);
}

TEST_F(EventsTest, ManyChangesOfOneThingAreToldAsOneToWhoIsSlow) {
  Client client(hub->open(call_of("ann")).value());
  client.wait_for("retry:");
  client.hold(true);
  hub->publish({"job", "1"});
  client.wait_for("\"1\""); // its connection is busy with this one
  for (int i = 0; i < 1'000; ++i)
    hub->publish({"job", "2"});
  hub->publish({"job", "3"});
  client.hold(false);
  client.ask();
  const std::string text = client.wait_for("\"3\"");
  EXPECT_EQ(count_of(text, "\"2\""), 1U);
}

TEST_F(EventsTest, WhoReadsTooSlowlyIsToldThatAnythingMayHaveChanged) {
  Client client(hub->open(call_of("ann")).value());
  client.wait_for("retry:");
  client.hold(true);
  hub->publish({"job", "first"});
  client.wait_for("first");
  for (int i = 0; i < 100'000; ++i)
    hub->publish({"job", std::to_string(i)});
  client.hold(false);
  client.ask();
  const std::string text = client.wait_for("\"all\"");
  EXPECT_LT(text.size(), 64U << 10);
  hub->publish({"job", "later"});
  client.wait_for("later");
}

TEST_F(EventsTest, WhatSomebodyMayNotSeeIsNotTold) {
  Client ann(hub->open(call_of("ann")).value()), bob(hub->open(call_of("bob")).value()),
      admin(hub->open(call_of("admin", true)).value()), guest(hub->open(call_of("")).value());
  hub->publish({"job", "of-ann"}, {.least = auth::Role::user, .owner = "ann"});
  hub->publish({"job", "of-all"}, {.least = auth::Role::user, .owner = {}});
  hub->publish({"printer", "end"});
  EXPECT_EQ(count_of(ann.wait_for("end"), "of-"), 2U);
  EXPECT_EQ(count_of(admin.wait_for("end"), "of-"), 2U);
  EXPECT_EQ(count_of(bob.wait_for("end"), "of-ann"), 0U);
  EXPECT_EQ(count_of(bob.wait_for("end"), "of-all"), 1U);
  EXPECT_EQ(count_of(guest.wait_for("end"), "of-"), 0U);
}

TEST_F(EventsTest, WhoComesAgainIsToldThatItMayHaveMissedSomething) {
  Call call = call_of("ann");
  call.head.fields = {{"last-event-id", "7"}};
  Client client(hub->open(call).value());
  client.wait_for("\"all\"");
}

TEST_F(EventsTest, HostileNamesStayWithinTheirLine) {
  Client client(hub->open(call_of("ann")).value());
  hub->publish({"printer", "a\n\ndata: {\"kind\":\"forged\"}\n\n\xff"});
  const std::string text = client.wait_for("printer");
  EXPECT_EQ(text.find("\ndata: {\"kind\":\"forged\"}"), std::string::npos);
}

TEST_F(EventsTest, StreamsEndWithTheServer) {
  Client client(hub->open(call_of("ann")).value());
  client.wait_for("retry:");
  hub->stop();
  EXPECT_TRUE(client.wait_for_end());
  EXPECT_EQ(hub->open(call_of("ann")).error().code, Errc::busy);
  hub->publish({"printer", "x"}); // nobody minds
}

TEST(Listening, EndsForWhomItIsNotAnyMore) {
  std::atomic<bool> gone = false;
  const auto hub =
      EventHub::start([&](const Call& call) { return call.user != "ann" || !gone; }).value();
  Client ann(hub->open(call_of("ann")).value()), bob(hub->open(call_of("bob")).value());
  ann.wait_for("retry:");
  gone = true;
  EXPECT_TRUE(ann.wait_for_end());
  hub->publish({"printer", "later"});
  bob.wait_for("later"); // goes on
}

Route route(const char* method, const char* path) {
  Route one;
  one.method = method;
  one.path = path;
  return one;
}

TEST(ToldChanges, AreOfWhatNothingElseTells) {
  const auto kind = [](const char* method, const char* path) -> std::string {
    Call call;
    call.user = "ann";
    const auto told = told_change(route(method, path), call);
    return told ? told->change.kind : "";
  };
  EXPECT_EQ(kind("PUT", "destinations/*"), "library");
  EXPECT_EQ(kind("DELETE", "users/*"), "session");
  EXPECT_EQ(kind("PUT", "accounts"), "settings");
  EXPECT_EQ(kind("GET", "accounts"), "");
  EXPECT_EQ(kind("POST", "destinations/*/test"), "");
  EXPECT_EQ(kind("PUT", "printers/*"), ""); // the store tells
  Call call;
  call.user = "ann";
  const auto token = told_change(route("DELETE", "tokens/*"), call);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->audience.owner, "ann");
}

TEST_F(EventsTest, AClientThatLeavesIsForgotten) {
  for (int i = 0; i < 5'000; ++i) { // more than may be open at a time
    auto response = hub->open(call_of("ann"));
    ASSERT_TRUE(response) << i;
  }
}

TEST_F(EventsTest, NotTooManyMayListen) {
  std::vector<http::Response> open;
  for (int i = 0; i < 2'000; ++i) {
    auto response = hub->open(call_of("ann"));
    ASSERT_TRUE(response) << i;
    open.push_back(*std::move(response));
  }
  EXPECT_EQ(hub->open(call_of("ann")).error().code, Errc::busy);
}

} // namespace
} // namespace platen::intake::api
