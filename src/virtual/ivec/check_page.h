#pragma once

#include "virtual/tray.h"

#include <string_view>

namespace platen::twin::ivec {

// Draws the sheet of a nozzle check or an alignment: twelve groups of steps, one an ink, in its
// colour. An Error means that the tray failed.
Result<void> draw_check_page(OutputTray& tray, std::string_view function, std::int32_t sheet);

} // namespace platen::twin::ivec
