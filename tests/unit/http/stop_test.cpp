#include "support.h"

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Stop, ClosesIdleConnectionsAndTakesNoNewOnes) {
  ServerOptions options;
  options.limits.stop = options.limits.idle = 1h; // neither is what ends them
  Running server(options);
  Client fresh = server.client(), used = server.client();
  EXPECT_EQ(used.ask(get).status, 200);
  server.stop();
  EXPECT_TRUE(fresh.is_closed_by_server());
  EXPECT_TRUE(used.is_closed_by_server());
  server.wait();
  EXPECT_THROW(server.client(), std::runtime_error);
}

TEST(Stop, LetsAnswersUnderWayFinish) {
  Running server;
  std::jthread later;
  server.script.at_finish = [&](const Head&, const std::string&, Respond respond) {
    later = std::jthread([respond] {
      std::this_thread::sleep_for(300ms);
      respond(text_response(200, "done"));
    });
  };
  Client client = server.client();
  client.send(get);
  ASSERT_TRUE(
      server.script.wait_until([](const auto& seen) { return !seen.empty() && seen[0].finished; }));
  server.stop();
  const Answer answer = client.receive();
  EXPECT_EQ(answer.body, "done\n");
  EXPECT_EQ(answer.fields.at("connection"), "close");
  server.wait();
}

TEST(Stop, EndsWhatDoesNotEnd) {
  ServerOptions options;
  options.limits.stop = 200ms;
  options.limits.header = options.limits.body_window = 1h;
  Running server(options);
  Respond forgotten;
  server.script.at_finish = [&](const Head&, const std::string&, Respond respond) {
    forgotten = std::move(respond);
  };
  Client waiting = server.client(), sending = server.client(), asking = server.client();
  waiting.send(get);
  sending.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
  asking.send("GET / HT");
  ASSERT_TRUE(server.script.wait_until([](const auto& seen) { return seen.size() == 2; }));
  server.stop();
  server.wait();
  EXPECT_TRUE(waiting.is_closed_by_server() && sending.is_closed_by_server() &&
              asking.is_closed_by_server());
  server.server.reset();
  forgotten(text_response(200, "too late")); // harmless
}

// There is always something to read of it, so that it is never waited for.
TEST(Stop, EndsABodyThatComesWithoutAPause) {
  ServerOptions options;
  options.limits.stop = 200ms;
  Running server(options);
  std::atomic<bool> begun = false;
  server.script.at_body = [&](const Head&, std::size_t) -> std::optional<Response> {
    begun = true;
    std::this_thread::sleep_for(20ms);
    return {};
  };
  Client client = server.client();
  std::jthread sender([&] {
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string block(1 << 16, 'x');
    while (client.send(block))
      ;
  });
  while (!begun)
    std::this_thread::sleep_for(1ms);
  server.stop();
  server.wait(); // the whole body would take minutes
  const auto seen = server.script.seen();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen[0].gone);
  EXPECT_FALSE(seen[0].finished);
  client.end_sending();
}

TEST(Stop, WorksBeforeRunAndTwice) {
  Script script;
  ServerOptions options;
  options.listen = {{"127.0.0.1", 0}};
  auto server = open_server(options, script);
  ASSERT_TRUE(server);
  (*server)->stop();
  (*server)->stop();
  (*server)->run(); // returns at once
}

TEST(Stop, MayComeAtAnyMoment) {
  for (int round = 0; round < 20; ++round) {
    Running server;
    std::atomic<bool> end = false;
    std::vector<std::jthread> clients;
    for (int i = 0; i < 4; ++i)
      clients.emplace_back([&] {
        while (!end) {
          try {
            Client client = server.client();
            for (int n = 0; n < 20; ++n)
              if (client.ask(get).status != 200) break;
          } catch (const std::runtime_error&) {
          }
        }
      });
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
    server.stop();
    server.wait();
    end = true;
  }
}

} // namespace
} // namespace platen::http::test
