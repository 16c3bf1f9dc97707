#pragma once

#include "colour/icc/profile.h"
#include "colour/icc/roots.h"
#include "model/ticket.h"

#include <optional>

namespace platen::colour {

// What an engine does to X, Y and Z (relative to white) on the way from one profile to another.
struct Connection {
  Triple scale{1.0, 1.0, 1.0}, offset{};
};

// Black point compensation, or the papers' whites where the intent is absolute, as lcms2 has them;
// nothing if the profiles' black points make no sense.
std::optional<Connection> find_connection(const Profile& source, const Profile& target,
                                          model::RenderingIntent intent,
                                          model::BlackPoint black_point);

} // namespace platen::colour
