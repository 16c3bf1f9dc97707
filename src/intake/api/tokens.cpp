#include "auth/tokens.h"

#include "intake/api/body.h"
#include "intake/api/session_routes.h"

namespace platen::intake::api {

namespace {

Json described(const auth::Token& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"user", token.user},
          {"scopes", auth::words_of(token.scopes)},
          {"created", moment(token.created)},
          {"expires", moment(token.expires)},
          {"used", moment(token.used)}};
}

Result<auth::Scopes> scopes_of(const std::vector<std::string>& words) {
  auth::Scopes scopes = 0;
  for (const std::string& word : words) {
    const auto scope = auth::parse_scope(word);
    if (!scope)
      return fail(Errc::invalid, "\"" + word +
                                     "\" is no scope: read, print, scan, operate or "
                                     "administer");
    scopes = static_cast<auth::Scopes>(scopes | bit(*scope));
  }
  return scopes;
}

// Whose tokens a caller looks after: nothing, all.
std::optional<std::string> owner(const Call& call) {
  return call.principal.administrator ? std::nullopt : std::optional(call.principal.name);
}

} // namespace

Result<http::Response> list_tokens(const SessionServices& services, const Call& call) {
  Json all = Json::array();
  for (const auth::Token& token : services.tokens.all())
    if (const auto of = owner(call); !of || *of == token.user) all.push_back(described(token));
  return json_response(200, dumped(all));
}

Result<http::Response> make_token(const SessionServices& services, const Call& call) {
  if (!call.principal.authenticated())
    return fail(Errc::denied, "log in first: a token is somebody's");
  TRY(Body body, Body::of(call));
  auth::Tokens::Wish wish;
  TRY(wish.name, body.needed_text("name"));
  TRY(const auto scopes, body.texts("scopes"));
  TRY(wish.scopes, scopes_of(scopes));
  TRY(const auto user, body.text("user"));
  TRY(const auto expires, body.text("expires"));
  TRY_VOID(body.end());
  wish.user = user.value_or(call.principal.name);
  if (wish.user != call.principal.name && !call.principal.administrator)
    return fail(Errc::denied, "only an administrator makes tokens for others");
  if ((wish.scopes & ~call.principal.scopes) != 0)
    return fail(Errc::denied, "a token makes no token that may do more than itself");
  if (expires) {
    TRY(wish.expires, parse_moment(*expires));
  }
  TRY(const auto made, services.tokens.make(wish));
  Json answer = described(made.token);
  answer["token"] = made.secret;
  return json_response(201, dumped(answer));
}

Result<http::Response> delete_token(const SessionServices& services, const Call& call) {
  if (!call.principal.authenticated()) return fail(Errc::denied, "log in first");
  TRY_VOID(services.tokens.remove(call.names[0], owner(call)));
  return done_response();
}

} // namespace platen::intake::api
