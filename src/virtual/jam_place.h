#pragma once

#include <cstdint>

namespace platen::twin {

// Where paper is jammed.
enum class JamPlace : std::uint8_t { media_path, input_tray, fuser, duplex, output_tray };
struct Jam {
  JamPlace place = JamPlace::media_path;
  std::int32_t tray = 1; // of input_tray, from 1
  bool operator==(const Jam&) const = default;
};

} // namespace platen::twin
