#include "intake/api/update_routes.h"

#include "intake/api/body.h"
#include "model/length.h"

namespace platen::intake::api {

namespace {

constexpr std::size_t most_pack = std::size_t{64} << 20;

Result<http::Response> status(UpdateDesk& desk, const Call&) {
  return json_response(200, desk.status());
}

// It is the source that is refused, not who asks; and not reached is not never.
Error in_answer(Error error) {
  const bool refused = error.code == Errc::denied || error.code == Errc::malformed ||
                       error.code == Errc::limit || error.code == Errc::unsupported ||
                       error.code == Errc::io;
  if (refused) error.code = Errc::conflict;
  if (error.code == Errc::unreachable || error.code == Errc::timeout) error.code = Errc::busy;
  return error;
}

Result<http::Response> answer(Result<std::string> json) {
  if (!json) return Failure(in_answer(std::move(json).error()));
  return json_response(200, *std::move(json));
}

Result<http::Response> done(Result<std::string> words) {
  if (!words) return Failure(in_answer(std::move(words).error()));
  return json_response(200, dumped({{"done", *words}}));
}

Result<http::Response> check(UpdateDesk& desk, const Call&) {
  return answer(desk.check());
}

Result<http::Response> install(UpdateDesk& desk, const Call& call) {
  TRY(Body body, Body::of(call));
  UpdateDesk::Wish wish;
  TRY(wish.models, body.texts("models"));
  TRY(const auto all, body.boolean("all"));
  TRY(const auto dry_run, body.boolean("dry-run"));
  TRY_VOID(body.end());
  wish.all = all.value_or(false);
  wish.dry_run = dry_run.value_or(false);
  if (wish.models.empty() && !wish.all)
    return fail(Errc::invalid, "say which \"models\", or \"all\": true");
  return answer(desk.install(wish));
}

// The body is a packed repository, which is believed as little as any.
Result<http::Response> install_packed(UpdateDesk& desk, const Call& call) {
  UpdateDesk::Wish wish;
  const std::string models = call.text("models");
  for (const std::string_view one : model::split_at(models, ','))
    if (!one.empty()) wish.models.emplace_back(one);
  wish.all = wish.models.empty() && call.text("check") != "yes";
  wish.dry_run = call.text("dry-run") == "yes";
  return answer(desk.install_packed(call.body, wish));
}

Result<http::Response> pin(UpdateDesk& desk, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto version, body.number("version"));
  TRY_VOID(body.end());
  return done(
      desk.pin(call.names[0], version ? std::optional<std::int64_t>(*version) : std::nullopt));
}

Result<http::Response> unpin(UpdateDesk& desk, const Call& call) {
  return done(desk.unpin(call.names[0]));
}

Result<http::Response> rollback(UpdateDesk& desk, const Call& call) {
  return done(desk.rollback(call.names[0]));
}

Result<http::Response> verify(UpdateDesk& desk, const Call&) {
  return answer(desk.verify());
}

Result<http::Response> file(UpdateDesk& desk, const Call& call) {
  TRY(std::string text, desk.text_of(call.names[0]));
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::move(text));
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

} // namespace

Routes update_routes(UpdateDesk* desk) {
  const auto row = [desk](const char* method, const char* path,
                          Result<http::Response> (*operation)(UpdateDesk&, const Call&)) {
    return Route{method,
                 path,
                 auth::Role::administrator,
                 auth::Scope::administer,
                 Pace::slow,
                 [desk, operation](const Call& call) { return operation(*desk, call); }};
  };
  Routes routes{row("GET", "updates", status),
                row("POST", "updates/check", check),
                row("POST", "updates/install", install),
                row("PUT", "updates/pack", install_packed),
                row("GET", "updates/verify", verify),
                row("GET", "models/*/file", file),
                row("POST", "models/*/pin", pin),
                row("POST", "models/*/unpin", unpin),
                row("POST", "models/*/rollback", rollback)};
  for (Route& route : routes)
    if (route.path == "updates/pack") route.most_body = most_pack;
  return routes;
}

} // namespace platen::intake::api
