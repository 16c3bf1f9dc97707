#include "web/plain.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

http::Response json(int status, const std::string& text) {
  auto response = http::text_response(status, text);
  response.content_type = "application/json";
  return response;
}

// The REST interface as a script: what is asked is written down, and answered from a table.
class FakeApi final : public http::Handler {
public:
  std::map<std::string, http::Response> answers;
  std::vector<std::string> asked; // "METHOD path?query csrf body"

  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override {
    const std::string what = head.method + " " + head.path.substr(8);
    const auto found = answers.find(what);
    auto answer = found == answers.end() ? json(404, R"({"error": {"message": "nothing there"}})")
                                         : found->second;
    EXPECT_EQ(head.field("x-platen-app"), "1");
    if (head.method == "GET") return answer;
    return std::make_unique<One>(*this,
                                 what + (head.query.empty() ? "" : "?" + head.query) + " " +
                                     std::string(head.field("x-platen-csrf")) + " ",
                                 std::move(answer));
  }

private:
  class One final : public http::Exchange {
  public:
    One(FakeApi& api, std::string what, http::Response answer)
        : api_(api), what_(std::move(what)), answer_(std::move(answer)) {}
    std::optional<http::Response> body(Bytes piece) override {
      what_ += as_text(piece);
      return std::nullopt;
    }
    void finish(http::Respond respond) override {
      api_.asked.push_back(what_);
      respond(answer_);
    }

  private:
    FakeApi& api_;
    std::string what_;
    http::Response answer_;
  };
};

class PlainTest : public ::testing::Test {
protected:
  FakeApi api;
  Plain plain{api};

  void SetUp() override {
    api.answers["GET session"] =
        json(200, R"({"user": null, "role": "user", "csrf": null, "log-in-possible": true})");
    api.answers["GET printers"] = json(
        200,
        R"([{"printer-name": "office", "printer-info": "<b>Office</b>", "printer-state": "idle",
             "printer-is-accepting-jobs": true, "queued-job-count": 1,
             "printer-state-message": "\"><script>x</script>",
             "supplies": [{"name": "black", "percent": 40}, {"name": "waste", "percent": null}]}])");
    api.answers["GET jobs"] = json(
        200,
        R"([{"job-id": 7, "job-name": "<img src=x onerror=alert(1)>", "job-state": "pending-held",
             "printer-name": "office", "job-originating-user-name": "ann",
             "can": ["release", "cancel"]}])");
  }

  void log_in() {
    api.answers["GET session"] =
        json(200, R"({"user": "ann", "role": "user", "csrf": "c5rf", "log-in-possible": true})");
  }

  http::Response ask(const std::string& method, const std::string& path,
                     const std::string& body = {}, const std::string& type = {},
                     const std::string& language = {}) {
    http::Head head;
    head.method = method;
    head.path = path.substr(0, path.find('?'));
    head.query = path.find('?') == path.npos ? "" : path.substr(path.find('?') + 1);
    head.host = "print.example:8631";
    head.fields = {{"content-type", type}, {"accept-language", language}};
    auto begun = plain.begin(head);
    if (auto* response = std::get_if<http::Response>(&begun)) return *response;
    auto& exchange = *std::get<std::unique_ptr<http::Exchange>>(begun);
    for (std::size_t at = 0; at < body.size(); at += 11)
      if (auto early = exchange.body(as_bytes(std::string_view(body).substr(at, 11))))
        return *early;
    std::optional<http::Response> answer;
    exchange.finish([&](http::Response response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(http::Response{});
  }
  static std::string body(const http::Response& response) {
    return response.body ? *response.body : std::string();
  }
  static std::string field(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.fields)
      if (key == name) return value;
    return {};
  }
};

