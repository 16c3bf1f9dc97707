// Bodies in chunks over a real socket.
#include "support.h"

#include <gtest/gtest.h>

namespace platen::http::test {
namespace {

const std::string get = "GET /g HTTP/1.1\r\nHost: localhost\r\n\r\n";
const std::string chunked_head =
    "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(Chunks, AreTaken) {
  Running server;
  Client client = server.client();
  EXPECT_EQ(
      client.ask(chunked_head + "5\r\nhello\r\n6;a=b;c=\"d\"\r\n world\r\n0\r\nTrailer: x\r\n\r\n")
          .body,
      "POST /c|hello world");
  EXPECT_FALSE(server.script.seen()[0].head.content_length);
  EXPECT_EQ(server.script.seen()[0].head.field("trailer"), "");
  EXPECT_EQ(client.ask(chunked_head + "0\r\n\r\n" + get).body, "POST /c|");
  EXPECT_EQ(client.receive().body, "GET /g|");
}

TEST(Chunks, AreGatheredWhenTiny) {
  Running server;
  Client client = server.client();
  std::string all = chunked_head;
  for (int i = 0; i < 100'000; ++i)
    all += "1\r\nx\r\n";
  EXPECT_EQ(client.ask(all + "0\r\n\r\n").body.size(), 100'000U + 8);
  EXPECT_LT(server.script.seen()[0].pieces, 3'000U);
}

TEST(Chunks, MayBeCutAnywhere) {
  Running server;
  const std::string whole = chunked_head + "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    Client client = server.client();
    client.send(whole.substr(0, cut));
    std::this_thread::sleep_for(1ms);
    ASSERT_EQ(client.ask(whole.substr(cut)).body, "POST /c|hello0123456789abcdef") << cut;
  }
}

// Beast 1.74 asserts on this one.
TEST(Chunks, MayBeCutAnywhereInAnEmptyBody) {
  Running server;
  const std::string whole = chunked_head + "0\r\n\r\n";
  for (std::size_t cut = chunked_head.size(); cut < whole.size(); ++cut) {
    Client client = server.client();
    client.send(whole.substr(0, cut));
    std::this_thread::sleep_for(5ms);
    ASSERT_EQ(client.ask(whole.substr(cut)).body, "POST /c|") << cut;
  }
}

TEST(Chunks, AreRefusedWhenBroken) {
  Running server;
  for (const char* body : {"x\r\nhello\r\n", "5\nhello\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-1\r\n",
                           "5 5\r\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\n", "\r\n",
                           "0\r\nX\n\r\n\r\n", "0\r\nbad\r\n\r\n"}) {
    Client client = server.client();
    const Answer answer = client.ask(chunked_head + body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    EXPECT_TRUE(client.is_closed_by_server());
  }
  for (const Seen& seen : server.script.seen())
    EXPECT_FALSE(seen.finished);
}

TEST(Chunks, HaveABoundedHeader) {
  Running server;
  Client client = server.client();
  EXPECT_EQ(client.ask(chunked_head + "1;" + std::string(100'000, 'a')).status, 400);
}

} // namespace
} // namespace platen::http::test
