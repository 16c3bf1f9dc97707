#pragma once

#include "command_line.h"

namespace platen::app {

const Command& models_command();
const Command& update_command();

} // namespace platen::app
