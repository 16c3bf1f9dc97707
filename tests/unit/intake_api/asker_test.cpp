#include "auth/users.h"
#include "intake/api/asker.h"
#include "intake/api/session_routes.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::intake::api {
namespace {

http::Head head_with(std::vector<std::pair<std::string, std::string>> fields) {
  http::Head head;
  head.method = "GET";
  head.fields = std::move(fields);
  head.peer.address = "192.0.2.7";
  head.peer.encrypted = true;
  return head;
}

std::string challenge(std::vector<std::pair<std::string, std::string>> fields) {
  const auto response = login_wanted(head_with(std::move(fields)), "denied", "log in");
  EXPECT_EQ(response.status, 401);
  for (const auto& [name, value] : response.fields)
    if (name == "WWW-Authenticate") return value.substr(0, value.find(' '));
  return {};
}

TEST(Asker, FindsTheSecretsAmongCookies) {
  using Secrets = std::vector<std::string_view>;
  EXPECT_EQ(session_secrets(head_with({})), Secrets{});
  const auto one = head_with({{"cookie", "a=b;  platen-session=abc ; c"}});
  EXPECT_EQ(session_secrets(one), Secrets{"abc"});
  const auto two = head_with({{"cookie", "platen-session=a; xplaten-session=n"},
                              {"cookie", "platen-session=b; platen-sessions=n"}});
  EXPECT_EQ(session_secrets(two), (Secrets{"a", "b"}));
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += "platen-session=x;";
  EXPECT_LE(session_secrets(head_with({{"cookie", many}})).size(), 4u);
  EXPECT_EQ(session_secrets(head_with({{"cookie", "platen-session"}})), Secrets{});
}

TEST(Asker, BrowsersAskForPasswordsOnlyWhereNoPageDoes) {
  EXPECT_EQ(challenge({}), "Basic");
  EXPECT_EQ(challenge({{"sec-fetch-mode", "navigate"}}), "Basic");
  EXPECT_EQ(challenge({{"sec-fetch-mode", "cors"}}), "Session");
  EXPECT_EQ(challenge({{"sec-fetch-mode", "no-cors"}}), "Session");
  EXPECT_EQ(challenge({{"x-platen-app", "1"}}), "Session");
}

TEST(Asker, KnowsPagesFromElsewhere) {
  EXPECT_FALSE(comes_from_elsewhere(head_with({})));
  EXPECT_FALSE(comes_from_elsewhere(head_with({{"sec-fetch-site", "same-origin"}})));
  EXPECT_FALSE(comes_from_elsewhere(head_with({{"sec-fetch-site", "none"}})));
  EXPECT_TRUE(comes_from_elsewhere(head_with({{"sec-fetch-site", "same-site"}})));
  EXPECT_TRUE(comes_from_elsewhere(head_with({{"sec-fetch-site", "cross-site"}})));
}

TEST(Moments, AreReadAndWritten) {
  EXPECT_EQ(moment(0), Json());
  EXPECT_EQ(moment(1'796'000'000), "2026-11-30T00:53:20Z");
  EXPECT_EQ(parse_moment("2026-11-30T00:53:20Z").value(), 1'796'000'000);
  EXPECT_EQ(parse_moment("1970-01-02").value(), 86'400);
  for (const char* wrong : {"", "soon", "2026-11-30T", "2026-11-30 10:00", "2026-11-30x"})
    EXPECT_FALSE(parse_moment(wrong)) << wrong;
}

class WhoAsks : public ::testing::Test {
protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(auth::set_user(folder_ / "users", "ann", auth::Role::printer_operator, "secret"));
    sessions_ = std::make_unique<auth::Sessions>(
        auth::Sessions::Options{.file = folder_ / "sessions",
                                .users = folder_ / "users",
                                .clock = [] { return std::int64_t{1'000'000}; },
                                .log = {}});
    gate_ = auth::make_gate({.users = folder_ / "users",
                             .administrator_uids = {},
                             .clock = [] { return std::int64_t{1}; },
                             .log = {}})
                .value();
    secret_ = sessions_->begin("ann", "192.0.2.7")->secret;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Asker ask(const http::Head& head) { return who_asks(*gate_, sessions_.get(), head).value(); }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ("platen-asker-" + std::to_string(::getpid()));
  std::unique_ptr<auth::Sessions> sessions_;
  std::unique_ptr<auth::Gate> gate_;
  std::string secret_;
};

TEST_F(WhoAsks, ASessionIsItsUser) {
  const Asker asker = ask(head_with({{"cookie", "platen-session=" + secret_}}));
  ASSERT_TRUE(asker.session);
  EXPECT_EQ(asker.principal.name, "ann");
  EXPECT_EQ(asker.principal.role(), auth::Role::printer_operator);
  EXPECT_FALSE(asker.expired);
  EXPECT_TRUE(has_csrf(head_with({{"x-platen-csrf", asker.session->csrf}}), *asker.session));
  EXPECT_FALSE(has_csrf(head_with({}), *asker.session));
}

// A page of a neighbouring name can add a cookie to ours, and must not keep the true one out.
TEST_F(WhoAsks, AFalseCookieBesidesTheTrueOneChangesNothing) {
  const Asker asker =
      ask(head_with({{"cookie", "platen-session=false; platen-session=" + secret_}}));
  EXPECT_EQ(asker.principal.name, "ann");
}

TEST_F(WhoAsks, ACookieThatIsWorthNothingIsToldOf) {
  const Asker asker = ask(head_with({{"cookie", "platen-session=x"}}));
  EXPECT_EQ(asker.principal.role(), auth::Role::guest);
  EXPECT_TRUE(asker.expired);
}

TEST_F(WhoAsks, ALogInOfTheRequestItselfComesFirst) {
  const auto wrong = who_asks(*gate_, sessions_.get(),
                              head_with({{"authorization", "Basic YW5uOndyb25n"},
                                         {"cookie", "platen-session=" + secret_}}));
  EXPECT_EQ(wrong.error().code, Errc::denied);
}

TEST_F(WhoAsks, InTheClearFromElsewhereACookieIsNone) {
  auto head = head_with({{"cookie", "platen-session=" + secret_}});
  head.peer.encrypted = false;
  EXPECT_FALSE(ask(head).session);
  head.peer.loopback = true;
  EXPECT_TRUE(ask(head).session);
}

} // namespace
} // namespace platen::intake::api
