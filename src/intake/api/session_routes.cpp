#include "intake/api/session_routes.h"

#include <array>
#include <ctime>

namespace platen::intake::api {

namespace {

constexpr std::size_t small = 16 << 10;

Route of_the_log_in(const char* method, decltype(Route::run) run) {
  Route route{method,         "session", auth::Role::guest, auth::Scope::read, Pace::quick,
              std::move(run), small};
  route.open = true;
  return route;
}

} // namespace

Routes session_routes(const SessionServices* services) {
  using enum Pace;
  using auth::Role;
  using auth::Scope;
  const auto run = [services](auto operation) { return with(services, operation); };
  return {
      of_the_log_in("GET", run(show_session)),
      of_the_log_in("POST", run(log_in)),
      of_the_log_in("DELETE", run(log_out)),
      {"PUT", "session/password", Role::user, Scope::administer, quick, run(change_password),
       small},
      {"GET", "sessions", Role::administrator, Scope::administer, quick, run(list_sessions), small},
      {"DELETE", "sessions/*", Role::administrator, Scope::administer, quick, run(end_session),
       small},
      {"GET", "users", Role::administrator, Scope::administer, quick, run(list_users), small},
      {"PUT", "users/*", Role::administrator, Scope::administer, quick, run(put_user), small},
      {"DELETE", "users/*", Role::administrator, Scope::administer, quick, run(delete_user), small},
      {"GET", "tokens", Role::user, Scope::administer, quick, run(list_tokens), small},
      {"POST", "tokens", Role::user, Scope::administer, quick, run(make_token), small},
      {"DELETE", "tokens/*", Role::user, Scope::administer, quick, run(delete_token), small},
  };
}

Json moment(std::int64_t seconds) {
  if (seconds == 0) return {};
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  return std::string(text.data(),
                     std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
}

Result<std::int64_t> parse_moment(const std::string& text) {
  for (const char* form : {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"}) {
    std::tm parts{};
    const char* const end = ::strptime(text.c_str(), form, &parts);
    if (end != nullptr && *end == '\0') return static_cast<std::int64_t>(::timegm(&parts));
  }
  return fail(Errc::invalid, "\"" + text + "\" is no time: 2027-01-31 or 2027-01-31T12:00:00Z");
}

} // namespace platen::intake::api
