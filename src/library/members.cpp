#include "library/members.h"

#include "base/limits.h"

#include <algorithm>

namespace platen::library {

Failure wrong(const std::string& where, const std::string& why) {
  return fail(Errc::malformed, where + ": " + why);
}

Result<void> Members::begin() const {
  if (json_.is_object()) return {};
  return wrong(where_, "it is no {...}");
}

const Json* Members::find(const char* name) {
  asked_.insert(name);
  const auto found = json_.find(name);
  return found == json_.end() ? nullptr : &*found;
}

Result<const Json*> Members::need(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr) return wrong(where_, "\"" + std::string(name) + "\" is missing");
  return found;
}

Result<std::string> Members::text(const char* name, bool needed) {
  const Json* const found = find(name);
  if (found == nullptr && !needed) return std::string{};
  if (found == nullptr || !found->is_string())
    return wrong(where_, "\"" + std::string(name) + "\" is not a text");
  return found->get<std::string>();
}

Result<std::vector<std::string>> Members::texts(const char* name) {
  std::vector<std::string> list;
  const Json* const found = find(name);
  if (found == nullptr) return list;
  const bool right = found->is_array() && found->size() <= limits::library_entries &&
                     std::ranges::all_of(*found, [](const Json& v) { return v.is_string(); });
  if (!right) return wrong(where_, "\"" + std::string(name) + "\" is no list of texts");
  for (const Json& value : *found)
    list.push_back(value.get<std::string>());
  return list;
}

Result<bool> Members::boolean(const char* name, bool otherwise) {
  const Json* const found = find(name);
  if (found == nullptr) return otherwise;
  if (!found->is_boolean())
    return wrong(where_, "\"" + std::string(name) + "\" is not true or false");
  return found->get<bool>();
}

Result<double> Members::number(const char* name) {
  const Json* const found = find(name);
  if (found == nullptr || !found->is_number())
    return wrong(where_, "\"" + std::string(name) + "\" is not a number");
  return found->get<double>();
}

Result<void> Members::end() const {
  for (const auto& [name, value] : json_.items())
    if (!asked_.contains(name)) return wrong(where_, "\"" + name.substr(0, 80) + "\" is not known");
  return {};
}

} // namespace platen::library
