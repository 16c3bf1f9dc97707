#pragma once

#include "intake/api/events.h"
#include "intake/api/route.h"

#include <functional>
#include <optional>

namespace platen::intake::api {

using Tell = std::function<void(Change, Audience)>;

// What a request that changed something has changed, where nothing else tells of it: printers,
// jobs and scans are told of by what keeps them. The kinds are those of docs/protocols/rest.md.
struct Told {
  Change change;
  Audience audience;
};
std::optional<Told> told_change(const Route& route, const Call& call);

} // namespace platen::intake::api
