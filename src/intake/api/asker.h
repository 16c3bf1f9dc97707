#pragma once

#include "auth/gate.h"
#include "auth/sessions.h"
#include "http/exchange.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::intake::api {

inline constexpr std::string_view session_cookie = "platen-session";

// Who sent a request, and how that is known.
struct Asker {
  auth::Principal principal;
  std::optional<auth::Sessions::Found> session; // of a browser, where that is how
  bool expired = false;                         // a session's cookie came that is worth nothing
};

auth::Gate::Caller caller_of(const http::Peer& peer);
// Whether secrets can go this way: over TLS, or within this machine.
bool is_private(const http::Peer& peer);

// A login in the header is the first word, then a session's cookie (`sessions` may be null), then
// what the connection itself tells. Errors are those of the gate.
Result<Asker> who_asks(auth::Gate& gate, auth::Sessions* sessions, const http::Head& head);

// The secrets of the sessions that a browser believes to have: one, unless somebody meddles.
std::vector<std::string_view> session_secrets(const http::Head& head);

// What a browser tells of a page elsewhere that makes it ask (Fetch Metadata).
bool comes_from_elsewhere(const http::Head& head);
// It knows what only pages of ours are told.
bool has_csrf(const http::Head& head, const auth::Sessions::Found& session);

// 401. A browser that runs a script is not made to ask for a password itself: the page does.
http::Response login_wanted(const http::Head& head, std::string_view code, const std::string& text);

} // namespace platen::intake::api
