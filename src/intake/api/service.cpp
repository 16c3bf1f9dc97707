#include "intake/api/service.h"

#include "intake/api/asker.h"

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

bool changes(const http::Head& head) {
  return head.method != "GET" && head.method != "HEAD";
}

// What a page of somebody else could make a browser send.
std::optional<http::Response> forgery(const http::Head& head, const Route& route,
                                      const Asker& asker) {
  if (!changes(head)) return std::nullopt;
  if (comes_from_elsewhere(head))
    return error_response(403, "denied", "a page from elsewhere may not ask for this");
  const bool logs_in = route.open && head.method == "POST";
  if (logs_in) return std::nullopt;
  if (asker.session && !has_csrf(head, *asker.session))
    return error_response(403, "csrf",
                          "the header X-Platen-CSRF is not that of the session: GET session tells "
                          "it");
  // Somebody who believes to be logged in does nothing as somebody else.
  if (asker.expired && !head.field("x-platen-csrf").empty() && !route.open)
    return login_wanted(head, "expired", "the log-in has expired: log in again");
  return std::nullopt;
}

// Who asks. An open route has guests in place of what is wrong.
Result<Asker> known_asker(const Service::Desk& desk, const http::Head& head, const Route& route) {
  auto asker = who_asks(desk.gate, desk.sessions, head);
  if (asker || !route.open) return asker;
  http::Head bare = head;
  std::erase_if(bare.fields, [](const auto& field) { return field.first == "authorization"; });
  return who_asks(desk.gate, desk.sessions, bare);
}

// Whether they may. Nothing: they may.
std::optional<http::Response> refusal(const http::Head& head, const Route& route, Asker& asker,
                                      bool login_to_print) {
  if (auto refused = forgery(head, route, asker)) return refused;
  auth::Principal& principal = asker.principal;
  if (principal.by_token() && !route.open) {
    if (!principal.has(route.scope))
      return error_response({Errc::denied, "the token is not for this: it lacks the scope " +
                                               std::string(auth::to_string(route.scope))});
    if (changes(head)) principal = auth::within_scopes(principal);
  }
  const bool nobody_prints =
      login_to_print && route.scope == auth::Scope::print && !principal.authenticated();
  if (principal.role() >= route.access && !nobody_prints) return std::nullopt;
  const std::string text = nobody_prints ? "printing here needs a login" : wanted(route.access);
  if (principal.authenticated()) return error_response({Errc::denied, text});
  return asker.expired ? login_wanted(head, "expired", "the log-in has expired: log in again")
                       : login_wanted(head, "denied", text);
}

// Collects the body, then runs the route on a side thread.
class ApiExchange final : public http::Exchange {
public:
  ApiExchange(const Service::Desk& desk, const Route& route, Call call, SideThread& thread)
      : desk_(desk), route_(route), call_(std::move(call)), thread_(thread) {}

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
    const auto work = [&desk = desk_, &route = route_, call = std::move(call_), respond](bool run) {
      if (!run) {
        respond(http::busy_response("the server stops\n"));
        return;
      }
      auto response = route.run(call);
      if (route.method != "GET" && !route.open)
        desk.audit.record(call.principal, route.method + " " + route.path,
                          call.names.empty() ? "" : call.names[0],
                          response ? "done" : response.error().message());
      if (const auto told = told_change(route, call); response && told && desk.tell)
        desk.tell(told->change, told->audience);
      respond(response ? *std::move(response) : error_response(response.error()));
    };
    if (!thread_.take(work)) respond(http::busy_response("too many wait: try again later\n"));
  }

private:
  const Service::Desk& desk_;
  const Route& route_;
  Call call_;
  SideThread& thread_;
  std::size_t size_ = 0;
  Spool file_;
};

} // namespace

void Service::end() {
  for (SideThread& thread : slow_)
    thread.end();
  quick_.end();
}

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
    auto asker = known_asker(desk_, head, route);
    if (!asker)
      return asker.error().code == Errc::denied
                 ? login_wanted(head, "denied", asker.error().message())
                 : error_response(asker.error());
    if (auto refused = refusal(head, route, *asker, desk_.login_to_print && desk_.login_to_print()))
      return *std::move(refused);
    Call call;
    call.principal = std::move(asker->principal);
    call.session = std::move(asker->session);
    call.session_expired = asker->expired;
    call.user = call.principal.authenticated() ? call.principal.name : "anonymous";
    call.names = *std::move(names);
    call.query = head.query;
    call.head = head;
    if (route.stream) return route.stream(std::move(call));
    return std::make_unique<ApiExchange>(desk_, route, std::move(call), thread_for(route));
  }
  if (!allowed.empty()) return method_not_allowed(allowed);
  return error_response({Errc::not_found, "there is nothing at " + head.path});
}

} // namespace platen::intake::api
