#include "auth/accounts.h"

#include "auth/gate.h"
#include "auth/users.h"
#include "intake/api/settings_routes.h"

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

using Json = nlohmann::json;

Json json_of(const std::optional<auth::Allowance>& allowance) {
  return allowance ? Json(auth::to_string(*allowance)) : Json();
}

// A text or null of an entry; nothing where the key is not there, so that it stays as it is.
Result<std::optional<std::string>> text_in(const Json& entry, const std::string& who,
                                           const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end()) return std::optional<std::string>();
  if (found->is_null()) return std::optional<std::string>("");
  if (found->is_string()) return std::optional(found->get<std::string>());
  return fail(Errc::invalid, who + ": \"" + key + "\" is a text or null");
}

Result<void> set_allowance(const Json& entry, const std::string& who,
                           std::optional<auth::Allowance>& allowance) {
  TRY(const auto text, text_in(entry, who, "allowance"));
  if (!text) return {};
  allowance.reset();
  if (text->empty()) return {};
  auto parsed = auth::parse_allowance(*text);
  if (!parsed) return fail(Errc::invalid, who + ": " + parsed.error().what);
  allowance = *parsed;
  return {};
}

Result<void> set_department(auth::AccountBook& book, const std::string& id, const Json& entry) {
  const std::string who = "department " + id.substr(0, 20);
  if (entry.is_null()) {
    if (book.departments.erase(id) == 1) return {};
    return fail(Errc::not_found, "there is no " + who);
  }
  if (!entry.is_object()) return fail(Errc::invalid, who + " is an object or null");
  TRY_VOID(auth::check_department_id(id));
  auth::Department& department = book.departments[id];
  TRY(const auto name, text_in(entry, who, "name"));
  if (name) {
    TRY_VOID(auth::check_department_name(*name));
    department.name = *name;
  }
  TRY(const auto pin, text_in(entry, who, "pin"));
  if (pin && pin->empty()) department.hash.clear();
  if (pin && !pin->empty()) {
    TRY_VOID(auth::check_department_pin(*pin));
    TRY(department.hash, auth::hash_password(*pin));
  }
  return set_allowance(entry, who, department.allowance);
}

Result<void> set_user(auth::AccountBook& book, const std::string& name, const Json& entry) {
  const std::string who = "user " + name.substr(0, 127);
  if (entry.is_null()) {
    if (book.users.erase(name) == 1) return {};
    return fail(Errc::not_found, "there is no account of " + who);
  }
  if (!entry.is_object()) return fail(Errc::invalid, who + " is an object or null");
  if (name != auth::everybody_else) TRY_VOID(auth::check_user_name(name));
  auth::UserAccount& user = book.users[name];
  TRY(const auto department, text_in(entry, who, "department"));
  if (department) {
    if (!department->empty() && !book.departments.contains(*department))
      return fail(Errc::invalid, who + ": there is no department " + department->substr(0, 20));
    user.department = *department;
  }
  return set_allowance(entry, who, user.allowance);
}

} // namespace

Result<http::Response> list_accounts(const SettingsServices& services, const Call&) {
  TRY(const auth::AccountBook book, auth::read_accounts(services.accounts));
  Json departments = Json::array(), users = Json::array();
  for (const auto& [id, department] : book.departments)
    departments.push_back({{"id", id},
                           {"name", department.name},
                           {"allowance", json_of(department.allowance)},
                           {"pin", !department.hash.empty()}});
  for (const auto& [name, user] : book.users)
    users.push_back({{"user", name},
                     {"department", user.department.empty() ? Json() : Json(user.department)},
                     {"allowance", json_of(user.allowance)}});
  const Json all{{"departments", std::move(departments)}, {"users", std::move(users)}};
  return json_response(200, all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// All of the changes or none.
Result<http::Response> change_accounts(const SettingsServices& services, const Call& call) {
  const Json json = Json::parse(call.body, nullptr, false);
  if (!json.is_object()) return fail(Errc::invalid, "accounts are a JSON object");
  for (const auto& [key, value] : json.items())
    if ((key != "departments" && key != "users") || !value.is_object())
      return fail(Errc::invalid,
                  R"(accounts are {"departments": {ID: ...}, "users": {NAME: ...}})");
  TRY(auth::AccountBook book, auth::read_accounts(services.accounts));
  if (const auto found = json.find("departments"); found != json.end())
    for (const auto& [id, entry] : found->items())
      TRY_VOID(set_department(book, id, entry));
  if (const auto found = json.find("users"); found != json.end())
    for (const auto& [name, entry] : found->items())
      TRY_VOID(set_user(book, name, entry));
  TRY_VOID(auth::write_accounts(services.accounts, book));
  return done_response();
}

} // namespace platen::intake::api
