#include "web/inner.h"

#include <algorithm>
#include <array>

namespace platen::web {

namespace {

constexpr auto kept_fields =
    std::to_array<std::string_view>({"authorization", "cookie", "origin", "sec-fetch-site"});

} // namespace

Inner::Inner(http::Handler& api, const http::Head& asked) : api_(api), asked_(asked) {
  std::erase_if(asked_.fields, [](const auto& field) {
    return std::ranges::find(kept_fields, field.first) == kept_fields.end();
  });
}

http::Head Inner::head(const std::string& method, const std::string& path, const std::string& query,
                       const std::string& type, const std::string& csrf) const {
  http::Head head = asked_;
  head.method = method;
  head.path = "/api/v1/" + path;
  head.query = query;
  head.content_length.reset();
  head.fields.emplace_back("x-platen-app", "1"); // a page asks for a log-in, not the browser
  if (!type.empty()) head.fields.emplace_back("content-type", type);
  if (!csrf.empty()) head.fields.emplace_back("x-platen-csrf", csrf);
  return head;
}

void Inner::ask(const std::string& method, const std::string& path, const std::string& query,
                const std::string& json, const std::string& csrf, Answered answered) const {
  Upload body(api_, head(method, path, query, json.empty() ? "" : "application/json", csrf));
  if (!json.empty()) body.write(as_bytes(json));
  body.finish(std::move(answered));
}

Inner::Upload Inner::upload(const std::string& path, const std::string& query,
                            const std::string& type, const std::string& csrf) const {
  return {api_, head("POST", path, query, type, csrf)};
}

Inner::Upload::Upload(http::Handler& api, const http::Head& head) {
  auto begun = api.begin(head);
  if (auto* const response = std::get_if<http::Response>(&begun))
    early_ = std::move(*response);
  else
    exchange_ = std::get<std::unique_ptr<http::Exchange>>(std::move(begun));
}

void Inner::Upload::write(Bytes piece) {
  if (!exchange_ || piece.empty()) return;
  early_ = exchange_->body(piece);
  if (early_) exchange_.reset();
}

// The exchange lives until it has answered.
void Inner::Upload::finish(Answered answered) {
  if (!exchange_) return answered(*std::move(early_));
  const auto exchange = std::move(exchange_);
  exchange->finish([exchange, answered = std::move(answered)](http::Response response) {
    answered(std::move(response));
  });
}

} // namespace platen::web
