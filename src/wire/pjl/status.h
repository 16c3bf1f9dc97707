#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// PJL's answers about a device (docs/protocols/pjl.md).
namespace platen::pjl {

// What one answer to INFO STATUS, or one unasked USTATUS DEVICE, says.
struct DeviceStatus {
  int code = 0;        // 10001: ready
  std::string display; // what the panel shows; may be empty
  std::optional<bool> online;
};

std::string info_status(); // the question, with the way into PJL before it and out of it behind

// Takes whole answers, each of which ends with a form feed, from the front of `received`; the last
// one about the device's status counts. Others, and what is no PJL, are dropped. `received` keeps
// what has no end yet.
std::optional<DeviceStatus> take_status(std::string& received);

} // namespace platen::pjl
