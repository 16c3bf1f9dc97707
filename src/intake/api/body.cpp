#include "intake/api/body.h"

#include <limits>

namespace platen::intake::api {

namespace {

constexpr int deepest = 8;
constexpr std::size_t most_options = 200;

Failure wrong(const char* name, const std::string& right) {
  return fail(Errc::malformed, "\"" + std::string(name) + "\" shall be " + right);
}

Result<std::string> option_text(const std::string& name, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
  if (value.is_number_integer()) return value.dump();
  return fail(Errc::malformed, "the option \"" + name + "\" shall be a text");
}

} // namespace

bool is_too_deep(std::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '{' || c == '[')) {
      if (++depth > deepest) return true;
    } else if (!in_text && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return false;
}

Result<Body> Body::of(const Call& call) {
  if (call.body.empty()) return Body(Json::object());
  if (is_too_deep(call.body)) return fail(Errc::malformed, "this JSON is nested too deeply");
  Json json = Json::parse(call.body, nullptr, false);
  if (!json.is_object()) return fail(Errc::malformed, "this is no JSON object");
  return Body(std::move(json));
}

const Json* Body::find(const char* name) {
  asked_.insert(name);
  const auto found = json_.find(name);
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

Result<std::optional<std::string>> Body::text(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr) return std::optional<std::string>();
  if (!found->is_string()) return wrong(name, "a text");
  auto text = found->get<std::string>();
  if (text.find('\0') != std::string::npos) return wrong(name, "a text without a NUL");
  return std::optional(std::move(text));
}

Result<std::string> Body::needed_text(const char* name) {
  TRY(auto value, text(name));
  if (!value || value->empty())
    return fail(Errc::malformed, "\"" + std::string(name) + "\" is missing");
  return *std::move(value);
}

Result<std::optional<std::int32_t>> Body::number(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr) return std::optional<std::int32_t>();
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  const bool fits = found->is_number_integer() &&
                    (!found->is_number_unsigned() ||
                     found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most));
  if (!fits || found->get<std::int64_t>() < -most || found->get<std::int64_t>() > most)
    return wrong(name, "a whole number");
  return std::optional(static_cast<std::int32_t>(found->get<std::int64_t>()));
}

Result<std::optional<bool>> Body::boolean(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr) return std::optional<bool>();
  if (!found->is_boolean()) return wrong(name, "true or false");
  return std::optional(found->get<bool>());
}

Result<std::vector<std::string>> Body::texts(const char* name) {
  std::vector<std::string> list;
  const Json* const found = find(name);
  if (found == nullptr) return list;
  if (!found->is_array()) return wrong(name, "a list of texts");
  for (const Json& value : *found) {
    if (!value.is_string()) return wrong(name, "a list of texts");
    list.push_back(value.get<std::string>());
  }
  return list;
}

Result<model::Options> Body::options(const char* name) {
  model::Options options;
  const Json* const found = find(name);
  if (found == nullptr) return options;
  if (!found->is_object()) return wrong(name, "an object of texts");
  if (found->size() > most_options) return fail(Errc::limit, "these are too many options");
  for (const auto& [option, value] : found->items()) {
    TRY(std::string text, option_text(option, value));
    if (option.empty() || (option + text).find('\0') != std::string::npos)
      return fail(Errc::malformed, "an option has no name, or a NUL in it");
    options.emplace_back(option, std::move(text));
  }
  return options;
}

Result<std::vector<std::string>> Body::take_nulls(const char* name) {
  std::vector<std::string> names;
  const auto found = json_.find(name);
  if (found == json_.end() || !found->is_object()) return names;
  if (found->size() > most_options) return fail(Errc::limit, "these are too many options");
  for (const auto& [option, value] : found->items())
    if (value.is_null()) names.push_back(option);
  for (const std::string& option : names)
    found->erase(option);
  return names;
}

Result<Json> Body::object(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr) return Json::object();
  if (!found->is_object()) return wrong(name, "an object");
  return *found;
}

Result<void> Body::end() const {
  for (const auto& [name, value] : json_.items())
    if (!asked_.contains(name))
      return fail(Errc::invalid, "nothing here is called \"" + name + "\"");
  return {};
}

} // namespace platen::intake::api
