#pragma once

#include <string>
#include <vector>

// What a device says of itself by PJL (docs/protocols/pjl.md §3).
namespace platen::pjl {

struct DeviceInfo {
  std::string id;                     // INFO ID; empty: not told
  std::vector<std::string> languages; // INFO CONFIG; empty: not told
  bool configured = false;            // INFO CONFIG was answered
};

// The two questions, with the way into PJL before them and out of it behind.
std::string info_questions();

// Takes whole answers, each of which ends with a form feed, from the front of `received` and adds
// them to `info`. Others are dropped; `received` keeps what has no end yet.
void take_info(std::string& received, DeviceInfo& info);

} // namespace platen::pjl
