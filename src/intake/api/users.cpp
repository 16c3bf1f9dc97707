#include "auth/users.h"

#include "intake/api/asker.h"
#include "intake/api/body.h"
#include "intake/api/session_routes.h"

namespace platen::intake::api {

// Hashes go to another server: whoever may have a backup may have them, as it has them too.
Result<http::Response> list_users(const SessionServices& services, const Call& call) {
  const bool hashes = call.asked("password-hashes") == "yes";
  if (hashes && !is_private(call.head.peer))
    return fail(Errc::denied, "hashes of passwords are given only over TLS: use https");
  TRY(const auth::Users users, auth::read_users(services.users));
  if (hashes) services.audit.record(call.principal, "GET users with hashes", "", "done");
  Json all = Json::array();
  for (const auto& [name, user] : users) {
    all.push_back(
        {{"name", name}, {"role", to_string(user.role)}, {"mail", services.mails.of(name)}});
    if (hashes) all.back()["password-hash"] = user.hash;
  }
  return json_response(200, dumped(all));
}

Result<http::Response> put_user(const SessionServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto word, body.text("role"));
  auth::UserChange change;
  TRY(change.password, body.text("password"));
  TRY(change.hash, body.text("password-hash"));
  TRY(const auto mail, body.text("mail"));
  TRY_VOID(body.end());
  if ((change.password || change.hash) && !is_private(call.head.peer))
    return fail(Errc::denied, "a password is taken only over TLS: use https");
  if (word) {
    change.role = auth::parse_role(*word);
    if (!change.role || *change.role == auth::Role::guest)
      return fail(Errc::invalid, "\"role\" shall be user, operator or administrator");
  }
  if (mail && !mail->empty() && !auth::is_mail_address(*mail))
    return fail(Errc::invalid, "\"" + mail->substr(0, 80) + "\" is no mail address");
  TRY_VOID(auth::change_user(services.users, call.names[0], change, true));
  if (mail) TRY_VOID(services.mails.set(call.names[0], *mail));
  return done_response();
}

Result<http::Response> delete_user(const SessionServices& services, const Call& call) {
  TRY_VOID(auth::remove_user(services.users, call.names[0], true));
  services.tokens.tick(); // theirs go with them
  TRY_VOID(services.mails.set(call.names[0], ""));
  return done_response();
}

} // namespace platen::intake::api
