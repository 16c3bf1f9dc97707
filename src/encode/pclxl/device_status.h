#pragma once

#include "encode/device_words.h"

#include <optional>
#include <string>
#include <string_view>

namespace platen::encode::pclxl {

// The printer-state-reason of a page that needs more memory than the device has.
inline constexpr std::string_view too_complex = "interpreter-complex-page-encountered";

// What a device says without being asked (@PJL USTATUS, docs/protocols/pcl-xl.md §1).
struct Unsolicited {
  std::optional<DeviceWords> words;  // DEVICE
  std::optional<std::int32_t> pages; // PAGE: the number of the page that is out
};

// Takes the first whole message out of what was received, and what stands before it in its line;
// nothing when there is none.
std::optional<Unsolicited> take_unsolicited(std::string& received);

} // namespace platen::encode::pclxl
