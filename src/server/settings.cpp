#include "server/settings.h"

#include "auth/private_file.h"
#include "base/file.h"
#include "http/listen_check.h"
#include "model/toml_file.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace platen::server {

namespace {

using Json = nlohmann::json;
using Type = SettingKey::Type;
using Values = std::map<std::string, Json>; // by "SECTION.KEY"

std::string name_of(const SettingKey& key) {
  return std::string(key.section) + "." + std::string(key.key);
}

const SettingKey* find_key(std::string_view name) {
  const auto found = std::ranges::find(setting_keys(), name, name_of);
  return found == setting_keys().end() ? nullptr : &*found;
}

std::string_view word(Type type) {
  switch (type) {
  case Type::text:
    return "text";
  case Type::texts:
    return "list";
  case Type::number:
    return "number";
  case Type::boolean:
    return "boolean";
  case Type::choice:
    return "choice";
  }
  return "text";
}

Json json_of(const toml::node& node) {
  if (const auto value = node.value_exact<bool>()) return *value;
  if (const auto value = node.value_exact<std::int64_t>()) return *value;
  if (const auto value = node.value_exact<std::string>()) return *value;
  Json list = Json::array();
  if (const toml::array* const array = node.as_array())
    for (const toml::node& one : *array)
      list.push_back(json_of(one));
  return list;
}

// JSON's texts are TOML's basic strings: the same escapes.
std::string toml_text(const Json& value) {
  constexpr auto replace = Json::error_handler_t::replace;
  if (!value.is_array()) return value.dump(-1, ' ', false, replace);
  std::string text = "[";
  for (const Json& one : value)
    text += (text.size() > 1 ? ", " : "") + one.dump(-1, ' ', false, replace);
  return text + "]";
}

// The values of those keys that a file has; all of them where it is platen.toml's.
Result<Values> values_in(const std::filesystem::path& file) {
  Values values;
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !error) return values;
  TRY(const auto text, model::read_toml_text(file));
  TRY(const auto table, model::parse_toml(text, file));
  for (const SettingKey& key : setting_keys())
    if (const toml::node* const node = table.at_path(name_of(key)).node())
      values[name_of(key)] = json_of(*node);
  return values;
}

Json default_of(const SettingKey& key) {
  return Json::parse(key.otherwise, nullptr, false); // what is TOML here is JSON too
}

std::string settings_text(const Values& values) {
  std::string text = "# Written by the app; what platen.toml says beats it.\n", section;
  for (const SettingKey& key : setting_keys()) {
    const auto found = values.find(name_of(key));
    if (found == values.end()) continue;
    if (key.section != section) {
      section = key.section;
      text += "[" + section + "]\n";
    }
    text += std::string(key.key) + " = " + toml_text(found->second) + "\n";
  }
  return text;
}

Failure wrong(const SettingKey& key, const std::string& why) {
  return fail(Errc::invalid, name_of(key) + " " + why);
}

bool is_text(const Json& value) {
  constexpr std::size_t longest = 1'000;
  return value.is_string() && value.get_ref<const std::string&>().size() <= longest;
}

Result<void> check_value(const SettingKey& key, const Json& value) {
  constexpr std::size_t most_entries = 200;
  switch (key.type) {
  case Type::text:
    return is_text(value) ? Result<void>() : wrong(key, "is a text");
  case Type::texts:
    if (value.is_array() && value.size() <= most_entries && std::ranges::all_of(value, is_text))
      return {};
    return wrong(key, "is a list of texts");
  case Type::boolean:
    return value.is_boolean() ? Result<void>() : wrong(key, "is true or false");
  case Type::number: {
    const bool fits = value.is_number_integer() && value >= key.least && value <= key.most;
    return fits ? Result<void>()
                : wrong(key, "is a whole number from " + std::to_string(key.least) + " to " +
                                 std::to_string(key.most));
  }
  case Type::choice: {
    std::string words;
    for (const std::string_view one : key.values) {
      if (value == std::string(one)) return {};
      words += (words.empty() ? "" : ", ") + std::string(one);
    }
    return wrong(key, "is one of " + words);
  }
  }
  return {};
}

