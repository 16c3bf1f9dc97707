// Requests and answers over a real socket.
#include "support.h"

#include <map>

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

std::string post(std::string_view body, std::string_view fields = "") {
  return "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";
const std::string chunked_head =
    "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(Exchange, AnswersAndKeepsTheConnection) {
  Running server;
  Client client = server.client();
  const Answer first = client.ask(get);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "GET /g|");
  EXPECT_EQ(first.fields.at("server"), "platen");
  EXPECT_EQ(first.fields.at("date").size(), 29U);
  EXPECT_FALSE(first.fields.contains("connection"));
  EXPECT_EQ(client.ask(post("hello")).body, "POST /p|hello");
  EXPECT_EQ(client.ask(get).status, 200);
  const Peer peer = server.script.seen()[0].head.peer;
  EXPECT_EQ(peer.address, "127.0.0.1");
  EXPECT_TRUE(peer.loopback);
  EXPECT_FALSE(peer.local_uid);
  EXPECT_FALSE(peer.encrypted);
}

TEST(Exchange, ClosesWhenAsked) {
  Running server;
  Client client = server.client();
  const Answer answer =
      client.ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_FALSE(client.was_reset());
}

TEST(Exchange, SpeaksHttp10) {
  Running server;
  Client client = server.client();
  EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n").fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
  Client kept = server.client();
  EXPECT_EQ(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").fields.at("connection"),
            "keep-alive");
  EXPECT_EQ(kept.ask(get).status, 200);
}

TEST(Exchange, AnswersPipelinedRequestsInOrder) {
  Running server;
  Client client = server.client();
  std::string all;
  for (int i = 0; i < 100; ++i)
    all += i % 3 == 0 ? get : post("n" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(client.receive().body, i % 3 == 0 ? "GET /g|" : "POST /p|n" + std::to_string(i));
}

TEST(Exchange, TakesRequestsByteByByte) {
  Running server;
  Client client = server.client();
  for (const char c : post("hello") + get)
    ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.receive().body, "POST /p|hello");
  EXPECT_EQ(client.receive().body, "GET /g|");
}

TEST(Exchange, ServesHeadWithoutBody) {
  Running server;
  Client client = server.client();
  client.send("HEAD /h HTTP/1.1\r\nHost: localhost\r\n\r\n" + get);
  EXPECT_EQ(client.receive(true).fields.at("content-length"), "8");
  EXPECT_EQ(client.receive().body, "GET /g|");
}

TEST(Exchange, StreamsALargeBodyInPieces) {
  Running server;
  Client client = server.client();
  const std::string body(3'000'000, 'b');
  EXPECT_EQ(client.ask(post(body)).body.size(), body.size() + 8);
  const Seen seen = server.script.seen()[0];
  EXPECT_EQ(seen.body, body);
  EXPECT_LE(seen.largest, 64U << 10);
  EXPECT_EQ(client.ask(get).status, 200);
}

TEST(Exchange, BoundsBodies) {
  ServerOptions options;
  options.limits.body_bytes = 1000;
  Running server(options);
  Client client = server.client();
  EXPECT_EQ(client.ask(post(std::string(1000, 'x'))).status, 200);
  EXPECT_EQ(client.ask(post(std::string(1001, 'x'))).status, 413);
  EXPECT_TRUE(client.is_closed_by_server());
  Client chunks = server.client();
  EXPECT_EQ(chunks.ask(chunked_head + "3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\n").status,
            413);
  EXPECT_TRUE(server.script.wait_until(
      [](const auto& seen) { return seen.back().gone && !seen.back().finished; }));
}

