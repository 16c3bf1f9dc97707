#include "intake/ipp/dispatch.h"

#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/target.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t longest_user = 255; // name(255)

// Names go into logs and listings: valid UTF-8 without control characters, of whole characters.
std::string clean_name(std::string name) {
  return cut_text(clean_text(std::move(name)), longest_user);
}

std::string host_and_port(const http::Head& head, const Identity& identity) {
  const std::string port = ":" + std::to_string(identity.port);
  if (head.host.empty()) return identity.host + port;
  // libcups sends the name alone, or, on a local socket, the port 0; an IPv6 address is in
  // brackets.
  constexpr std::string_view no_port = ":0";
  if (head.host.ends_with(no_port))
    return head.host.substr(0, head.host.size() - no_port.size()) + port;
  const std::size_t colon = head.host.rfind(':');
  const bool has_port =
      colon != std::string::npos && head.host.find(']', colon) == std::string::npos;
  return has_port ? head.host : head.host + port;
}

void describe_client(Call& call, const http::Head& head) {
  call.scheme = head.peer.encrypted ? "ipps" : "ipp";
  call.host = host_and_port(head, call.services.identity);
  call.path = head.path;
}

std::optional<Refusal> as_refusal(const Result<void>& result) {
  if (result) return std::nullopt;
  return Refusal{status_of(result.error().code), result.error().message()};
}

// Wrong passwords are refused even where none is needed: the person believes to be somebody.
std::optional<Refusal> identify(Call& call, const http::Head& head) {
  const http::Peer& peer = head.peer;
  const auto who = call.services.gate.identify(
      {peer.address, peer.local_uid, peer.loopback, peer.encrypted}, head.field("authorization"));
  if (!who) {
    const bool denied = who.error().code == Errc::denied;
    return Refusal{denied ? IPP_STATUS_ERROR_NOT_AUTHENTICATED : status_of(who.error().code),
                   who.error().message()};
  }
  call.principal = *who;
  return std::nullopt;
}

std::optional<Refusal> check_access(const Call& call, Access access) {
  const Policy& policy = *call.policy;
  const bool login = call.principal.authenticated();
  const auto refuse = [&](std::string why) {
    return Refusal{login ? IPP_STATUS_ERROR_NOT_AUTHORIZED : IPP_STATUS_ERROR_NOT_AUTHENTICATED,
                   std::move(why)};
  };
  switch (access) {
  case Access::anyone:
    return std::nullopt;
  case Access::print:
    if (policy.login_to_print && !login) return refuse("printing here needs a login");
    return std::nullopt;
  case Access::job_owner:
    // A name that is claimed owns nothing where names are to be proven.
    if (policy.login_to_print && !login) return refuse("this needs a login");
    if (call.job && !may_change(call, *call.job))
      return refuse("job " + std::to_string(call.job->id) + " belongs to somebody else");
    return std::nullopt;
  case Access::operates:
    if (!call.principal.may_operate())
      return refuse("only an operator or an administrator may do this");
    return std::nullopt;
  case Access::administrator:
    if (!call.principal.administrator) return refuse("only an administrator may do this");
    return std::nullopt;
  }
  return refuse("nobody may do this");
}

// Of who came with a token itself; where the REST interface passed the request on, it has looked.
std::optional<Refusal> check_scope(Call& call, const Operation& operation) {
  if (!call.principal.by_token() || operation.access == Access::anyone) return std::nullopt;
  const auth::Scope scope = scope_of(operation);
  if (!call.principal.has(scope))
    return Refusal{IPP_STATUS_ERROR_NOT_AUTHORIZED,
                   "the token is not for this: it lacks the scope " +
                       std::string(auth::to_string(scope))};
  if (scope != auth::Scope::read) call.principal = auth::within_scopes(call.principal);
  return std::nullopt;
}

std::optional<Refusal> check_request(Call& call, const Operation*& operation) {
  if (auto refusal = check_version(call.request)) return refusal;
  if (auto refusal = check_request_id(call.request)) return refusal;
  operation = find_operation(static_cast<int>(ippGetOperation(call.request.get())));
  if (operation == nullptr)
    return Refusal{IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED,
                   std::string(ippOpString(ippGetOperation(call.request.get()))) +
                       " is not supported"};
  if (auto refusal = check_charset_and_language(call.request)) return refusal;
  return check_groups(call.request);
}

void name_user(Call& call) {
  call.user = call.principal.name;
  if (!call.user.empty()) return;
  call.user = clean_name(
      call.request.text(IPP_TAG_OPERATION, "requesting-user-name").value_or(std::string()));
  if (call.user.empty()) call.user = "anonymous";
}

} // namespace

std::optional<Refusal> prepare(Call& call, const http::Head& head,
                               const std::optional<auth::Principal>& known,
                               const Operation*& operation) {
  describe_client(call, head);
  if (auto refusal = check_request(call, operation)) return refusal;
  if (auto refusal = as_refusal(find_target(call, operation->target))) return refusal;
  if (known)
    call.principal = *known;
  else if (operation->access != Access::anyone) {
    if (auto refusal = identify(call, head)) return refusal;
    if (auto refusal = check_scope(call, *operation)) return refusal;
  }
  name_user(call);
  if (auto refusal = check_access(call, operation->access)) return refusal;
  if (operation->check == nullptr) return std::nullopt;
  return operation->check(call);
}

Message begin_reply(const Message& request) {
  Message reply = Message::reply_to(request, IPP_STATUS_OK);
  Version asked;
  asked.major = ippGetVersion(request.get(), &asked.minor);
  const Version ours = nearest_version(asked);
  ippSetVersion(reply.get(), ours.major, ours.minor);
  return reply;
}

Message reply_to_header(Bytes header) {
  Message asked;
  ByteReader reader(header);
  const int major = reader.u8().value_or(0), minor = reader.u8().value_or(0);
  static_cast<void>(reader.u16be());
  ippSetVersion(asked.get(), major, minor);
  // RFC 8011 section 4.1.2: the answer has the request-id of the request, also one that a client
  // may not send (0, or beyond 2^31 - 1, where libcups' int is negative): it knows its request by
  // it.
  ippSetRequestId(asked.get(), static_cast<int>(reader.u32be().value_or(0)));
  return begin_reply(asked);
}

http::Response http_response(const http::Peer& peer, bool tls,
                             std::shared_ptr<const std::string> bytes, ipp_status_t status) {
  http::Response response;
  response.content_type = "application/ipp";
  response.body = std::move(bytes);
  if (status != IPP_STATUS_ERROR_NOT_AUTHENTICATED) return response;
  const bool in_the_clear = !peer.encrypted && !peer.loopback && !peer.local_uid;
  if (tls && in_the_clear) { // RFC 2817: libcups upgrades and asks again
    response = http::text_response(426, "a login needs an encrypted connection\n");
    response.fields = {{"Upgrade", "TLS/1.2, HTTP/1.1"}, {"Connection", "Upgrade"}};
    return response;
  }
  response.status = 401;
  response.fields = {{"WWW-Authenticate", "Basic realm=\"platen\", charset=\"UTF-8\""}};
  return response;
}

} // namespace platen::intake::ipp
