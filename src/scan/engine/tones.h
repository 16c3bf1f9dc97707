#pragma once

#include "scan/page/page_image.h"

namespace platen::scan {

// Brightness and contrast, -100 to 100 each, on gray8 and rgb8; 0 and 0 change nothing. Brightness
// 100 makes middle gray white; contrast 100 leaves black and white alone, -100 middle gray.
void set_tones(PageImage& page, std::int32_t brightness, std::int32_t contrast);

} // namespace platen::scan
