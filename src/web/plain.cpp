#include "web/plain.h"

#include "web/app.h"
#include "web/form.h"
#include "web/inner.h"
#include "web/plain_page.h"
#include "web/plain_upload.h"

#include <algorithm>
#include <array>

namespace platen::web {

namespace {

constexpr std::string_view folder = "/plain/";
constexpr std::size_t most_form = 16 << 10;
// What was just done, as the address of the page says it: nothing else is believed.
constexpr auto done_words =
    std::to_array<std::string_view>({"hold", "release", "cancel", "print", "login", "logout"});

std::string done_of(std::string_view query) {
  const std::string word = value_of(parse_form(query), "done");
  return std::ranges::find(done_words, word) == done_words.end() ? std::string() : word;
}

// The page as it is now.
class PageExchange final : public http::Exchange {
public:
  explicit PageExchange(PlainDesk desk, std::string done)
      : desk_(std::move(desk)), done_(std::move(done)) {}
  std::optional<http::Response> body(Bytes) override { return std::nullopt; }
  void finish(http::Respond respond) override {
    desk_.show({.status = 200, .problem = {}, .done = done_}, std::move(respond));
  }

private:
  PlainDesk desk_;
  std::string done_;
};

// A form without files: what it asks for is asked of the REST interface.
class FormExchange final : public http::Exchange {
public:
  FormExchange(PlainDesk desk, std::string path) : desk_(std::move(desk)), path_(std::move(path)) {}

  std::optional<http::Response> body(Bytes piece) override {
    if (body_.size() + piece.size() > most_form)
      return http::text_response(413, "the form is too large\n");
    body_ += as_text(piece);
    return std::nullopt;
  }

  void finish(http::Respond respond) override {
    const Form form = parse_form(body_);
    const std::string csrf = value_of(form, "csrf");
    if (path_ == "login") {
      const Json json{{"user", value_of(form, "user")}, {"password", value_of(form, "password")}};
      return ask("POST", "session", dumped(json), {}, "login", std::move(respond));
    }
    if (path_ == "logout") return ask("DELETE", "session", {}, csrf, "logout", std::move(respond));
    const auto slash = path_.rfind('/'); // jobs/NUMBER/ACTION
    ask("POST", path_, "{}", csrf, path_.substr(slash + 1), std::move(respond));
  }

private:
  void ask(const std::string& method, const std::string& path, const std::string& json,
           const std::string& csrf, const std::string& done, http::Respond respond) {
    desk_.inner().ask(method, path, {}, json, csrf,
                      [desk = desk_, done, respond = std::move(respond)](
                          const http::Response& answer) { desk.after(answer, done, respond); });
  }

  PlainDesk desk_;
  std::string path_, body_;
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 11 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "login", "logout", "jobs/17/cancel".
bool is_form(std::string_view path) {
  if (path == "login" || path == "logout") return true;
  if (!path.starts_with("jobs/")) return false;
  path.remove_prefix(5);
  const auto slash = path.find('/');
  if (slash == std::string_view::npos || !is_number(path.substr(0, slash))) return false;
  const std::string_view action = path.substr(slash + 1);
  return action == "hold" || action == "release" || action == "cancel";
}

http::Response only(const std::string& method) {
  auto response = http::text_response(405, "this page is for " + method + "\n");
  response.fields.emplace_back("Allow", method);
  return response;
}

} // namespace

bool Plain::serves(const http::Head& head) {
  return head.path == "/plain" || head.path.starts_with(folder);
}

std::variant<http::Response, std::unique_ptr<http::Exchange>> Plain::begin(const http::Head& head) {
  if (head.path == "/plain") return see_other("/plain/");
  const std::string path = head.path.substr(folder.size());
  const bool reads = head.method == "GET" || head.method == "HEAD";
  PlainDesk desk(api_, head);
  if (path.empty()) {
    if (!reads) return only("GET, HEAD");
    return std::make_unique<PageExchange>(std::move(desk), done_of(head.query));
  }
  const bool upload = path == "print";
  if (!upload && !is_form(path))
    return http::text_response(404, "there is nothing at " + head.path + "\n");
  if (reads) return see_other("/plain/"); // the page was loaded again
  if (head.method != "POST") return only("POST");
  if (!upload) return std::make_unique<FormExchange>(std::move(desk), path);
  auto boundary = Multipart::boundary_of(head.field("content-type"));
  if (!boundary) return http::text_response(415, boundary.error().message() + "\n");
  return std::make_unique<UploadExchange>(std::move(desk), *boundary);
}

} // namespace platen::web
