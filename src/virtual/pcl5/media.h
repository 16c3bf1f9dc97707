#pragma once

#include "units/units.h"
#include "virtual/pclxl/media.h"

// The facts of PCL 5e about paper, from docs/protocols/pcl5.md §3 and §5.
namespace platen::twin::pcl5 {

inline constexpr std::int32_t custom_size = 101;

struct PaperCode {
  std::int32_t code; // ESC&l#A
  Hmm width, height;
};
// nullptr: the device has no paper of that number.
const PaperCode* find_size(std::int32_t code);

// From the left edge of a sheet, held upright, to that of the logical page, in dots at 600 dpi.
std::int32_t left_offset(Hmm width, Hmm height);
// Of the logical page, dots at 600 dpi.
std::int32_t logical_width(Hmm width, Hmm height);

// ESC&l#H: as pclxl::tray_name().
std::string_view tray_name(std::int32_t source);

} // namespace platen::twin::pcl5
