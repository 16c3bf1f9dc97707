#pragma once

#include "scan/clean/background.h"

namespace platen::scan::cleaning {

// Makes the paper white: each sample is divided by the paper's level around it, and what is then
// within 4 % of white becomes white. What is darker by 12 % or more stays as it is: stamps, whose
// hue counts by its darkest channel, and pencil. gray8 or rgb8, as the background has channels.
void whiten(Band page, std::int32_t cell_pixels, const Background& background);

} // namespace platen::scan::cleaning
