#include "server/router.h"

namespace platen::server {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string_view word(schedule::PrinterStatus::State state) {
  using State = schedule::PrinterStatus::State;
  switch (state) {
  case State::idle:
    return "ready";
  case State::processing:
    return "printing";
  case State::stopped:
    return "stopped";
  }
  return "unknown";
}

std::string row(const job::Store& store, const schedule::Scheduler& scheduler,
                const job::Printer& printer) {
  const auto status = scheduler.status(printer.id);
  const std::string state =
      printer.paused && status->current == 0 ? "paused" : std::string(word(status->state));
  const auto message = status->message.empty() ? printer.state_message : status->message;
  return "<tr><th scope=\"row\">" + escaped(printer.info.empty() ? printer.name : printer.info) +
         "</th><td>" + escaped(printer.name) + "</td><td>" + state + "</td><td>" +
         escaped(message) + "</td><td>" + std::to_string(store.counts(printer.id).active()) +
         "</td></tr>\n";
}

constexpr std::string_view page_head =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>platen</title>\n"
    "<style>\n:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }\n"
    "body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }\n"
    "table { border-collapse: collapse; width: 100% }\n"
    "th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left }\n"
    "</style>\n<h1>platen</h1>\n";

} // namespace

void Router::add(Serves serves, http::Handler& handler) {
  parts_.emplace_back(std::move(serves), &handler);
}

std::variant<http::Response, std::unique_ptr<http::Exchange>>
Router::begin(const http::Head& head) {
  for (const auto& [serves, handler] : parts_)
    if (serves(head)) return handler->begin(head);
  return http::text_response(404, "There is nothing at " + head.path + ".\n");
}

std::variant<http::Response, std::unique_ptr<http::Exchange>> Page::begin(const http::Head& head) {
  if (head.method == "GET" || head.method == "HEAD") return make_();
  auto response = http::text_response(405, "This page can only be read.\n");
  response.fields.emplace_back("Allow", "GET, HEAD");
  return response;
}

http::Response health(const job::Store& store) {
  const auto read = store.next_release();
  if (read) return http::text_response(200, "ok\n");
  return http::text_response(503,
                             "the job store does not answer: " + read.error().message() + "\n");
}

http::Response overview(const job::Store& store, const schedule::Scheduler& scheduler) {
  std::string page(page_head);
  const auto printers = store.printers();
  if (printers->empty()) {
    page += "<p>There is no printer yet. <code>platen add -d NAME -m MODEL -v DEVICE-URI</code> "
            "adds one.</p>\n";
  } else {
    page +=
        "<table>\n<tr><th>Printer</th><th>Queue</th><th>State</th><th></th><th>Jobs</th></tr>\n";
    for (const job::Printer& printer : *printers)
      page += row(store, scheduler, printer);
    page += "</table>\n";
  }
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::move(page));
  response.fields.emplace_back("Content-Security-Policy",
                               "default-src 'none'; style-src 'unsafe-inline'");
  response.fields.emplace_back("Cache-Control", "no-store");
  return response;
}

} // namespace platen::server
