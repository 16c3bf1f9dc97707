#include "http/host.h"
#include "support.h"

#include <gtest/gtest.h>

namespace platen::http {
namespace {

int status_of(std::string_view authority) {
  const auto refusal = HostPolicy({"Print", "printer.example.org."}).check(authority);
  return refusal ? refusal->status : 200;
}

TEST(HostPolicy, TakesAddressesLocalhostAndItsOwnNames) {
  for (const char* one :
       {"localhost", "LOCALHOST:8631", "localhost.", "127.0.0.1", "192.0.2.7:80", "[::1]:8631",
        "[2001:DB8::7]", "[fe80::1%25eth0]:8631", "[fe80::1%eth0]", "[v1.fe80::1+eth0]:631",
        "print", "PRINT:8631", "print.local", "print.local.", "printer.example.org", "localhost:"})
    EXPECT_EQ(status_of(one), 200) << one;
}

TEST(HostPolicy, RefusesTheNamesOfOthers) {
  for (const char* one :
       {"evil.example", "print.evil.example", "localhost.evil.example", "printer.example.org.local",
        "127.0.0.1.evil.example", "1.2.3", "256.1.1.1", "0x7f000001"})
    EXPECT_EQ(status_of(one), 421) << one;
}

TEST(HostPolicy, RefusesWhatIsNoHost) {
  for (const char* one : {"", ":", ":80", "a b", "user@localhost", "localhost:x", "localhost:65536",
                          "localhost:80:80", "[::1", "[::1]x", "[localhost]", "[]", "::1",
                          "local/host", "-a", "a..b", ".a", "localhost,evil", "[::1%]"})
    EXPECT_EQ(status_of(one), 400) << one;
}

TEST(HostPolicy, MayChangeWhileTheServerServes) {
  test::Running server;
  const std::string_view get = "GET / HTTP/1.1\r\nHost: print.example.org\r\n\r\n";
  EXPECT_EQ(server.ask(get).status, 421);
  ServerOptions options;
  options.names = {"print.example.org"};
  ASSERT_TRUE(server.server->change(options));
  EXPECT_EQ(server.ask(get).status, 200);
  options.names = {"no host name"};
  EXPECT_FALSE(server.server->change(options));
  EXPECT_EQ(server.ask(get).status, 200);
}

TEST(ChangedLimits, CountForTheNextRequests) {
  test::Running server;
  const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";
  test::Client first = server.client();
  EXPECT_EQ(first.ask(post).status, 200); // it is in, and stays
  ServerOptions options;
  options.limits.body_bytes = 4;
  options.limits.connections = 1;
  ASSERT_TRUE(server.server->change(options));
  EXPECT_EQ(server.ask(post).status, 503);
  options.limits.connections = 10;
  ASSERT_TRUE(server.server->change(options));
  EXPECT_EQ(server.ask(post).status, 413);
}

TEST(HostPolicy, KnowsItsOwnOrigin) {
  EXPECT_TRUE(HostPolicy::is_own_origin("http://localhost:8631", "localhost:8631"));
  EXPECT_TRUE(HostPolicy::is_own_origin("https://LOCALHOST:8631", "localhost:8631"));
  EXPECT_TRUE(HostPolicy::is_own_origin("https://print", "print"));
  EXPECT_TRUE(HostPolicy::is_own_origin("https://print", "print:443"));
  EXPECT_TRUE(HostPolicy::is_own_origin("http://[::1]:8631", "[::1]:8631"));
  for (const char* origin :
       {"null", "", "http://evil.example", "http://localhost", "http://localhost:8632",
        "http://localhost:8631/", "http://localhost:8631.evil", "ftp://localhost:8631",
        "http://localhost:8631 http://evil", "http://localhost@evil:8631"})
    EXPECT_FALSE(HostPolicy::is_own_origin(origin, "localhost:8631")) << origin;
  EXPECT_FALSE(HostPolicy::is_own_origin("http://localhost", ""));
}

} // namespace
} // namespace platen::http
