#include "intake/api/session_routes.h"

#include "intake/api/ipp_desk.h"

namespace platen::intake::api {

namespace {

std::string_view word(auth::Role role) {
  switch (role) {
  case auth::Role::guest:
    return "guest";
  case auth::Role::user:
    return "user";
  case auth::Role::printer_operator:
    return "operator";
  case auth::Role::administrator:
    return "administrator";
  }
  return "guest";
}

Result<http::Response> show_session(const Call& call) {
  const auth::Principal& who = call.principal;
  return json_response(200, dumped({{"user", who.authenticated() ? Json(who.name) : Json()},
                                    {"role", word(who.role())}}));
}

} // namespace

Routes session_routes() {
  return {{"GET", "session", auth::Role::guest, auth::Scope::read, Pace::quick, show_session}};
}

} // namespace platen::intake::api
