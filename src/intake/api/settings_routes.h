#pragma once

#include "intake/api/route.h"

#include <filesystem>
#include <functional>

namespace platen::intake::api {

// What the routes of settings need; texts are JSON.
struct SettingsServices {
  std::function<Result<std::string>()> settings;
  std::function<Result<std::string>(std::string_view json)> change_settings;
  std::function<Result<std::string>()> certificate;
  std::function<Result<void>(std::string_view json)> put_certificate;
  std::function<Result<void>()> remove_certificate;
  std::filesystem::path accounts; // the file of departments and quotas
};
Routes settings_routes(const SettingsServices* services);

// accounts.cpp
Result<http::Response> list_accounts(const SettingsServices& services, const Call& call);
Result<http::Response> change_accounts(const SettingsServices& services, const Call& call);

} // namespace platen::intake::api
