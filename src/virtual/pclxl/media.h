#pragma once

#include "units/units.h"
#include "virtual/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The facts of the twins of the imageRUNNER 1020 and 1024, from docs/protocols/pcl-xl.md §4.
namespace platen::twin::pclxl {

struct Paper {
  std::int32_t code; // MediaSize; -1 = by CustomMediaSize only
  std::string_view name;
  Hmm width, height;
  Frame margins; // what the device cannot print
  bool standard; // A4, Letter, Legal: what drawers and the duplexer take
  bool envelope;
};

const Paper* find_paper(std::int32_t media_size);
// The paper of (nearly) that size; nullptr if the device has none.
const Paper* find_paper(Hmm width, Hmm height);

// "auto", "by-pass-tray", "tray-1", "tray-2"; empty for a source that the device does not have.
std::string_view tray_name(std::int32_t media_source);

bool known_type(std::string_view media_type);

struct Feed {
  const Paper* paper = nullptr;
  std::string_view tray, type; // type "" = the device's setting
  bool duplex = false;
};
// Why the device cannot feed that; nullopt = it can.
std::optional<std::string> conflict(const Feed& feed);

} // namespace platen::twin::pclxl
