// Slow clients: each wait has its end.
#include "support.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace platen::http::test {
namespace {

using Clock = std::chrono::steady_clock;

ServerOptions impatient() {
  ServerOptions options;
  options.limits.header = 200ms;
  options.limits.body_window = 200ms;
  options.limits.idle = 200ms;
  options.limits.write_stall = 200ms;
  return options;
}

// That it is not too late either, is for the patience of the clients here: a busy machine may add
// to a deadline as it likes.
bool not_before(Clock::time_point since, std::chrono::milliseconds least) {
  return Clock::now() - since >= least;
}

TEST(Deadline, EndsAConnectionThatSaysNothing) {
  Running server(impatient());
  const auto start = Clock::now();
  EXPECT_EQ(server.client().rest(), "");
  EXPECT_TRUE(not_before(start, 190ms));
}

TEST(Deadline, EndsAnIdleConnection) {
  Running server(impatient());
  Client client = server.client();
  const auto start = Clock::now();
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(not_before(start, 190ms));
}

// Slow loris: a byte now and then does not move the deadline of the header.
TEST(Deadline, EndsASlowHeader) {
  Running server(impatient());
  Client client = server.client();
  const auto start = Clock::now();
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
  for (int i = 0; i < 20 && client.send("X: y\r\n"); ++i)
    std::this_thread::sleep_for(20ms);
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(not_before(start, 190ms));
  EXPECT_TRUE(server.script.seen().empty());
}

TEST(Deadline, EndsAStalledBody) {
  ServerOptions options = impatient();
  options.limits.body_window = 1500ms;
  options.limits.body_rate = 1;
  Running server(options);
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
  for (int i = 0; i < 10; ++i) { // slow, but moving: longer in all than one stall may last
    client.send("x");
    std::this_thread::sleep_for(160ms);
  }
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.body, "the body of the request did not come in time\n");
  EXPECT_TRUE(server.script.wait_until([](const auto& seen) { return seen[0].gone; }));
  EXPECT_EQ(server.script.seen()[0].body, "xxxxxxxxxx");
  EXPECT_FALSE(server.script.seen()[0].finished);
}

TEST(Deadline, EndsAClientThatTakesNothing) {
  ServerOptions options = impatient();
  std::atomic<int> done = 0;
  options.access = [&](const ServerOptions::Access&) { ++done; };
  Running server(options);
  auto large = std::make_shared<const std::string>(std::size_t{64} << 20, 'x');
  server.script.at_begin = [&](const Head&) -> std::optional<Response> {
    Response response;
    response.body = large;
    return response;
  };
  Client client = server.client();
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  for (int i = 0; i < 2000 && done == 0; ++i)
    std::this_thread::sleep_for(10ms);
  EXPECT_EQ(done, 1);
  EXPECT_FALSE(client.receive().whole);
}

TEST(Deadline, LeavesASlowReaderTime) {
  ServerOptions options = impatient();
  options.limits.write_stall = 1500ms;
  Running server(options);
  auto large = std::make_shared<const std::string>(std::size_t{12} << 20, 'x');
  server.script.at_begin = [&](const Head&) -> std::optional<Response> {
    Response response;
    response.body = large;
    return response;
  };
  Client client = server.client();
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  std::vector<char> block(1 << 20);
  std::size_t bytes = 0;
  const auto start = Clock::now();
  while (bytes < large->size()) { // longer in all than one stall may last
    std::this_thread::sleep_for(150ms);
    const ssize_t got = ::recv(client.fd(), block.data(), block.size(), 0);
    ASSERT_GT(got, 0);
    bytes += static_cast<std::size_t>(got);
  }
  EXPECT_TRUE(not_before(start, 1500ms));
}

TEST(Deadline, DoesNotHurryTheHandler) {
  Running server(impatient());
  std::jthread later;
  server.script.at_finish = [&](const Head&, const std::string&, Respond respond) {
    later = std::jthread([respond] {
      std::this_thread::sleep_for(500ms);
      respond(text_response(200, "late"));
    });
  };
  EXPECT_EQ(server.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").body, "late\n");
}

// What comes while all threads wait for a disk has come in time, whoever looks first afterwards.
TEST(Deadline, DoesNotCountWhileTheServerIsHeldUp) {
  ServerOptions options = impatient();
  options.threads = 1;
  Running server(options);
  std::atomic<bool> held = false;
  server.script.at_body = [&](const Head& head, std::size_t) -> std::optional<Response> {
    if (head.path == "/disk") {
      held = true;
      std::this_thread::sleep_for(1500ms);
    }
    return {};
  };
  for (int round = 0; round < 3; ++round) {
    held = false;
    Client header = server.client(), body = server.client(), disk = server.client();
    body.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345");
    ASSERT_TRUE(server.script.wait_until(
        [&](const auto& seen) { return seen.size() == static_cast<std::size_t>(3 * round + 1); }));
    header.send("GET / HTTP/1.1\r\n");
    disk.send("POST /disk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    while (!held)
      std::this_thread::sleep_for(1ms);
    header.send("Host: localhost\r\nConnection: close\r\n\r\n");
    body.send("67890");
    EXPECT_EQ(disk.receive().status, 200);
    EXPECT_EQ(body.receive().status, 200);
    EXPECT_EQ(header.receive().status, 200);
    ASSERT_TRUE(server.script.wait_until(
        [&](const auto& seen) { return seen.size() == static_cast<std::size_t>(3 * round + 3); }));
  }
}

// A handler that is slow with each piece takes the client's time, which it gets back.
TEST(Deadline, DoesNotCountTheHandlersTimeInABody) {
  ServerOptions options = impatient();
  Running server(options);
  server.script.at_body = [&](const Head&, std::size_t) -> std::optional<Response> {
    std::this_thread::sleep_for(150ms); // of the 200 ms that a client has
    return {};
  };
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n");
  for (int i = 0; i < 8; ++i) {
    client.send("x");
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Deadline, HoldsUpNobodyElse) {
  ServerOptions options;
  options.limits.header = 1h; // whoever waited for one of them, would wait for longer than the test
  Running server(options);
  std::vector<Client> slow;
  for (int i = 0; i < 200; ++i)
    slow.push_back(server.client()), slow.back().send("POST / HTTP/1.1\r\n");
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(server.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}

} // namespace
} // namespace platen::http::test
