#include "auth/principal.h"

#include <algorithm>
#include <array>
#include <utility>

namespace platen::auth {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> roles{
    {{Role::guest, "guest"},
     {Role::user, "user"},
     {Role::printer_operator, "operator"},
     {Role::administrator, "administrator"}}};
constexpr std::array<std::pair<Scope, std::string_view>, 5> scope_words{
    {{Scope::read, "read"},
     {Scope::print, "print"},
     {Scope::scan, "scan"},
     {Scope::operate, "operate"},
     {Scope::administer, "administer"}}};

template<class Table, class Value>
std::string_view word_of(const Table& table, Value value, std::string_view otherwise) {
  for (const auto& [one, word] : table)
    if (one == value) return word;
  return otherwise;
}

} // namespace

std::string_view to_string(Role role) {
  return word_of(roles, role, "guest");
}

std::string_view to_string(Scope scope) {
  return word_of(scope_words, scope, "read");
}

std::optional<Role> parse_role(std::string_view word) {
  for (const auto& [role, name] : roles)
    if (name == word) return role;
  return std::nullopt;
}

std::optional<Scope> parse_scope(std::string_view word) {
  for (const auto& [scope, name] : scope_words)
    if (name == word) return scope;
  return std::nullopt;
}

std::vector<std::string_view> words_of(Scopes scopes) {
  std::vector<std::string_view> words;
  for (const auto& [scope, word] : scope_words)
    if ((scopes & bit(scope)) != 0) words.push_back(word);
  return words;
}

Principal within_scopes(Principal who) {
  const bool operates = who.may_operate() && who.has(Scope::operate);
  who.administrator = who.administrator && who.has(Scope::administer);
  who.operates = who.administrator || operates;
  return who;
}

} // namespace platen::auth
