// Bodies that are made while they are sent.
#include "support.h"

#include <condition_variable>
#include <deque>
#include <mutex>

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

// Gives its pieces one after another, at once or from a thread of its own.
class Pieces final : public BodySource {
public:
  explicit Pieces(std::deque<Result<std::string>> pieces, std::chrono::milliseconds pause = 0ms)
      : pieces_(std::move(pieces)), pause_(pause) {}
  void next(Give give) override {
    Result<std::string> piece = std::string();
    if (!pieces_.empty()) {
      piece = std::move(pieces_.front());
      pieces_.pop_front();
    }
    if (pause_ == 0ms) return give(std::move(piece));
    thread_ = std::jthread([this, give, piece] {
      std::this_thread::sleep_for(pause_);
      give(piece);
    });
  }

private:
  std::deque<Result<std::string>> pieces_;
  std::chrono::milliseconds pause_;
  std::jthread thread_;
};

// Answers when it is told to, and tells how often it was asked.
class Told final : public BodySource {
public:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    Give give;
    int asked = 0;
    bool gone = false;
    bool wait(const std::function<bool()>& holds) {
      std::unique_lock lock(mutex);
      return changed.wait_for(lock, 5s, holds);
    }
  };
  explicit Told(std::shared_ptr<State> state) : state_(std::move(state)) {}
  ~Told() override {
    const std::scoped_lock lock(state_->mutex);
    state_->gone = true;
    state_->changed.notify_all();
  }
  void next(Give give) override {
    const std::scoped_lock lock(state_->mutex);
    state_->give = std::move(give);
    ++state_->asked;
    state_->changed.notify_all();
  }

private:
  std::shared_ptr<State> state_;
};

void answer_with(Running& server, std::function<std::shared_ptr<BodySource>()> make,
                 std::optional<std::uint64_t> length = {}) {
  server.script.at_finish = [make = std::move(make), length](const Head&, const std::string&,
                                                             const Respond& respond) {
    Response response;
    response.content_type = "text/event-stream";
    response.source = make();
    response.source_length = length;
    respond(std::move(response));
  };
}

const std::string get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const std::string get_10 = "GET / HTTP/1.0\r\n\r\n";
const std::string head = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(BodySource, IsSentInChunks) {
  for (const auto pause : {0ms, 2ms}) {
    Running server;
    const std::string large(500'000, 'l');
    answer_with(server, [&] {
      return std::make_shared<Pieces>(std::deque<Result<std::string>>{"one ", large, " end"},
                                      pause);
    });
    Client client = server.client();
    for (int i = 0; i < 3; ++i) {
      const Answer answer = client.ask(get);
      EXPECT_EQ(answer.fields.at("transfer-encoding"), "chunked");
      EXPECT_FALSE(answer.fields.contains("content-length"));
      EXPECT_TRUE(answer.whole);
      EXPECT_EQ(answer.body, "one " + large + " end");
    }
  }
}

TEST(BodySource, IsSentPlainIfItsLengthIsKnown) {
  Running server;
  answer_with(
      server,
      [] {
        return std::make_shared<Pieces>(std::deque<Result<std::string>>{"one ", "two"});
      },
      7);
  Client client = server.client();
  for (const std::string& request : {get, get}) {
    const Answer answer = client.ask(request);
    EXPECT_EQ(answer.fields.at("content-length"), "7");
    EXPECT_EQ(answer.body, "one two");
  }
}

TEST(BodySource, EndsWithTheConnectionForHttp10) {
  Running server;
  answer_with(server, [] {
    return std::make_shared<Pieces>(std::deque<Result<std::string>>{"one ", "two"});
  });
  const Answer answer = server.ask(get_10);
  EXPECT_FALSE(answer.fields.contains("transfer-encoding"));
  EXPECT_EQ(answer.body, "one two");
  EXPECT_TRUE(answer.whole);
}

TEST(BodySource, IsNotAskedForHead) {
  Running server;
  auto state = std::make_shared<Told::State>();
  answer_with(server, [&] { return std::make_shared<Told>(state); });
  Client client = server.client();
  client.send(head);
  EXPECT_EQ(client.receive(true).fields.at("transfer-encoding"), "chunked");
  EXPECT_TRUE(state->wait([&] { return state->gone; }));
  EXPECT_EQ(state->asked, 0);
}

TEST(BodySource, ShowsAFaultAsABrokenConnection) {
  for (const std::string& request : {get, get_10}) {
    Running server;
    answer_with(server, [] {
      return std::make_shared<Pieces>(
          std::deque<Result<std::string>>{"one", fail(Errc::io, "the lamp is broken")}, 20ms);
    });
    Client client = server.client();
    const Answer answer = client.ask(request);
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.whole);
    EXPECT_NE(server.log().at(0).find("the lamp is broken"), std::string::npos);
  }
}

TEST(BodySource, IsHeldToItsLength) {
  for (const std::uint64_t length : {5U, 9U}) {
    Running server;
    answer_with(
        server,
        [] {
          return std::make_shared<Pieces>(std::deque<Result<std::string>>{"one ", "two"});
        },
        length);
    Client client = server.client();
    client.send(get);
    const Answer answer = client.receive(length == 5);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_FALSE(length == 9 && answer.whole);
    EXPECT_TRUE(length == 9 || client.was_reset());
  }
}

// Each piece arrives before the next one is there; and none is asked for before the former is
// taken.
TEST(BodySource, SendsEachPieceAtOnceAndWaitsForTheNext) {
  Running server;
  auto state = std::make_shared<Told::State>();
  answer_with(server, [&] { return std::make_shared<Told>(state); });
  Client client = server.client();
  client.send(get);
  std::string sent;
  EXPECT_EQ(client.receive(true).status, 200);
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(state->wait([&] { return state->asked == i; }));
    state->give("event " + std::to_string(i) + "\n");
  }
  ASSERT_TRUE(state->wait([&] { return state->asked == 4; }));
  state->give(std::string());
  EXPECT_NE(client.rest(300ms), std::string()); // kept alive: nothing but the chunks
}

TEST(BodySource, IsNotAskedWhileTheClientTakesNothing) {
  Running server;
  auto state = std::make_shared<Told::State>();
  answer_with(server, [&] { return std::make_shared<Told>(state); });
  Client client = server.client();
  client.send(get);
  int given = 0;
  while (state->wait([&] { return state->asked == given + 1; }) && given < 64) {
    ++given;
    state->give(std::string(1 << 20, 'x'));
    std::this_thread::sleep_for(1ms);
    const std::scoped_lock lock(state->mutex);
    if (state->asked == given) break; // not asked again: the network is full
  }
  EXPECT_LT(given, 64);
}

TEST(BodySource, IsLetGoWhenTheClientHasGone) {
  Running server;
  auto state = std::make_shared<Told::State>();
  answer_with(server, [&] { return std::make_shared<Told>(state); });
  {
    Client client = server.client();
    client.send(get);
    EXPECT_EQ(client.receive(true).status, 200);
    ASSERT_TRUE(state->wait([&] { return state->asked == 1; }));
  }
  EXPECT_TRUE(state->wait([&] { return state->gone; })); // though no piece was ever written
  state->give("late");                                   // harmless
}

} // namespace
} // namespace platen::http::test
