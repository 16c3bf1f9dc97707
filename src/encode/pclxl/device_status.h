#pragma once

#include "encode/device_words.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::encode::pclxl {

// What a device says without being asked (@PJL USTATUS, docs/protocols/pcl-xl.md §1).
struct Unsolicited {
  std::optional<DeviceWords> words;  // DEVICE
  std::optional<std::int32_t> pages; // PAGE: the number of the page that is out
};

// Takes the first whole message out of what was received, and what stands before it in its line;
// nothing when there is none.
std::optional<Unsolicited> take_unsolicited(std::string& received);

} // namespace platen::encode::pclxl
