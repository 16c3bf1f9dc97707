#include "intake/api/monitor_routes.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;
using auth::Role;
using auth::Scope;

// A whole number of the query, within its bounds; `otherwise` where it is not there.
Result<int> number_of(const Call& call, std::string_view name, int least, int most, int otherwise) {
  const std::string_view text = call.asked(name);
  if (text.empty()) return otherwise;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
    return value;
  return fail(Errc::invalid, std::string(name) + " is a number from " + std::to_string(least) +
                                 " to " + std::to_string(most));
}

bool is_theirs(const Call& call, const monitor::Notice& notice) {
  return notice.owner.empty() || call.principal.role() >= Role::printer_operator ||
         notice.owner == call.user;
}

// Of other people's jobs only those hear who may see them.
bool may_see(const MonitorServices& services, const Call& call, const monitor::Notice& notice) {
  return is_theirs(call, notice) || services.policy.get()->others_see_jobs;
}

Result<http::Response> notices(const MonitorServices& services, const Call& call) {
  constexpr int most = 1'000, usual = 100;
  TRY(const int limit, number_of(call, "limit", 1, most, usual));
  TRY(const auto all, services.monitor.record().notices(monitor::Record::most_notices));
  std::string list;
  int count = 0;
  for (const monitor::Notice& notice : all) {
    if (count == limit) break;
    if (!may_see(services, call, notice)) continue;
    monitor::Notice shown = notice;
    if (!is_theirs(call, notice) && !services.policy.get()->others_see_names)
      shown.text = notice.printer + ": job " + std::to_string(notice.job) +
                   (notice.kind == "job-completed" ? " is done" : " failed");
    list += (count++ == 0 ? "" : ",") + monitor::json_of(shown);
  }
  return json_response(200, "[" + list + "]");
}

Result<http::Response> history(const MonitorServices& services, const Call& call) {
  constexpr int most = 3'650, usual = 30;
  TRY(const int days, number_of(call, "days", 1, most, usual));
  const auto printers = services.store.printers();
  const auto found = std::ranges::find(*printers, call.names[0], &job::Printer::name);
  if (found == printers->end())
    return fail(Errc::not_found, "there is no printer " + call.names[0]);
  TRY(std::string json, services.monitor.history(*found, days));
  return json_response(200, std::move(json));
}

Result<http::Response> targets(const MonitorServices& services, const Call&) {
  TRY(const auto secrets, services.monitor.messenger().with_secrets());
  Json all = Json::array();
  for (const monitor::Target& target : services.monitor.messenger().targets()) {
    all.push_back(Json::parse(services.monitor.messenger().describe(target)));
    all.back()["has-secret"] = secrets.contains(target.name);
  }
  return json_response(200, all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<http::Response> put_target(const MonitorServices& services, const Call& call) {
  TRY(const auto target, monitor::target_from_json(call.names[0], call.body));
  const Json json = Json::parse(call.body, nullptr, false);
  std::optional<std::string> secret;
  if (const auto found = json.find("secret"); found != json.end() && !found->is_null()) {
    if (!found->is_string()) return fail(Errc::invalid, "\"secret\" shall be a text");
    secret = found->get<std::string>();
  }
  TRY_VOID(services.monitor.messenger().put(target, secret));
  return done_response();
}

Result<http::Response> remove_target(const MonitorServices& services, const Call& call) {
  TRY_VOID(services.monitor.messenger().remove(call.names[0]));
  return done_response();
}

Result<http::Response> test_target(const MonitorServices& services, const Call& call) {
  const Cancel never;
  TRY(const std::string words, services.monitor.messenger().test(call.names[0], never));
  return json_response(200,
                       Json{{"done", words}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace

Routes monitor_routes(const MonitorServices* services) {
  return {
      {"GET", "notices", Role::user, Scope::read, Pace::quick, with(services, notices)},
      {"GET", "printers/*/history", Role::user, Scope::read, Pace::slow, with(services, history)},
      {"GET", "notification-targets", Role::administrator, Scope::administer, Pace::quick,
       with(services, targets)},
      {"PUT", "notification-targets/*", Role::administrator, Scope::administer, Pace::quick,
       with(services, put_target)},
      {"DELETE", "notification-targets/*", Role::administrator, Scope::administer, Pace::quick,
       with(services, remove_target)},
      {"POST", "notification-targets/*/test", Role::administrator, Scope::administer, Pace::slow,
       with(services, test_target)},
  };
}

} // namespace platen::intake::api
