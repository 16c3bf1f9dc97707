// Out of memory in one request: that request ends, and nothing else. Allocations on the server's
// thread fail on command.
#include "support.h"

#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

namespace {

thread_local bool on_the_servers_thread = false;
std::atomic<std::size_t> smallest{0}; // bytes of the allocations that count; 0: none
std::atomic<std::size_t> passing{0};  // of those, so many succeed before one fails
std::atomic<std::size_t> failed{0};

bool fails(std::size_t bytes) {
  if (!on_the_servers_thread || smallest == 0 || bytes < smallest) return false;
  if (passing > 0) {
    --passing;
    return false;
  }
  smallest = 0;
  ++failed;
  return true;
}

void* allocate(std::size_t bytes) {
  void* const block = fails(bytes) ? nullptr : std::malloc(bytes);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

} // namespace

// Not inlined: GCC would see free() called on what new gave, where a sanitizer keeps the two apart.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  return allocate(bytes);
}
[[gnu::noinline]] void* operator new[](std::size_t bytes) {
  return allocate(bytes);
}
[[gnu::noinline]] void operator delete(void* block) noexcept {
  std::free(block);
}
[[gnu::noinline]] void operator delete[](void* block) noexcept {
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
[[gnu::noinline]] void operator delete[](void* block, std::size_t) noexcept {
  std::free(block);
}

namespace platen::http::test {
namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

class Memory : public ::testing::Test {
protected:
  static ServerOptions one_thread() {
    ServerOptions options;
    options.threads = 1;
    return options;
  }
  Memory() : server_(one_thread()) {
    server_.script.at_begin = [](const Head&) -> std::optional<Response> {
      on_the_servers_thread = true;
      return {};
    };
    EXPECT_EQ(server_.ask(get).status, 200);
  }
  Running server_;
};

TEST_F(Memory, ThatAHandlerLacksIs503) {
  const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";
  server_.script.at_body = [](const Head&, std::size_t) -> std::optional<Response> {
    throw std::bad_alloc();
  };
  Client other = server_.client();
  EXPECT_EQ(other.ask(get).status, 200);
  Client client = server_.client();
  const Answer answer = client.ask(post);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.fields.at("retry-after"), "10");
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(other.ask(get).status, 200);
  server_.script.at_finish = [](const Head&, const std::string&, const Respond&) {
    throw std::bad_alloc();
  };
  EXPECT_EQ(server_.ask(get).status, 503);
}

// Every allocation of some size that a request makes fails once, one after another.
TEST_F(Memory, ThatARequestLacksIsItsEndAlone) {
  const std::string body(300'000, 'x');
  const std::string post = "POST /" + std::string(3'000, 'p') +
                           " HTTP/1.1\r\nHost: localhost\r\nX-Long: " + std::string(9'000, 'y') +
                           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  std::string chunked = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 200; ++i)
    chunked += "10\r\n0123456789abcdef\r\n";
  chunked += "0\r\n\r\n";
  Client other = server_.client();
  for (const std::string& request : {post, chunked}) {
    std::size_t ends = 0;
    for (std::size_t place = 0;; ++place) {
      ASSERT_LT(place, 1'000U);
      const std::size_t before = failed;
      passing = place;
      smallest = 2'048;
      Client client = server_.client();
      client.send(request);
      const int status = client.receive().status;
      smallest = 0;
      EXPECT_TRUE(status == 200 || status == 503 || status == 0) << status << " at " << place;
      EXPECT_EQ(other.ask(get).status, 200) << place;
      if (failed == before) {
        EXPECT_EQ(status, 200);
        break;
      }
      ++ends;
    }
    EXPECT_GT(ends, 0U);
  }
}

TEST_F(Memory, ThatIsShortKeepsLongBodiesOut) {
  std::atomic<bool> lacking = true;
  ServerOptions options;
  options.short_of_memory = [&] { return lacking.load(); };
  Running server(options);
  const auto post = [](std::size_t bytes) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(bytes) +
           "\r\n\r\n" + std::string(bytes, 'x');
  };
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
  EXPECT_EQ(server.ask(get).status, 200);
  EXPECT_EQ(server.ask(post(65'536)).status, 200);
  const Answer refused = server.ask(post(65'537));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.fields.at("retry-after"), "10");
  EXPECT_EQ(server.ask(chunked).status, 503);
  std::size_t told = 0;
  for (const std::string& line : server.log())
    told += line.find("memory is short") != std::string::npos ? 1U : 0U;
  EXPECT_EQ(told, 1U); // once a minute
  lacking = false;
  EXPECT_EQ(server.ask(post(65'537)).status, 200);
  EXPECT_EQ(server.ask(chunked).status, 200);
}

} // namespace
} // namespace platen::http::test