// What would keep the next start from listening is refused now, while there is an app to mend it.
Result<void> check_listening(const Config& now) {
  TRY(const auto addresses, listen_addresses(now));
  if (addresses.empty()) return fail(Errc::invalid, "server.listen names no address");
  for (const http::ListenAddress& address : addresses)
    if (auto usable = http::check_address(address.address); !usable)
      return fail(Errc::invalid, "server.listen: " + usable.error().what);
  return {};
}

// "[server] port", as the log has it, by the name that it has here.
std::string as_setting(const std::string& key) {
  const std::size_t end = key.find("] ");
  if (!key.starts_with('[') || end == std::string::npos) return key;
  return key.substr(1, end - 1) + "." + key.substr(end + 2);
}

} // namespace

Result<std::string> Settings::list() const {
  TRY(const Values of_file, values_in(paths_.config));
  TRY(const Values of_app, values_in(paths_.settings()));
  Json all = Json::array();
  for (const SettingKey& key : setting_keys()) {
    const std::string name = name_of(key);
    const bool file = of_file.contains(name), app = !file && of_app.contains(name);
    Json one{{"key", name},
             {"section", key.section},
             {"type", word(key.type)},
             {"default", default_of(key)},
             {"value", file  ? of_file.at(name)
                       : app ? of_app.at(name)
                             : default_of(key)},
             {"values", Json::array()},
             {"source", file  ? "file"
                        : app ? "app"
                              : "default"},
             {"restart", key.restart}};
    for (const std::string_view value : key.values)
      one["values"].push_back(value);
    if (key.type == Type::number) {
      one["least"] = key.least;
      one["most"] = key.most;
    }
    all.push_back(std::move(one));
  }
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> Settings::change(std::string_view text) {
  const Json wanted = Json::parse(text, nullptr, false);
  if (!wanted.is_object()) return fail(Errc::invalid, "the settings are a JSON object");
  const std::lock_guard lock(mutex_);
  TRY(const Values of_file, values_in(paths_.config));
  TRY(Values values, values_in(paths_.settings()));
  for (const auto& [name, value] : wanted.items()) {
    const SettingKey* const key = find_key(name);
    if (key == nullptr)
      return fail(Errc::invalid,
                  "there is no setting \"" + name.substr(0, 100) + "\" that the app may change");
    if (of_file.contains(name))
      return fail(Errc::conflict, name + " is set in " + paths_.config.string() +
                                      ", and can be changed there alone");
    if (value.is_null()) {
      values.erase(name);
      continue;
    }
    TRY_VOID(check_value(*key, value));
    values[name] = value;
  }
  for (const auto& [name, value] : wanted.items()) // so that the key that is wrong can be named
    if (!value.is_null())
      if (auto alone = parse_config(settings_text({{name, value}}), "the app"); !alone)
        return fail(Errc::invalid, name + ": " + alone.error().what);
  const std::string fresh = settings_text(values);
  if (const auto parsed = parse_config(fresh, paths_.settings()); !parsed)
    return fail(Errc::invalid, parsed.error().what);
  else if (wanted.contains("server.listen"))
    TRY_VOID(check_listening(*parsed));
  std::error_code error;
  std::string before;
  if (std::filesystem::exists(paths_.settings(), error)) {
    TRY(before, model::read_toml_text(paths_.settings()));
  }
  TRY_VOID(auth::replace_private_file(paths_.settings(), fresh));
  const auto restart = apply_();
  if (!restart) {
    static_cast<void>(auth::replace_private_file(paths_.settings(), before));
    return Failure(restart.error());
  }
  Json later = Json::array();
  for (const std::string& key : *restart)
    later.push_back(as_setting(key));
  return Json{{"restart", std::move(later)}}.dump();
}

} // namespace platen::server
