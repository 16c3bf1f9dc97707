#include "server/router.h"

namespace platen::server {

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

} // namespace platen::server
