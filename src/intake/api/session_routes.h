#pragma once

#include "auth/mail_addresses.h"
#include "auth/tokens.h"
#include "intake/api/ipp_desk.h"
#include "intake/api/route.h"

#include <functional>
#include <string>

namespace platen::intake::api {

// What the operations of logging in need; all of it outlives the routes.
struct SessionServices {
  auth::Gate& gate;
  auth::AuditLog& audit;
  auth::Sessions& sessions;
  auth::Tokens& tokens;
  std::filesystem::path users; // the file
  auth::MailAddresses& mails;
  std::function<bool()> login_to_print;
  std::string version; // of the program
};

// Who is logged in, and who may. `services` outlives them; null for the table alone.
Routes session_routes(const SessionServices* services);

// ---- session.cpp
Result<http::Response> show_session(const SessionServices& services, const Call& call);
Result<http::Response> log_in(const SessionServices& services, const Call& call);
Result<http::Response> log_out(const SessionServices& services, const Call& call);
Result<http::Response> list_sessions(const SessionServices& services, const Call& call);
Result<http::Response> end_session(const SessionServices& services, const Call& call);
Result<http::Response> change_password(const SessionServices& services, const Call& call);
// ---- users.cpp
Result<http::Response> list_users(const SessionServices& services, const Call& call);
Result<http::Response> put_user(const SessionServices& services, const Call& call);
Result<http::Response> delete_user(const SessionServices& services, const Call& call);
// ---- tokens.cpp
Result<http::Response> list_tokens(const SessionServices& services, const Call& call);
Result<http::Response> make_token(const SessionServices& services, const Call& call);
Result<http::Response> delete_token(const SessionServices& services, const Call& call);

// "2026-11-29T17:00:00Z"; null for 0.
Json moment(std::int64_t seconds);
// Such a text, or a day alone, which is its beginning. Errc::invalid.
Result<std::int64_t> parse_moment(const std::string& text);

} // namespace platen::intake::api
