#include "files/kinds.h"

#include <algorithm>
#include <array>

namespace platen::app {

namespace {

constexpr std::array<Member, 1> setting_members{{{"value", Form::table, true}}};
constexpr std::array<Member, 3> department_members{{{"allowance"}, {"name"}, {"pin", Form::no}}};
constexpr std::array<Member, 2> quota_members{{{"allowance"}, {"department"}}};
constexpr std::array<Member, 2> user_members{{{"mail"}, {"role", Form::text, true}}};
constexpr std::array<Member, 9> paper_members{{{"borderless", Form::yes},
                                               {"label"},
                                               {"margins-hmm", Form::table},
                                               {"media-type", Form::text, true},
                                               {"model", Form::text, true},
                                               {"notes"},
                                               {"price"},
                                               {"sizes", Form::texts},
                                               {"sources", Form::texts}}};
constexpr std::array<Member, 6> profile_members{{{"intent"},
                                                 {"model", Form::text, true},
                                                 {"origin"},
                                                 {"paper", Form::text, true},
                                                 {"quality"},
                                                 {"sha256"}}};
constexpr std::array<Member, 2> letterhead_members{{{"origin"}, {"sha256"}}};
constexpr std::array<Member, 2> recipe_members{
    {{"model", Form::text, true}, {"options", Form::options, true}}};
constexpr std::array<Member, 23> printer_members{{{"confidential-names", Form::no},
                                                  {"default", Form::no},
                                                  {"departments"},
                                                  {"device-login", Form::no},
                                                  {"device-uri", Form::text, true},
                                                  {"error-policy"},
                                                  {"filter"},
                                                  {"filter-options"},
                                                  {"filter-ppd"},
                                                  {"geo-location"},
                                                  {"identity", Form::texts},
                                                  {"info"},
                                                  {"location"},
                                                  {"lpd", Form::no},
                                                  {"model", Form::text, true},
                                                  {"not-fitted", Form::texts},
                                                  {"options", Form::options},
                                                  {"organization"},
                                                  {"organizational-unit"},
                                                  {"privacy-attributes"},
                                                  {"privacy-scope"},
                                                  {"raw-port", Form::number},
                                                  {"shared", Form::yes}}};
constexpr std::array<Member, 5> scanner_members{
    {{"info"}, {"location"}, {"model"}, {digest_member}, {"uri", Form::text, true}}};
constexpr std::array<Member, 1> contact_members{{{"mail", Form::texts, true}}};
constexpr std::array<Member, 13> destination_members{{{"address"},
                                                      {"from"},
                                                      {"has-secret", Form::no},
                                                      {"host-key"},
                                                      {"kind", Form::text, true},
                                                      {"login"},
                                                      {"most-bytes", Form::number},
                                                      {"open-recipients", Form::no},
                                                      {"subject"},
                                                      {"text"},
                                                      {"to", Form::texts},
                                                      {"trust"},
                                                      {"user"}}};
constexpr std::array<Member, 3> scan_recipe_members{
    {{"button"}, {"options", Form::options, true}, {"scanner"}}};
constexpr std::array<Member, 11> target_members{{{"address"},
                                                 {"events", Form::texts},
                                                 {"from"},
                                                 {"has-secret", Form::no},
                                                 {"kind", Form::text, true},
                                                 {"login"},
                                                 {"printers", Form::texts},
                                                 {"quiet", Form::table},
                                                 {"to", Form::texts},
                                                 {"trust"},
                                                 {"user"}}};

const std::array<Kind, 14> all_kinds{{
    {.word = "settings", .title = "setting", .members = setting_members},
    {.word = "departments",
     .title = "department",
     .members = department_members,
     .secret_member = "pin-file",
     .secret_sent = "pin",
     .secret_known = "pin"},
    {.word = "quotas", .title = "account of user", .members = quota_members},
    {.word = "users",
     .title = "user",
     .members = user_members,
     .secret_member = "password-file",
     .secret_sent = "password"},
    {.word = "papers",
     .title = "paper",
     .a_file_each = true,
     .of_models = true,
     .members = paper_members},
    {.word = "profiles",
     .title = "profile",
     .a_file_each = true,
     .of_models = true,
     .members = profile_members,
     .extension = "icc"},
    {.word = "letterheads",
     .title = "letterhead",
     .a_file_each = true,
     .members = letterhead_members,
     .extension = "pdf"},
    {.word = "recipes",
     .title = "recipe",
     .a_file_each = true,
     .of_models = true,
     .members = recipe_members},
    {.word = "printers",
     .title = "printer",
     .a_file_each = true,
     .members = printer_members,
     .secret_known = "device-login"},
    {.word = "scanners",
     .title = "scanner",
     .members = scanner_members,
     .bytes_member = "profile-file",
     .bytes_folder = "scanner-profiles"},
    {.word = "contacts", .title = "contact", .members = contact_members},
    {.word = "destinations",
     .title = "destination",
     .members = destination_members,
     .secret_member = "secret-file",
     .secret_sent = "secret",
     .secret_known = "has-secret"},
    {.word = "scan-recipes", .title = "scan recipe", .members = scan_recipe_members},
    {.word = "notification-targets",
     .title = "notification target",
     .members = target_members,
     .secret_member = "secret-file",
     .secret_sent = "secret",
     .secret_known = "has-secret"},
}};

bool fits(Form form, const Json& value) {
  switch (form) {
  case Form::text:
    return value.is_string();
  case Form::texts:
    return value.is_array() &&
           std::ranges::all_of(value, [](const Json& one) { return one.is_string(); });
  case Form::no:
  case Form::yes:
    return value.is_boolean();
  case Form::number:
    return value.is_number_integer();
  case Form::options:
    return value.is_object();
  case Form::table:
    return true;
  }
  return false;
}

// Options are texts, whatever they look like: 2 is "2".
Json as_texts(const Json& options) {
  Json texts = Json::object();
  for (const auto& [name, value] : options.items())
    texts[name] = value.is_string() ? value.get<std::string>() : value.dump();
  return texts;
}

std::string_view word_of(Form form) {
  constexpr std::array<std::string_view, 7> words{
      "a text",         "a list of texts", "true or false", "true or false",
      "a whole number", "a table",         "a value"};
  return words[static_cast<std::size_t>(form)];
}

} // namespace

std::span<const Kind> kinds() {
  return all_kinds;
}

const Kind* find_kind(std::string_view word) {
  const auto found = std::ranges::find(all_kinds, word, &Kind::word);
  return found == all_kinds.end() ? nullptr : &*found;
}

const Member* find_member(const Kind& kind, std::string_view name) {
  const auto found =
      std::ranges::find_if(kind.members, [&](const Member& member) { return member.name == name; });
  return found == kind.members.end() ? nullptr : &*found;
}

bool has_file(const Kind& kind) {
  return kind.extension != nullptr || kind.bytes_member != nullptr;
}

std::string key_of(const Kind& kind, const std::string& name, const Json& value) {
  return kind.of_models ? value.value("model", "") + "\n" + name : name;
}

std::string words_of(const Kind& kind, const Entry& entry) {
  const std::string model = kind.of_models ? " (" + entry.value.value("model", "") + ")" : "";
  return std::string(kind.title) + " " + entry.name + model;
}

Json usual(Form form) {
  switch (form) {
  case Form::text:
    return "";
  case Form::texts:
    return Json::array();
  case Form::no:
    return false;
  case Form::yes:
    return true;
  case Form::number:
    return 0;
  case Form::options:
    return Json::object();
  case Form::table:
    return nullptr;
  }
  return nullptr;
}

Result<Json> normal(const Kind& kind, const Json& json) {
  Json made = Json::object();
  for (const Member& member : kind.members) {
    const auto found = json.find(member.name);
    if (found == json.end() || found->is_null()) continue;
    Json value = *found;
    if (member.form == Form::texts && value.is_string()) value = Json::array({value});
    if (!fits(member.form, value))
      return fail(Errc::malformed,
                  std::string(member.name) + " is not " + std::string(word_of(member.form)));
    if (member.form == Form::options) value = as_texts(value);
    if (value != usual(member.form)) made[member.name] = std::move(value);
  }
  return sorted(made);
}

Json sorted(const Json& json) {
  if (json.is_array()) {
    Json made = Json::array();
    for (const Json& one : json)
      made.push_back(sorted(one));
    return made;
  }
  if (!json.is_object()) return json;
  std::map<std::string, const Json*> members;
  for (const auto& [name, value] : json.items())
    members[name] = &value;
  Json made = Json::object();
  for (const auto& [name, value] : members)
    made[name] = sorted(*value);
  return made;
}

} // namespace platen::app