TEST(Exchange, BoundsHeaders) {
  Running server;
  const Answer answer =
      server.ask("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x'));
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(answer.body, "the header is longer than 16384 bytes\n");
  EXPECT_EQ(
      server.ask("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(16'000, 'x') + "\r\n\r\n")
          .status,
      200);
}

TEST(Exchange, SaysWhatWasWrongAndCloses) {
  Running server;
  Client client = server.client();
  const Answer answer = client.ask("GET /%2e%2e/etc HTTP/1.1\r\nHost: localhost\r\n\r\n" + get);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "the request target has a \"..\" in its path\n");
  EXPECT_EQ(client.rest(), ""); // what follows is not taken for a request
  EXPECT_TRUE(server.script.seen().empty());
}

TEST(Exchange, AnswersOptionsOfTheServerItself) {
  Running server;
  const Answer answer = server.ask("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.fields.at("allow").find("POST"), std::string::npos);
  EXPECT_TRUE(server.script.seen().empty());
}

TEST(Exchange, TellsWhenTheClientHasGone) {
  Running server;
  {
    Client client = server.client();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
    EXPECT_TRUE(server.script.wait_until(
        [](const auto& seen) { return !seen.empty() && seen[0].body == "half"; }));
  }
  EXPECT_TRUE(
      server.script.wait_until([](const auto& seen) { return seen[0].gone && !seen[0].finished; }));
}

TEST(Exchange, TakesAnswersFromOtherThreads) {
  Running server;
  std::vector<std::jthread> threads;
  std::mutex mutex;
  server.script.at_finish = [&](const Head&, std::string body, Respond respond) {
    const std::scoped_lock lock(mutex);
    threads.emplace_back([body, respond] {
      std::this_thread::sleep_for(2ms);
      respond(text_response(200, body));
    });
  };
  Client client = server.client();
  for (int i = 0; i < 50; ++i)
    ASSERT_EQ(client.ask(post(std::to_string(i))).body, std::to_string(i) + "\n");
}

TEST(Exchange, SurvivesAFaultyHandler) {
  Running server;
  server.script.at_begin = [](const Head& head) -> std::optional<Response> {
    if (head.path == "/begin") throw std::runtime_error("in begin");
    return {};
  };
  server.script.at_body = [](const Head& head, std::size_t) -> std::optional<Response> {
    if (head.path == "/body") throw std::runtime_error("in body");
    return {};
  };
  server.script.at_finish = [](const Head& head, const std::string&, const Respond& respond) {
    if (head.path == "/finish") throw std::runtime_error("in finish");
    if (head.path == "/twice") respond(text_response(200, "first"));
    if (head.path != "/dropped") respond(text_response(200, "second"));
  };
  for (const char* path : {"/begin", "/body", "/finish", "/dropped"})
    EXPECT_EQ(server
                  .ask("POST " + std::string(path) +
                       " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx")
                  .status,
              500)
        << path;
  EXPECT_EQ(server.ask("GET /twice HTTP/1.1\r\nHost: localhost\r\n\r\n").body, "first\n");
  EXPECT_EQ(server.log().size(), 3U);
}

TEST(Exchange, LetsNoHandlerWriteFieldsByAccident) {
  Running server;
  server.script.at_begin = [](const Head&) -> std::optional<Response> {
    Response response = text_response(200, "x");
    response.fields.emplace_back("Location", "/a\r\nSet-Cookie: evil=1");
    response.fields.emplace_back("content-LENGTH", "99");
    return response;
  };
  const Answer answer = server.ask(get);
  EXPECT_EQ(answer.fields.at("content-length"), "2");
  EXPECT_FALSE(answer.fields.contains("set-cookie"));
  EXPECT_EQ(answer.fields.at("location"), "/a  Set-Cookie: evil=1");
}

TEST(Exchange, SendsNoBodyWhereNoneBelongs) {
  Running server;
  server.script.at_begin = [](const Head& head) -> std::optional<Response> {
    return text_response(head.path == "/g" ? 204 : 304, "must not be seen");
  };
  Client client = server.client();
  client.send(get + "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n" + get);
  EXPECT_EQ(client.receive().status, 204);
  EXPECT_EQ(client.receive().status, 304);
  EXPECT_EQ(client.receive().status, 204);
}

TEST(Exchange, ReportsEachRequest) {
  std::mutex mutex;
  std::vector<ServerOptions::Access> all;
  ServerOptions options;
  options.access = [&](const ServerOptions::Access& one) {
    const std::scoped_lock lock(mutex);
    all.push_back(one);
  };
  const auto before = std::chrono::steady_clock::now();
  {
    Running server(options);
    Client client = server.client();
    client.ask(post("12345"));
    client.ask("GET / HTTP/9.9\r\n\r\n");
    client.is_closed_by_server();
  }
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].method, "POST");
  EXPECT_EQ(all[0].path, "/p");
  EXPECT_EQ(all[0].status, 200);
  EXPECT_GT(all[0].in, 60U);
  EXPECT_GT(all[0].out, 100U);
  EXPECT_GE(all[0].took, 0us);
  EXPECT_LE(all[0].took, std::chrono::steady_clock::now() - before);
  EXPECT_EQ(all[1].status, 505);
}

TEST(StatusOf, EachErrorHasItsOwn) {
  const std::map<Errc, int> expected{
      {Errc::malformed, 400}, {Errc::invalid, 400},  {Errc::denied, 403},
      {Errc::not_found, 404}, {Errc::conflict, 409}, {Errc::limit, 413},
      {Errc::io, 500},        {Errc::bug, 500},      {Errc::unsupported, 501},
      {Errc::busy, 503},      {Errc::timeout, 503},  {Errc::unreachable, 503},
      {Errc::cancelled, 503}};
  for (const auto& [code, status] : expected)
    EXPECT_EQ(status_of(code), status) << to_string(code);
}

} // namespace
} // namespace platen::http::test
