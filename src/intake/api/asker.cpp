#include "intake/api/asker.h"

#include "auth/secret_word.h"
#include "intake/api/call.h"

namespace platen::intake::api {

namespace {

constexpr std::size_t most_secrets = 4;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

void add_secrets(std::string_view cookies, std::vector<std::string_view>& secrets) {
  while (!cookies.empty() && secrets.size() < most_secrets) {
    const std::string_view one = trimmed(cookies.substr(0, cookies.find(';')));
    cookies.remove_prefix(std::min(cookies.size(), cookies.find(';')));
    if (!cookies.empty()) cookies.remove_prefix(1);
    if (one.starts_with(session_cookie) && one.size() > session_cookie.size() &&
        one[session_cookie.size()] == '=')
      secrets.push_back(one.substr(session_cookie.size() + 1));
  }
}

// A page's own requests say so; browsers say it of all that come by secure connections or from this
// machine, and X-Platen-App is for the others.
bool is_from_script(const http::Head& head) {
  const std::string_view mode = head.field("sec-fetch-mode");
  return (!mode.empty() && mode != "navigate") || !head.field("x-platen-app").empty();
}

} // namespace

auth::Gate::Caller caller_of(const http::Peer& peer) {
  return {peer.address, peer.local_uid, peer.loopback, peer.encrypted};
}

bool is_private(const http::Peer& peer) {
  return peer.encrypted || peer.loopback || peer.local_uid.has_value();
}

std::vector<std::string_view> session_secrets(const http::Head& head) {
  std::vector<std::string_view> secrets;
  for (const auto& [name, value] : head.fields)
    if (name == "cookie") add_secrets(value, secrets);
  return secrets;
}

Result<Asker> who_asks(auth::Gate& gate, auth::Sessions* sessions, const http::Head& head) {
  Asker asker;
  const std::string_view authorization = head.field("authorization");
  TRY(asker.principal, gate.identify(caller_of(head.peer), authorization));
  if (!authorization.empty() || sessions == nullptr || head.peer.local_uid) return asker;
  for (const std::string_view secret : session_secrets(head)) {
    asker.expired = true;
    if (!is_private(head.peer)) continue; // somebody may have read it on its way
    auto session = sessions->find(secret);
    if (!session) continue;
    asker.principal.name = session->user;
    asker.principal.take(session->role);
    asker.session = std::move(session);
    asker.expired = false;
    break;
  }
  return asker;
}

bool comes_from_elsewhere(const http::Head& head) {
  const std::string_view site = head.field("sec-fetch-site");
  return !site.empty() && site != "same-origin" && site != "none";
}

bool has_csrf(const http::Head& head, const auth::Sessions::Found& session) {
  return auth::is_same(head.field("x-platen-csrf"), session.csrf);
}

http::Response login_wanted(const http::Head& head, std::string_view code,
                            const std::string& text) {
  auto response = error_response(401, code, text);
  response.fields.emplace_back("WWW-Authenticate",
                               is_from_script(head) ? "Session realm=\"platen\""
                                                    : "Basic realm=\"platen\", charset=\"UTF-8\"");
  return response;
}

} // namespace platen::intake::api
