#include "auth/basic.h"
#include "auth/users.h"
#include "intake/api/asker.h"
#include "intake/api/body.h"
#include "intake/api/session_routes.h"

namespace platen::intake::api {

namespace {

// SameSite=Strict: a link from elsewhere opens the app, which then asks with the cookie; a form
// from elsewhere is nobody's.
std::string cookie(const http::Peer& peer, const std::string& secret, std::int64_t seconds) {
  return std::string(session_cookie) + "=" + secret +
         "; Path=/; Max-Age=" + std::to_string(seconds) + "; HttpOnly; SameSite=Strict" +
         (peer.encrypted ? "; Secure" : "");
}

void set_cookie(http::Response& response, const http::Peer& peer, const std::string& secret) {
  response.fields.emplace_back("Set-Cookie", cookie(peer, secret, auth::Sessions::longest_seconds));
}

http::Response described(const SessionServices& services, const Call& call,
                         const auth::Principal& who,
                         const std::optional<auth::Sessions::Found>& session, bool expired) {
  Json json{{"user", who.authenticated() ? Json(who.name) : Json()},
            {"role", to_string(who.role())},
            {"csrf", session ? Json(session->csrf) : Json()},
            {"expires", moment(session ? session->expires() : 0)},
            {"expired", expired},
            {"login-to-print", services.login_to_print()},
            {"log-in-possible", is_private(call.head.peer)},
            {"version", services.version}};
  if (who.by_token()) json["scopes"] = auth::words_of(who.scopes);
  return json_response(200, dumped(json));
}

// A new session of `user`, in place of the one with which the request came.
Result<http::Response> begun(const SessionServices& services, const Call& call,
                             auth::Principal who) {
  TRY(auto fresh, services.sessions.begin(who.name, who.address));
  for (const std::string_view old : session_secrets(call.head))
    services.sessions.end(old);
  who.take(fresh.session.role);
  auto response = described(services, call, who, fresh.session, false);
  set_cookie(response, call.head.peer, fresh.secret);
  return response;
}

Failure needs_tls() {
  return fail(Errc::denied, "a password is taken only over TLS: open this page with https://");
}

} // namespace

Result<http::Response> show_session(const SessionServices& services, const Call& call) {
  auto response = described(services, call, call.principal, call.session, call.session_expired);
  // Renewed as it is used: a browser forgets it no sooner than the server does.
  if (call.session)
    for (const std::string_view secret : session_secrets(call.head))
      if (services.sessions.find(secret)) set_cookie(response, call.head.peer, std::string(secret));
  return response;
}

Result<http::Response> log_in(const SessionServices& services, const Call& call) {
  if (!is_private(call.head.peer)) return needs_tls();
  TRY(Body body, Body::of(call));
  TRY(const std::string user, body.needed_text("user"));
  TRY(const std::string password, body.needed_text("password"));
  TRY_VOID(body.end());
  auto who = services.gate.identify(caller_of(call.head.peer), auth::basic_of({user, password}));
  if (!who) {
    // The name may be a password that was typed into the wrong field: it is not written down.
    services.audit.record(call.principal, "log-in", "", who.error().message());
    if (who.error().code == Errc::denied)
      return login_wanted(call.head, "denied", who.error().message());
    return Failure(std::move(who).error());
  }
  services.audit.record(*who, "log-in", who->name, "done");
  return begun(services, call, *std::move(who));
}

Result<http::Response> log_out(const SessionServices& services, const Call& call) {
  if (call.session) {
    for (const std::string_view secret : session_secrets(call.head))
      services.sessions.end(secret);
    services.audit.record(call.principal, "log-out", call.principal.name, "done");
  }
  auth::Principal nobody;
  nobody.local = call.principal.local;
  auto response = described(services, call, nobody, std::nullopt, false);
  response.fields.emplace_back("Set-Cookie", cookie(call.head.peer, "", 0));
  return response;
}

Result<http::Response> list_sessions(const SessionServices& services, const Call& call) {
  Json all = Json::array();
  for (const auto& session : services.sessions.all())
    all.push_back({{"id", session.id},
                   {"user", session.user},
                   {"from", session.address},
                   {"created", moment(session.created)},
                   {"used", moment(session.used)},
                   {"expires", moment(session.expires())},
                   {"own", call.session && call.session->id == session.id}});
  return json_response(200, dumped(all));
}

Result<http::Response> end_session(const SessionServices& services, const Call& call) {
  TRY_VOID(services.sessions.end_by_id(call.names[0]));
  return done_response();
}

Result<http::Response> change_password(const SessionServices& services, const Call& call) {
  if (!is_private(call.head.peer)) return needs_tls();
  if (!call.principal.authenticated())
    return fail(Errc::denied, "log in first: nobody has no password");
  TRY(Body body, Body::of(call));
  TRY(const std::string old, body.needed_text("old"));
  TRY(const std::string fresh, body.needed_text("new"));
  TRY_VOID(body.end());
  const auto who =
      services.gate.identify(caller_of(call.head.peer), auth::basic_of({call.principal.name, old}));
  if (!who) return Failure(who.error());
  TRY_VOID(auth::change_user(services.users, who->name, {std::nullopt, fresh}, false));
  return call.session ? begun(services, call, *who) : done_response();
}

} // namespace platen::intake::api
