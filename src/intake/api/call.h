#pragma once

#include "auth/principal.h"
#include "auth/sessions.h"
#include "base/file.h"
#include "base/result.h"
#include "http/exchange.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platen::intake::api {

// One request to /api/v1, checked: who asks, for what.
struct Call {
  auth::Principal principal;
  std::string user;               // the proven name, else "anonymous"
  std::vector<std::string> names; // of the path, in the place of its "*"s
  std::string query, body;
  std::shared_ptr<UniqueFd> file; // the body of a route that wants it as one, at offset 0
  http::Head head;                // the request's own
  std::optional<auth::Sessions::Found> session; // by which it is known who asks, if by one
  bool session_expired = false; // a session's cookie came that is worth nothing (any more)

  // The value of one name of the query ("state" of "state=no"), as sent; empty: not there.
  std::string_view asked(std::string_view name) const;
  // The same, decoded: "%20" and "+" are spaces.
  std::string text(std::string_view name) const;
};

http::Response json_response(int status, std::string json);
// {"error": {"code": "not-found", "message": "..."}} with the status that goes with it.
http::Response error_response(const Error& error);
http::Response error_response(int status, std::string_view code, const std::string& message);
http::Response done_response(); // {}

// The bytes of a file, as they are read; a client that stops is not run after.
Result<http::Response> file_response(const std::filesystem::path& file, std::string media_type,
                                     const std::string& download_name);

} // namespace platen::intake::api
