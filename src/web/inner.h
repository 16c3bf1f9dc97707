#pragma once

#include "http/exchange.h"

#include <functional>
#include <memory>
#include <string>

namespace platen::web {

// The REST interface, asked within the process in the name of who sent a request: with its rules,
// its limits and its words. So pages without script can do what the app can, and no more.
class Inner {
public:
  using Answered = std::function<void(http::Response)>; // from any thread

  // `api` outlives it. Of `asked` stays what tells who asks, and from where.
  Inner(http::Handler& api, const http::Head& asked);

  // `path` behind /api/v1/; `csrf` as the form brought it.
  void ask(const std::string& method, const std::string& path, const std::string& query,
           const std::string& json, const std::string& csrf, Answered answered) const;

  // A body that comes piece by piece.
  class Upload {
  public:
    Upload(http::Handler& api, const http::Head& head);
    void write(Bytes piece); // nothing more once it was answered
    void finish(Answered answered);

  private:
    std::shared_ptr<http::Exchange> exchange_; // null: answered
    std::optional<http::Response> early_;
  };
  Upload upload(const std::string& path, const std::string& query, const std::string& type,
                const std::string& csrf) const;

private:
  http::Head head(const std::string& method, const std::string& path, const std::string& query,
                  const std::string& type, const std::string& csrf) const;

  http::Handler& api_;
  http::Head asked_;
};

} // namespace platen::web
