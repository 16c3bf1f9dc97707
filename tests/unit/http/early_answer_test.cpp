// Answers that come before the body: Expect, refusals, and what becomes of the connection.
#include "support.h"

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

std::string head(std::string_view path, std::size_t length, std::string_view fields = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(length) + "\r\n" +
         std::string(fields) + "\r\n";
}
const std::string expect = "Expect: 100-continue\r\n";
const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Refuses "/no" at once, and "/enough" after its first piece.
struct Refusing : Running {
  Refusing() {
    script.at_begin = [](const Head& one) -> std::optional<Response> {
      if (one.path == "/no") return text_response(403, "no");
      return {};
    };
    script.at_body = [](const Head& one, std::size_t) -> std::optional<Response> {
      if (one.path == "/enough") return text_response(400, "enough");
      return {};
    };
  }
};

TEST(EarlyAnswer, SendsContinueAfterTheHandlerHasAgreed) {
  Refusing server;
  Client client = server.client();
  client.send(head("/yes", 5, expect));
  const Answer interim = client.receive();
  EXPECT_EQ(interim.status, 100);
  EXPECT_EQ(server.script.seen().size(), 1U);
  EXPECT_EQ(client.ask("hello").body, "POST /yes|hello");
  EXPECT_EQ(client.ask(get).status, 200);
}

TEST(EarlyAnswer, RefusesInsteadOfContinue) {
  Refusing server;
  Client client = server.client();
  client.send(head("/no", 5, expect));
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.fields.at("connection"), "close"); // nobody knows whether the body comes
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(EarlyAnswer, SendsNoContinueWhenTheBodyIsThereAlready) {
  Refusing server;
  Client client = server.client();
  EXPECT_EQ(client.ask(head("/yes", 5, expect) + "hello").status, 200);
}

TEST(EarlyAnswer, RefusesALargeBodyBeforeItComes) {
  Refusing server;
  Client client = server.client();
  EXPECT_EQ(client.ask(head("/yes", std::size_t{5} << 30, expect)).status, 413);
}

TEST(EarlyAnswer, DrainsAShortRestAndGoesOn) {
  Refusing server;
  for (const char* path : {"/no", "/enough"}) {
    Client client = server.client();
    const std::string body(200'000, 'x');
    client.send(head(path, body.size()) + body + get);
    EXPECT_GE(client.receive().status, 400);
    EXPECT_EQ(client.receive().body, "GET /g|") << path;
  }
}

TEST(EarlyAnswer, ClosesSoftlyOnALongRest) {
  Refusing server;
  for (const char* path : {"/no", "/enough"}) {
    Client client = server.client();
    const std::string body(3'000'000, 'x');
    EXPECT_TRUE(client.send(head(path, body.size()) + body)); // all of it is taken, and dropped
    const Answer answer = client.receive();
    EXPECT_GE(answer.status, 400);
    EXPECT_EQ(answer.fields.at("connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_FALSE(client.was_reset());
  }
  for (const Seen& seen : server.script.seen())
    EXPECT_LE(seen.pieces, 1U);
}

TEST(EarlyAnswer, DoesNotReadForEver) {
  Refusing server;
  Client client = server.client();
  client.send(head("/no", std::size_t{1} << 30));
  const std::string block(1 << 20, 'x');
  int sent = 0;
  while (sent < 1000 && client.send(block))
    ++sent;
  EXPECT_LT(sent, 100);
}

TEST(EarlyAnswer, ToAChunkedBodyEndsTheConnection) {
  Refusing server;
  Client client = server.client();
  client.send("POST /enough HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
              "chunked\r\n\r\n5\r\nhello\r\n");
  EXPECT_EQ(client.receive().status, 400);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(EarlyAnswer, FinishIsNotCalledAfterwards) {
  Refusing server;
  Client client = server.client();
  EXPECT_EQ(client.ask(head("/enough", 5) + "hello").status, 400);
  EXPECT_EQ(client.ask(get).status, 200);
  EXPECT_FALSE(server.script.seen()[0].finished);
}

// While the handler works on a piece nothing more is read: the client runs into a full socket.
TEST(EarlyAnswer, ReadsNothingWhileTheHandlerIsBusy) {
  Running server;
  std::atomic<bool> busy = true;
  server.script.at_body = [&](const Head&, std::size_t) -> std::optional<Response> {
    while (busy)
      std::this_thread::sleep_for(1ms);
    return {};
  };
  Client client = server.client();
  const std::size_t size = std::size_t{64} << 20;
  std::atomic<std::size_t> sent = 0;
  std::jthread sender([&] {
    client.send(head("/", size));
    const std::string block(1 << 16, 'x');
    for (; sent < size; sent += block.size())
      client.send(block);
  });
  std::this_thread::sleep_for(300ms);
  EXPECT_LT(sent, size / 2);
  busy = false;
  sender.join();
  EXPECT_EQ(client.receive(true).status, 200);
}

} // namespace
} // namespace platen::http::test
