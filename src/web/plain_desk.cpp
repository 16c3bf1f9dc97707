#include "web/plain_desk.h"

#include <utility>

namespace platen::web {

namespace {

// No script at all, and nothing from elsewhere.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

bool is_fine(const http::Response& response) {
  return response.status == 200 || response.status == 201;
}

} // namespace

http::Response page_response(int status, const Markup& page) {
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::make_shared<const std::string>(page.html());
  response.fields = {{"Content-Security-Policy", std::string(policy)},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Referrer-Policy", "same-origin"},
                     {"Cross-Origin-Opener-Policy", "same-origin"},
                     {"Cache-Control", "no-store"},
                     {"Vary", "Accept-Language, Cookie"}};
  return response;
}

http::Response see_other(const std::string& path) {
  auto response = http::text_response(303, "see " + path + "\n");
  response.fields.emplace_back("Location", path);
  return response;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const http::Response& response) {
  if (!response.body) return {};
  Json json = Json::parse(*response.body, nullptr, false);
  return json.is_discarded() ? Json() : json;
}

PlainDesk::PlainDesk(http::Handler& api, const http::Head& head)
    : inner_(api, head), words_(Catalogue::for_browser(head.field("accept-language"))),
      host_(head.host) {}

void PlainDesk::show(Note note, http::Respond respond) const {
  struct Work {
    PlainDesk desk;
    Note note;
    http::Respond respond;
    PlainView view;
  };
  auto work = std::make_shared<Work>(Work{*this, std::move(note), std::move(respond), {}});
  work->view.host = host_;
  work->view.done = work->note.done;
  work->view.problem = work->note.problem;
  const auto answer_of = [](const http::Response& response) {
    return is_fine(response) ? json_of(response) : Json();
  };
  const auto jobs_came = [work, answer_of](const http::Response& response) {
    work->view.jobs = answer_of(response);
    work->respond(page_response(work->note.status, plain_page(work->view, work->desk.words())));
  };
  const auto printers_came = [work, answer_of, jobs_came](const http::Response& response) {
    work->view.printers = answer_of(response);
    work->desk.inner().ask("GET", "jobs", "which=all&limit=50", {}, {}, jobs_came);
  };
  inner_.ask("GET", "session", {}, {}, {},
             [work, answer_of, printers_came](const http::Response& response) {
               work->view.session = answer_of(response);
               work->desk.inner().ask("GET", "printers", {}, {}, {}, printers_came);
             });
}

void PlainDesk::after(const http::Response& answer, const std::string& done,
                      const http::Respond& respond) const {
  if (!is_fine(answer)) return complain(answer, respond);
  auto back = see_other("/plain/?done=" + done);
  for (const auto& [name, value] : answer.fields)
    if (name == "Set-Cookie") back.fields.emplace_back(name, value);
  respond(std::move(back));
}

// 403 for 401: the page itself asks for the log-in.
void PlainDesk::complain(const http::Response& answer, const http::Respond& respond) const {
  const int status = answer.status == 401 ? 403 : answer.status;
  show({.status = status, .problem = message_of(json_of(answer), words_("failed")), .done = {}},
       respond);
}

} // namespace platen::web
