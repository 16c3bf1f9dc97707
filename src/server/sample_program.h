#pragma once

#include "base/bytes.h"

#include <string>

namespace platen::server {

// What platen-sample draws, "picture" or "document", into `sink`. Errc::io in its words, or when it
// cannot be started.
Result<void> draw_sample(const std::string& what, ByteSink& sink);

} // namespace platen::server
