#pragma once

#include "model/tone_curves.h"

#include <string>

namespace platen::calibration {

// The calibration page of one screen, as a PDF that fits within the margins of A4 and of Letter: 21
// gray patches of 22 x 22 mm with their ink in per cent, and what to do with them.
// `printer`: for people; what is no printable ASCII is left out.
std::string calibration_page(model::Screen screen, const std::string& printer);

} // namespace platen::calibration
