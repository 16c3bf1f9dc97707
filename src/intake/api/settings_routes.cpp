#include "intake/api/settings_routes.h"

namespace platen::intake::api {

namespace {

Result<http::Response> list(const SettingsServices& services, const Call&) {
  TRY(std::string json, services.settings());
  return json_response(200, std::move(json));
}

Result<http::Response> change(const SettingsServices& services, const Call& call) {
  TRY(std::string json, services.change_settings(call.body));
  return json_response(200, std::move(json));
}

Result<http::Response> show_certificate(const SettingsServices& services, const Call&) {
  TRY(std::string json, services.certificate());
  return json_response(200, std::move(json));
}

Result<http::Response> put_certificate(const SettingsServices& services, const Call& call) {
  TRY_VOID(services.put_certificate(call.body));
  return done_response();
}

Result<http::Response> remove_certificate(const SettingsServices& services, const Call&) {
  TRY_VOID(services.remove_certificate());
  return done_response();
}

} // namespace

Routes settings_routes(const SettingsServices* services) {
  const auto row = [&](const char* method, const char* path, auto operation) {
    return Route{method,
                 path,
                 auth::Role::administrator,
                 auth::Scope::administer,
                 Pace::slow,
                 with(services, operation)};
  };
  return {row("GET", "settings", list),
          row("PUT", "settings", change),
          row("GET", "settings/certificate", show_certificate),
          row("PUT", "settings/certificate", put_certificate),
          row("DELETE", "settings/certificate", remove_certificate),
          row("GET", "accounts", list_accounts),
          row("PUT", "accounts", change_accounts)};
}

} // namespace platen::intake::api
