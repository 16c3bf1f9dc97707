// Many connections: the limit, the end of descriptors, and what an idle one costs.
#include "support.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

namespace platen::http::test {
namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Crowd, OverTheLimitIsToldSo) {
  ServerOptions options;
  options.limits.connections = 3;
  Running server(options);
  std::vector<Client> inside;
  for (int i = 0; i < 3; ++i) {
    inside.push_back(server.client());
    EXPECT_EQ(inside.back().ask(get).status, 200);
  }
  for (int i = 0; i < 200; ++i) { // more than may be told at a time: the others are just closed
    Client outside = server.client();
    const Answer answer = outside.receive();
    EXPECT_TRUE(answer.status == 503 || answer.status == 0) << answer.status;
    EXPECT_TRUE(i > 0 || answer.status == 503);
    EXPECT_TRUE(i > 0 || outside.is_closed_by_server());
  }
  for (Client& client : inside)
    EXPECT_EQ(client.ask(get).status, 200);
  inside.pop_back();
  int status = 0;
  for (int i = 0; i < 2000 && status != 200; ++i) {
    std::this_thread::sleep_for(10ms);
    Client next = server.client();
    next.send(get);
    status = next.receive().status;
  }
  EXPECT_EQ(status, 200);
}

// Room for a few descriptors more than are open now.
class FewDescriptors {
public:
  explicit FewDescriptors(rlim_t more) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const auto open = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(open) + more;
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

std::ptrdiff_t complaints(const Running& server) {
  const auto log = server.log();
  return std::ranges::count_if(log, [](const std::string& line) {
    return line.find("Too many open files") != std::string::npos;
  });
}

TEST(Crowd, OutOfDescriptorsTheOthersGoOn) {
  Running server;
  Client inside = server.client();
  EXPECT_EQ(inside.ask(get).status, 200);
  Client outside = server.client(), another = server.client();
  {
    std::vector<UniqueFd> taken;
    const FewDescriptors few(6);
    std::vector<Client> more; // both ends are in this process
    try {
      for (int i = 0; i < 20; ++i)
        more.push_back(server.client());
    } catch (const std::runtime_error&) { // our own side has run out
    }
    EXPECT_EQ(inside.ask(get).status, 200);
    for (int i = 0; i < 2000 && complaints(server) == 0; ++i)
      std::this_thread::sleep_for(10ms);
    EXPECT_EQ(inside.ask(get).status, 200);
  }
  EXPECT_EQ(another.ask(get).status, 200);
  EXPECT_EQ(server.ask(get).status, 200);
  EXPECT_LE(complaints(server), 2);
  EXPECT_GE(complaints(server), 1);
}

std::size_t heap_in_use() {
  return ::mallinfo2().uordblks;
}

std::size_t resident_bytes() {
  std::size_t pages = 0, ignored = 0;
  std::ifstream("/proc/self/statm") >> ignored >> pages;
  return pages * 4096;
}

TEST(Crowd, ServesOneAmongTwoThousandIdleOnes) {
  ServerOptions options;
  options.limits.connections = 3000;
  Running server(options);
  Client busy = server.client();
  EXPECT_EQ(busy.ask(get).status, 200);
  const std::size_t heap = heap_in_use(), resident = resident_bytes();
  constexpr std::size_t count = 2000;
  std::vector<Client> idle;
  idle.reserve(count);
  server.script.at_begin = [](const Head&) { return std::optional(text_response(200, "x")); };
  for (std::size_t i = 0; i < count; ++i) {
    idle.push_back(server.client());
    if (i % 2 == 0) {
      ASSERT_EQ(idle.back().ask(get).status, 200) << i;
    }
  }
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i)
    ASSERT_EQ(busy.ask(get).status, 200);
  const auto took = std::chrono::steady_clock::now() - start;
  const std::size_t each = (heap_in_use() - heap) / count;
  RecordProperty("heap_bytes_per_idle_connection", static_cast<int>(each));
  std::printf(
      "an idle connection: %zu bytes of heap, %zu resident; 1000 requests among 2000 in %lld ms\n",
      each, (resident_bytes() - resident) / count,
      static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(each, 8192U);
}

} // namespace
} // namespace platen::http::test
