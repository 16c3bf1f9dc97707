#pragma once

#include <cstdint>
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

// What a device answered of what it was asked.
struct StatusAnswers {
  std::optional<DeviceStatus> status;     // the last about the device's status
  bool counted = false;                   // INFO PAGECOUNT was answered
  std::optional<std::int64_t> page_count; // with a number
};

// INFO STATUS, and INFO PAGECOUNT where `count`; with the way into PJL before and out of it behind.
std::string status_questions(bool count);

// Takes whole answers, each of which ends with a form feed, from the front of `received` and adds
// them to `answers`. Others, and what is no PJL, are dropped. `received` keeps what has no end yet.
void take_answers(std::string& received, StatusAnswers& answers);

} // namespace platen::pjl
