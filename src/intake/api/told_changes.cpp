#include "intake/api/told_changes.h"

#include <algorithm>
#include <array>

namespace platen::intake::api {

namespace {

using auth::Role;

struct Kept {
  std::string_view part; // the first name of the path
  std::string_view kind;
  Role least; // may read it, and so is told
};
constexpr std::array<Kept, 10> all_kept{{
    {"accounts", "settings", Role::administrator},
    {"contacts", "library", Role::user},
    {"destinations", "library", Role::user},
    {"notification-targets", "settings", Role::administrator},
    {"restore", "settings", Role::administrator},
    {"scan-recipes", "library", Role::user},
    {"session", "session", Role::administrator}, // somebody has come or gone
    {"sessions", "session", Role::administrator},
    {"tokens", "session", Role::administrator},
    {"users", "session", Role::administrator},
}};

} // namespace

std::optional<Told> told_change(const Route& route, const Call& call) {
  if (route.method == "GET" || route.path.ends_with("/test")) return std::nullopt;
  const std::string_view part = std::string_view(route.path).substr(0, route.path.find('/'));
  const auto found = std::ranges::find(all_kept, part, &Kept::part);
  if (found == all_kept.end()) return std::nullopt;
  Told told{{std::string(found->kind), ""}, {.least = found->least, .owner = {}}};
  // Of their own tokens everybody is told; of sessions and users administrators are.
  if (part == "tokens")
    told.audience = {.least = Role::user, .owner = call.user, .others = Role::administrator};
  return told;
}

} // namespace platen::intake::api
