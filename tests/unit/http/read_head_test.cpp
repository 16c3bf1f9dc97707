#include "http/header_scan.h"
#include "http/read_head.h"

#include <gtest/gtest.h>

namespace platen::http {
namespace {

struct Read {
  int status = 200;
  std::string text;
  Head head;
  Framing framing;
};

constexpr std::uint64_t most_body = 1000;

// Scans and reads `request`, byte by byte or at once: both must say the same.
Read read(std::string_view request, bool by_bytes = false) {
  HeaderScan scan(2048, 1024);
  std::size_t given = by_bytes ? 0 : request.size();
  while (!scan.look(request.substr(0, given)) && given < request.size())
    ++given;
  Read result;
  if (scan.refusal()) {
    result.status = scan.refusal()->status;
    result.text = scan.refusal()->text;
    return result;
  }
  const auto refusal =
      read_head(scan.text(request), HostPolicy({}), most_body, result.head, result.framing);
  if (refusal) {
    result.status = refusal->status;
    result.text = refusal->text;
  }
  return result;
}

std::string with(std::string_view fields, std::string_view line = "POST / HTTP/1.1") {
  return std::string(line) + "\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}

struct Wrong {
  std::string request;
  int status;
  const char* says;
};

class WrongHeader : public testing::TestWithParam<Wrong> {};

TEST_P(WrongHeader, IsRefusedWithItsReason) {
  const Wrong& wrong = GetParam();
  for (const bool by_bytes : {false, true}) {
    const Read result = read(wrong.request, by_bytes);
    EXPECT_EQ(result.status, wrong.status) << wrong.request << "\n" << result.text;
    EXPECT_NE(result.text.find(wrong.says), std::string::npos) << result.text;
  }
}

const std::string nul(1, '\0');

INSTANTIATE_TEST_SUITE_P(
    Bytes, WrongHeader,
    testing::Values(
        Wrong{"GET / HTTP/1.1\nHost: localhost\n\n", 400, "line feed without"},
        Wrong{"GET / HTTP/1.1\r\nHost: localhost\n\r\n", 400, "line feed without"},
        Wrong{"GET / HTTP/1.1\rHost: localhost\r\n\r\n", 400, "carriage return without"},
        Wrong{with("X: a" + nul + "b\r\n"), 400, "NUL"},
        Wrong{with("X: \xc3\xbc\r\n"), 400, "0xc3"},
        Wrong{"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "not ASCII"},
        Wrong{with("X: \x1b[1m\r\n"), 400, "0x1b"}, Wrong{with("X: \x7f\r\n"), 400, "0x7f"},
        Wrong{"GET\t/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "0x09"},
        Wrong{with("X: a\r\n b\r\n"), 400, "folded"}, Wrong{with("X: a\r\n\tb\r\n"), 400, "folded"},
        Wrong{"\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "empty lines"},
        Wrong{with("X: " + std::string(2100, 'a') + "\r\n"), 431, "2048"},
        Wrong{"GET /" + std::string(1500, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414,
              "1024"}));

std::string many_fields() {
  std::string fields;
  for (int i = 0; i < 200; ++i)
    fields += "a:b\r\n";
  return fields;
}

INSTANTIATE_TEST_SUITE_P(
    Grammar, WrongHeader,
    testing::Values(Wrong{with(many_fields()), 431, "128 fields"},
                    Wrong{with("X : a\r\n"), 400, "field"}, Wrong{with(": a\r\n"), 400, "field"},
                    Wrong{with("X\r\n"), 400, "field"}, Wrong{with("X y: a\r\n"), 400, "field"},
                    Wrong{with("", "POST  / HTTP/1.1"), 400, ""},
                    Wrong{with("", " / HTTP/1.1"), 400, "method"},
                    Wrong{with("", "P(ST / HTTP/1.1"), 400, ""}, Wrong{with("", "POST /"), 400, ""},
                    Wrong{with("", "POST / HTTP/1.1 x"), 505, "HTTP/1.1"},
                    Wrong{with("", "POST / HTTP/2.0"), 505, "HTTP/1.1"},
                    Wrong{with("", "POST / HTTP/1.2"), 505, "HTTP/1.1"},
                    Wrong{with("", "POST / http/1.1"), 505, "HTTP/1.1"},
                    Wrong{"PRI * HTTP/2.0\r\n\r\n", 505, "HTTP/1.1"},
                    Wrong{with("", "CONNECT localhost:443 HTTP/1.1"), 405, "CONNECT"},
                    Wrong{with("", "TRACE / HTTP/1.1"), 405, "TRACE"},
                    Wrong{with("", std::string(33, 'A') + " / HTTP/1.1"), 501, "method"}));

INSTANTIATE_TEST_SUITE_P(
    Smuggling, WrongHeader,
    testing::Values(
        Wrong{with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400, "twice"},
        Wrong{with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: 5, 5\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: +5\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: -5\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: 0x5\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: 5 \t5\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length:\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: 1001\r\n"), 413, "1000"},
        Wrong{with("Content-Length: 99999999999999999999999\r\n"), 400, "Content-Length"},
        Wrong{with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400,
              "Transfer-Encoding"},
        Wrong{with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400, "Content-Length"},
        Wrong{with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400, ""},
        Wrong{with("Transfer-Encoding: gzip, chunked\r\n"), 501, "chunked"},
        Wrong{with("Transfer-Encoding: chunked, identity\r\n"), 501, "chunked"},
        Wrong{with("Transfer-Encoding: xchunked\r\n"), 501, "chunked"},
        Wrong{with("Transfer-Encoding: \"chunked\"\r\n"), 501, "chunked"},
        Wrong{with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), 400, "HTTP/1.0"}));

INSTANTIATE_TEST_SUITE_P(
    Meaning, WrongHeader,
    testing::Values(
        Wrong{"GET / HTTP/1.1\r\n\r\n", 400, "missing"},
        Wrong{with("Host: localhost\r\n"), 400, "twice"},
        Wrong{"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, "evil.example"},
        Wrong{"GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421, "evil.example"},
        Wrong{with("", "GET http://evil.example/ HTTP/1.1"), 421, "evil.example"},
        Wrong{"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, "evil.example"},
        Wrong{with("Origin: http://evil.example\r\n"), 403, "origin"},
        Wrong{with("Origin: null\r\n"), 403, "origin"},
        Wrong{with("Origin: http://localhost:80\r\nOrigin: http://evil.example\r\n"), 400, "twice"},
        Wrong{with("Origin: http://evil.example\r\n", "OPTIONS / HTTP/1.1"), 403, "origin"},
        Wrong{with("Expect: 200-ok\r\n"), 417, "100-continue"},
        Wrong{with("", "GET /../ HTTP/1.1"), 400, ".."}));

TEST(ReadHead, FillsTheHead) {
  const Read result =
      read(with("X-One:  a b \r\nAccept:\r\nContent-Length: 7\r\n", "POST /a%20b?q=1 HTTP/1.1"));
  EXPECT_EQ(result.status, 200) << result.text;
  EXPECT_EQ(result.head.method, "POST");
  EXPECT_EQ(result.head.path, "/a b");
  EXPECT_EQ(result.head.query, "q=1");
  EXPECT_EQ(result.head.host, "localhost");
  EXPECT_EQ(result.head.field("x-one"), "a b");
  EXPECT_EQ(result.head.field("accept"), "");
  EXPECT_EQ(result.head.field("missing"), "");
  EXPECT_EQ(result.head.content_length, 7U);
  EXPECT_TRUE(result.framing.has_body());
  EXPECT_TRUE(result.framing.keep_alive);
}

TEST(ReadHead, OverlooksOneEmptyLineInFront) {
  EXPECT_EQ(read("\r\n" + with("")).status, 200);
  EXPECT_EQ(read("\r\n" + with(""), true).status, 200);
}

TEST(ReadHead, LetsTheAbsoluteFormBeatHost) {
  EXPECT_EQ(read(with("", "GET http://127.0.0.1:99/x HTTP/1.1")).head.host, "127.0.0.1:99");
}

TEST(ReadHead, NeedsNoHostFromHttp10) {
  const Read result = read("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(result.status, 200);
  EXPECT_FALSE(result.framing.keep_alive);
  EXPECT_TRUE(read("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").framing.keep_alive);
}

TEST(ReadHead, LetsPagesOfOthersReadOnly) {
  EXPECT_EQ(read(with("Origin: http://evil.example\r\n", "GET / HTTP/1.1")).status, 200);
  EXPECT_EQ(read(with("Origin: http://localhost\r\n")).status, 200);
}

TEST(ReadHead, KnowsWhatIsAskedOfTheConnection) {
  EXPECT_FALSE(read(with("Connection: x, CLOSE\r\n")).framing.keep_alive);
  EXPECT_TRUE(
      read(with("Connection: Upgrade\r\nUpgrade: TLS/1.2,TLS/1.1,TLS/1.0\r\n")).framing.wants_tls);
  EXPECT_FALSE(read(with("Upgrade: TLS/1.2\r\n")).framing.wants_tls);
  EXPECT_FALSE(read(with("Connection: upgrade\r\nUpgrade: h2c\r\n")).framing.wants_tls);
  EXPECT_TRUE(read(with("Expect: 100-Continue\r\nContent-Length: 1\r\n")).framing.expects_continue);
  EXPECT_FALSE(read(with("Expect: 100-continue\r\n")).framing.expects_continue);
  EXPECT_TRUE(read(with("Transfer-Encoding: Chunked\r\n")).framing.chunked);
}

} // namespace
} // namespace platen::http
