#include "intake/api/service.h"

#include <algorithm>
#include <optional>

namespace platen::intake::api {

namespace {

constexpr std::string_view root = "/api/v1/";

// The names in the place of the "*"s, if the path is of that form.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> names;
  for (;;) {
    const std::string_view want = pattern.substr(0, pattern.find('/'));
    const std::string_view have = path.substr(0, path.find('/'));
    if (want == "*") {
      if (have.empty()) return std::nullopt;
      names.emplace_back(have);
    } else if (want != have) {
      return std::nullopt;
    }
    const bool ends = want.size() == pattern.size();
    if (ends != (have.size() == path.size())) return std::nullopt;
    if (ends) return names;
    pattern.remove_prefix(want.size() + 1);
    path.remove_prefix(have.size() + 1);
  }
}

http::Response login_wanted(const std::string& text) {
  auto response = error_response({Errc::denied, text});
  response.status = 401;
  response.fields.emplace_back("WWW-Authenticate", "Basic realm=\"platen\", charset=\"UTF-8\"");
  return response;
}

http::Response method_not_allowed(const std::string& allowed) {
  auto response = error_response({Errc::invalid, "this path knows " + allowed});
  response.status = 405;
  response.fields.emplace_back("Allow", allowed);
  return response;
}

std::string wanted(auth::Role role) {
  switch (role) {
  case auth::Role::guest:
  case auth::Role::user:
    return "from another machine this needs a login";
  case auth::Role::printer_operator:
    return "only an operator or an administrator may do this";
  case auth::Role::administrator:
    return "only an administrator may do this";
  }
  return "nobody may do this";
}

// Who asks, and whether they may. Nothing: they may.
std::optional<http::Response> refusal(auth::Gate& gate, const http::Head& head, const Route& route,
                                      auth::Principal& principal) {
  const http::Peer& peer = head.peer;
  auto who = gate.identify({peer.address, peer.local_uid, peer.loopback, peer.encrypted},
                           head.field("authorization"));
  if (!who)
    return who.error().code == Errc::denied ? login_wanted(who.error().message())
                                            : error_response(who.error());
  principal = *std::move(who);
  if (principal.role() < route.access) {
    const std::string text = wanted(route.access);
    return principal.authenticated() ? error_response({Errc::denied, text}) : login_wanted(text);
  }
  if ((principal.scopes & auth::bit(route.scope)) == 0)
    return error_response({Errc::denied, "the token is not for this"});
  return std::nullopt;
}

// Collects the body, then runs the route on a side thread.
class ApiExchange final : public http::Exchange {
public:
  ApiExchange(auth::AuditLog& audit, const Route& route, Call call, SideThread& thread)
      : audit_(audit), route_(route), call_(std::move(call)), thread_(thread) {}

  std::optional<http::Response> body(Bytes piece) override {
    size_ += piece.size();
    if (size_ > route_.most_body)
      return error_response({Errc::limit, "a body has at most " +
                                              std::to_string(route_.most_body >> 10) + " kB here"});
    if (!route_.takes_file) {
      call_.body += as_text(piece);
    } else if (const auto kept = file_.write(piece); !kept) {
      return error_response(kept.error());
    }
    return std::nullopt;
  }

  void finish(http::Respond respond) override {
    if (route_.takes_file) {
      auto file = file_.release_to_file();
      if (!file) return respond(error_response(file.error()));
      call_.file = std::make_shared<UniqueFd>(*std::move(file));
    }
    const auto work = [&audit = audit_, &route = route_, call = std::move(call_),
                       respond](bool run) {
      if (!run) {
        respond(http::busy_response("the server stops\n"));
        return;
      }
      auto response = route.run(call);
      if (route.method != "GET")
        audit.record(call.principal, route.method + " " + route.path,
                     call.names.empty() ? "" : call.names[0],
                     response ? "done" : response.error().message());
      respond(response ? *std::move(response) : error_response(response.error()));
    };
    if (!thread_.take(work)) respond(http::busy_response("too many wait: try again later\n"));
  }

private:
  auth::AuditLog& audit_;
  const Route& route_;
  Call call_;
  SideThread& thread_;
  std::size_t size_ = 0;
  Spool file_;
};

} // namespace

SideThread& Service::thread_for(const Route& route) {
  return route.pace == Pace::slow ? slow_[turn_++ % slow_.size()] : quick_;
}

std::variant<http::Response, std::unique_ptr<http::Exchange>>
Service::begin(const http::Head& head) {
  const std::string_view path = std::string_view(head.path).substr(root.size());
  std::string allowed;
  for (const Route& route : routes_) {
    auto names = match(route.path, path);
    if (!names) continue;
    const bool reads = route.method == "GET" && head.method == "HEAD";
    if (route.method != head.method && !reads) {
      allowed += (allowed.empty() ? "" : ", ") + route.method;
      continue;
    }
    Call call;
    if (auto refused = refusal(desk_.gate, head, route, call.principal)) return *std::move(refused);
    call.user = call.principal.authenticated() ? call.principal.name : "anonymous";
    call.names = *std::move(names);
    call.query = head.query;
    call.head = head;
    if (route.stream) return route.stream(std::move(call));
    return std::make_unique<ApiExchange>(desk_.audit, route, std::move(call), thread_for(route));
  }
  if (!allowed.empty()) return method_not_allowed(allowed);
  return error_response({Errc::not_found, "there is nothing at " + head.path});
}

} // namespace platen::intake::api