TEST_F(PlainTest, ShowsPrintersAndJobsAsText) {
  const auto response = ask("GET", "/plain/");
  EXPECT_EQ(response.status, 200);
  const std::string page = body(response);
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;Office&lt;/b&gt;"));
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=alert(1)&gt;"));
  EXPECT_THAT(page, HasSubstr("black 40 %, waste<"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("action=\"/plain/jobs/7/release\""));
  EXPECT_THAT(page, HasSubstr("action=\"/plain/jobs/7/cancel\""));
  EXPECT_THAT(page, Not(HasSubstr("/plain/jobs/7/hold")));
  EXPECT_THAT(field(response, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(field(response, "Content-Security-Policy"), Not(HasSubstr("script-src")));
}

TEST_F(PlainTest, SpeaksTheBrowsersLanguage) {
  EXPECT_THAT(body(ask("GET", "/plain/", {}, {}, "de-DE,de;q=0.9")), HasSubstr("Aufträge"));
}

TEST_F(PlainTest, AFormBringsTheSessionsCsrf) {
  log_in();
  EXPECT_THAT(body(ask("GET", "/plain/")), HasSubstr("name=\"csrf\" value=\"c5rf\""));
  api.answers["POST jobs/7/cancel"] = json(200, "{}");
  const auto response = ask("POST", "/plain/jobs/7/cancel", "csrf=c5rf");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(field(response, "Location"), "/plain/?done=cancel");
  EXPECT_EQ(api.asked, std::vector<std::string>{"POST jobs/7/cancel c5rf {}"});
}

TEST_F(PlainTest, WhatIsRefusedIsSaidOnThePage) {
  api.answers["POST jobs/7/cancel"] = json(401, R"({"error": {"message": "<i>log in</i> first"}})");
  const auto response = ask("POST", "/plain/jobs/7/cancel", "csrf=");
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(body(response), HasSubstr("&lt;i&gt;log in&lt;/i&gt; first"));
}

TEST_F(PlainTest, ALogInBringsTheCookieAlong) {
  auto answer = json(200, "{}");
  answer.fields.emplace_back("Set-Cookie", "platen-session=x; HttpOnly");
  api.answers["POST session"] = answer;
  const auto response = ask("POST", "/plain/login", "user=ann&password=a%22b");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(field(response, "Set-Cookie"), "platen-session=x; HttpOnly");
  EXPECT_EQ(api.asked,
            std::vector<std::string>{R"(POST session  {"password":"a\"b","user":"ann"})"});
}

constexpr const char* form_type = "multipart/form-data; boundary=XX";
std::string part(const std::string& name, const std::string& value) {
  return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}
std::string file(const std::string& name, const std::string& content) {
  return "--XX\r\nContent-Disposition: form-data; name=\"document\"; filename=\"" + name +
         "\"\r\n\r\n" + content + "\r\n";
}

TEST_F(PlainTest, FilesBecomeAJob) {
  api.answers["POST documents"] = json(201, R"({"id": "d0c"})");
  api.answers["POST jobs"] = json(201, R"({"job-id": 8})");
  const auto response =
      ask("POST", "/plain/print",
          part("csrf", "c5rf") + part("printer", "office") + part("copies", "2") +
              part("sides", "") + file("../a b.pdf", "%PDF-1") + file("c.txt", "x") + "--XX--\r\n",
          form_type);
  EXPECT_EQ(response.status, 303);
  const std::vector<std::string> expected{
      "POST documents?name=a%20b.pdf c5rf %PDF-1", "POST documents?name=c.txt c5rf x",
      R"(POST jobs c5rf {"documents":["d0c","d0c"],"options":{"copies":"2"},"printer":"office"})"};
  EXPECT_EQ(api.asked, expected);
}

TEST_F(PlainTest, WithoutAFileThereIsNoJob) {
  const auto response = ask("POST", "/plain/print",
                            part("printer", "office") + file("", "") + "--XX--\r\n", form_type);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(body(response), HasSubstr("Choose a document first."));
  EXPECT_TRUE(api.asked.empty());
}

TEST_F(PlainTest, AFileThatIsRefusedIsNoJobAndTheReasonIsSaid) {
  api.answers["POST documents"] = json(415, R"({"error": {"message": "this is no document"}})");
  const auto response = ask("POST", "/plain/print",
                            part("printer", "office") + file("x", "y") + "--XX--\r\n", form_type);
  EXPECT_EQ(response.status, 415);
  EXPECT_THAT(body(response), HasSubstr("this is no document"));
  EXPECT_EQ(api.asked.size(), 1u);
}

TEST_F(PlainTest, AFormThatIsCutShortMakesNoJob) {
  api.answers["POST documents"] = json(201, R"({"id": "d0c"})");
  EXPECT_EQ(
      ask("POST", "/plain/print", part("printer", "office") + file("x", "y"), form_type).status,
      400);
  EXPECT_TRUE(api.asked.empty());
}

TEST_F(PlainTest, OtherPathsAreNotThere) {
  for (const char* path : {"/plain/jobs/7/purge", "/plain/jobs/x/cancel", "/plain/jobs/7",
                           "/plain/../session", "/plain/users/ann", "/plain/jobs/7/cancel/x"})
    EXPECT_EQ(ask("POST", path).status, 404) << path;
  EXPECT_EQ(ask("PUT", "/plain/").status, 405);
  EXPECT_EQ(ask("GET", "/plain").status, 303);
  EXPECT_EQ(ask("GET", "/plain/jobs/7/cancel").status, 303);
  EXPECT_EQ(ask("POST", "/plain/print", "x", "text/plain").status, 415);
  EXPECT_EQ(ask("POST", "/plain/login", std::string(20'000, 'x')).status, 413);
  EXPECT_TRUE(api.asked.empty());
}

// What stands in an address may have been put there by anybody.
TEST_F(PlainTest, OnlyKnownWordsOfAnAddressAreShown) {
  EXPECT_THAT(body(ask("GET", "/plain/?done=cancel")), HasSubstr("The job is canceled."));
  EXPECT_THAT(body(ask("GET", "/plain/?done=Your+password+is+wanted")), Not(HasSubstr("wanted")));
}

TEST_F(PlainTest, WithoutTheInterfaceThereIsStillAPage) {
  api.answers.clear();
  const auto response = ask("GET", "/plain/");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(body(response), HasSubstr("There are no printers."));
  EXPECT_THAT(body(response), HasSubstr("Log in to see jobs."));
}

} // namespace
} // namespace platen::web
