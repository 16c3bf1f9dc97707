#pragma once

#include "command_line.h"
#include "model/model.h"

#include <vector>

namespace platen::app {

inline constexpr Flag models_state_flag{0, "state", "DIR",
                                        "with the models that a server with this --state has got"};

// The models that came with the program, and those that came alone to the server that --state
// names, or to the one that is the caller's to look after (as far as its folder can be read).
Result<std::vector<model::Model>> known_models(const Arguments& arguments);

} // namespace platen::app
