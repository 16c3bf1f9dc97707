#pragma once

#include "http/exchange.h"
#include "job/store.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace platen::server {

// Gives each request to the part whose path it names; "404" with words otherwise.
class Router final : public http::Handler {
public:
  using Serves = std::function<bool(const http::Head&)>;
  void add(Serves serves, http::Handler& handler); // asked in the order of adding

  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  std::vector<std::pair<Serves, http::Handler*>> parts_;
};

// GET of a page that is made at once. Other methods get 405.
class Page final : public http::Handler {
public:
  explicit Page(std::function<http::Response()> make) : make_(std::move(make)) {}
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;

private:
  std::function<http::Response()> make_;
};

// "200 ok" while the store answers; 503 and why otherwise. /healthz
http::Response health(const job::Store& store);

} // namespace platen::server
