#include "../scan_engine/fake_scanners.h"
#include "base/scratch_folder.h"
#include "intake/api/scan_routes.h"
#include "intake/api/service.h"

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace platen::intake::api {
namespace {

using Json = nlohmann::json;

// Knows two users by their names alone: "admin" and "ann".
class NameGate final : public auth::Gate {
public:
  Result<auth::Principal> identify(const Caller& caller, std::string_view authorization) override {
    if (authorization == "wrong") return fail(Errc::denied, "wrong password");
    return auth::Principal{std::string(authorization), authorization == "admin", caller.loopback,
                           caller.address};
  }
};

class SilentAudit final : public auth::AuditLog {
public:
  void record(const auth::Principal&, std::string_view act, std::string_view object,
              std::string_view outcome) override {
    const std::lock_guard lock(mutex);
    lines.push_back(std::string(act) + " " + std::string(object) + ": " + std::string(outcome));
  }
  std::mutex mutex;
  std::vector<std::string> lines;
};

class ApiTest : public ::testing::Test {
protected:
  ScratchFolder folder = ScratchFolder::make().value();
  NameGate gate;
  SilentAudit audit;
  scan::FakeScanners scanners;
  std::unique_ptr<scan::RecordStore> store = scan::open_record_store(folder.path()).value();
  std::unique_ptr<scan::Catalogue> catalogue =
      scan::Catalogue::open(*store, [](const std::string&) {}).value();
  std::unique_ptr<scan::Sessions> sessions =
      scan::Sessions::open({.store = *store,
                            .scanners = scanners,
                            .folder = folder.path() / "sessions",
                            .clock = [] { return std::int64_t{1}; },
                            .log = [](std::string_view, std::string_view) {},
                            .orientation = {},
                            .read_text = {},
                            .profile = {},
                            .deliver = {},
                            .canceled = {},
                            .uuid = "0",
                            .changed = {}})
          .value();
  std::vector<std::pair<std::string, std::optional<std::string>>> secrets;
  ScanServices services{
      .scanners = scanners,
      .catalogue = *catalogue,
      .sessions = *sessions,
      .keep_secret = [this](const std::string& name,
                            std::optional<std::string> secret) -> Result<void> {
        secrets.emplace_back(name, std::move(secret));
        return {};
      },
      .with_secrets = []() -> Result<std::set<std::string>> { return std::set<std::string>(); },
      .keep_profile = [](const std::string&, std::optional<Buffer>) -> Result<void> { return {}; },
      .profile = [](const std::string&) -> Result<Buffer> { return Buffer(); },
      .scanner_changed = [](const std::string&) {},
      .deliveries = [](const scan::Session&) { return std::string("[]"); },
      .retry_deliveries = [](const scan::Session&) -> Result<void> { return {}; },
      .test_destination = [](const std::string&, const std::string&) -> Result<std::string> {
        return std::string();
      }};
  Service service{{gate, audit}, scan_routes(&services)};

  struct Who {
    std::string name; // empty: nobody
    bool local = true;
  };
  http::Response ask(const std::string& method, const std::string& path, const Who& who,
                     const std::string& body = {}) {
    http::Head head;
    head.method = method;
    head.path = "/api/v1/" + path;
    head.fields = {{"authorization", who.name}};
    head.peer.loopback = who.local;
    auto begun = service.begin(head);
    if (auto* const response = std::get_if<http::Response>(&begun)) return std::move(*response);
    auto& exchange = std::get<std::unique_ptr<http::Exchange>>(begun);
    if (!body.empty())
      if (auto early = exchange->body(as_bytes(body))) return *std::move(early);
    std::mutex mutex;
    std::condition_variable there;
    std::optional<http::Response> answer;
    exchange->finish([&](http::Response response) {
      const std::lock_guard lock(mutex);
      answer = std::move(response);
      there.notify_all();
    });
    std::unique_lock lock(mutex);
    there.wait(lock, [&] { return answer.has_value(); });
    return *std::move(answer);
  }

  static std::string message(const http::Response& response) {
    const Json json = Json::parse(response.body ? *response.body : "{}", nullptr, false);
    return json.is_object() && json.contains("error") ? json["error"]["message"].get<std::string>()
                                                      : std::string();
  }
};

std::string example(std::string_view pattern) {
  std::string path(pattern);
  for (std::size_t at = 0; (at = path.find('*')) != std::string::npos;)
    path.replace(at, 1, "1");
  return path;
}

TEST_F(ApiTest, ALoginIsAskedForWhereNobodyPrintsWithoutOne) {
  bool needed = false;
  Service printing{{gate, audit, nullptr, [&needed] { return needed; }},
                   {{"POST", "jobs", auth::Role::guest, auth::Scope::print, Pace::quick,
                     [](const Call&) -> Result<http::Response> { return done_response(); }}}};
  // 0: it is let in.
  const auto status = [&printing](const char* who) {
    http::Head head;
    head.method = "POST";
    head.path = "/api/v1/jobs";
    head.fields = {{"authorization", who}};
    const auto begun = printing.begin(head);
    const auto* const response = std::get_if<http::Response>(&begun);
    return response != nullptr ? response->status : 0;
  };
  EXPECT_EQ(status(""), 0);
  needed = true;
  EXPECT_EQ(status(""), 401);
  EXPECT_EQ(status("ann"), 0);
}

TEST_F(ApiTest, EveryRouteKnowsWhoMayUseIt) {
  for (const Route& route : scan_routes(nullptr)) {
    const std::string method(route.method), path = example(route.path);
    SCOPED_TRACE(method + " " + path);
    EXPECT_EQ(ask(method, path, {"", false}).status, 401); // nobody, from elsewhere
    EXPECT_EQ(ask(method, path, {"wrong", true}).status, 401);
    const int user = ask(method, path, {"ann", false}).status;
    const int administrator = ask(method, path, {"admin", false}).status;
    EXPECT_NE(administrator, 401);
    EXPECT_NE(administrator, 403);
    if (route.access == auth::Role::administrator) {
      EXPECT_EQ(user, 403);
      EXPECT_EQ(ask(method, path, {"", true}).status, 401); // on this machine, but nobody
    } else {
      EXPECT_NE(user, 401);
      EXPECT_NE(user, 403);
    }
  }
}

TEST_F(ApiTest, SomebodyElsesScanIsNotThere) {
  scanners.feeder.emplace_back().image = scan::plain_page(64, 96, 100);
  const auto begun = ask("POST", "scans", {"ann", false},
                         R"({"scanner": "office", "options": {"input-resolution": "75"}})");
  // The catalogue has no scanner of that name, though the device is there.
  EXPECT_EQ(begun.status, 404);
  scan::ScannerEntry office;
  office.name = "office";
  office.uri = "fake:";
  ASSERT_TRUE(catalogue->put(office));
  const auto now = ask("POST", "scans", {"ann", false},
                       R"({"options": {"input-resolution": "75", "review": "true"}})");
  ASSERT_EQ(now.status, 201) << message(now);
  const std::string path = "scans/" + std::to_string(Json::parse(*now.body)["id"].get<int>());
  EXPECT_EQ(ask("GET", path, {"ann", false}).status, 200);
  EXPECT_EQ(ask("GET", path, {"admin", false}).status, 200);
  EXPECT_EQ(ask("GET", path, {"bob", false}).status, 404);
  EXPECT_EQ(ask("POST", path + "/cancel", {"bob", false}, "{}").status, 404);
  EXPECT_EQ(*ask("GET", "scans", {"bob", false}).body, "[]\n");
  EXPECT_EQ(ask("POST", path + "/cancel", {"ann", false}, "{}").status, 200);
}

TEST_F(ApiTest, ASecretIsKeptAndNeverGivenBack) {
  const auto put =
      ask("PUT", "destinations/Mail", {"admin", false},
          R"({"kind": "mail", "address": "smtps://mail.example", "user": "u", "to": ["a@b.example"],
              "from": "c@d.example", "secret": "hush"})");
  ASSERT_EQ(put.status, 200) << message(put);
  ASSERT_EQ(secrets.size(), 1U);
  EXPECT_EQ(secrets[0].second, "hush");
  const auto list = ask("GET", "destinations", {"ann", false});
  EXPECT_NE(list.body->find("smtps://mail.example"), std::string::npos);
  EXPECT_EQ(list.body->find("hush"), std::string::npos);
  for (const std::string& line : audit.lines)
    EXPECT_EQ(line.find("hush"), std::string::npos);
  EXPECT_EQ(ask("DELETE", "destinations/Mail", {"admin", false}).status, 200);
  EXPECT_EQ(secrets.back().second, std::nullopt);
}

TEST_F(ApiTest, WhatIsWrongIsTold) {
  const std::vector<std::tuple<std::string, std::string, std::string, int>> wrong{
      {"POST", "scans", "{", 400},
      {"POST", "scans", "[]", 400},
      {"POST", "scans", R"({"options": {"format": 1}})", 400},
      {"POST", "scans", R"({"recipe": "none", "scanner": "office"})", 404},
      {"PUT", "scan-recipes/x", R"({"options": {"format": "gif"}})", 400},
      {"PUT", "scan-recipes/x", R"({"option": {}})", 400},
      {"PUT", "destinations/x", R"({"kind": "fax"})", 400},
      {"PUT", "scanners/x", R"({"uri": ""})", 400},
      {"PUT", "scanners/no name", R"({"uri": "sane:test"})", 400},
      {"GET", "scans/7", "", 404},
      {"GET", "scans/99999999999999999999", "", 404},
      {"GET", "scans/7/pages/1", "", 404},
      {"GET", "nothing", "", 404},
      {"PATCH", "scans", "", 405}};
  for (const auto& [method, path, body, status] : wrong) {
    const auto answer = ask(method, path, {"admin", true}, body);
    EXPECT_EQ(answer.status, status) << method << " " << path << ": " << message(answer);
    EXPECT_FALSE(message(answer).empty());
  }
}

TEST_F(ApiTest, ABodyIsBounded) {
  const auto answer = ask("POST", "scans", {"admin", true}, std::string(300 << 10, ' '));
  EXPECT_EQ(answer.status, 413);
}

} // namespace
} // namespace platen::intake::api
