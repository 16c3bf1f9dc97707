#pragma once

#include "image/jpeg_writer.h"

namespace platen::scan {

// Of pages that leave while they are scanned.
inline JpegForm jpeg_form(std::int32_t quality) {
  constexpr std::int32_t full_colour_from = 90; // coloured text shows halved colour
  return {.quality = quality, .full_colour = quality >= full_colour_from, .profile = {}};
}

} // namespace platen::scan
