#pragma once

#include "virtual/condition.h"

#include <string>
#include <string_view>

// The documents that the twin sends back: docs/protocols/ivec.md §2 and §4.
namespace platen::twin::ivec {

// OK with an empty detail, or NG with one.
std::string simple_answer(std::string_view operation, std::string_view service,
                          std::string_view ng_detail = {});
// `lies`: the areas are those of another device.
std::string print_capability(const Condition& now, bool lies = false);
std::string device_capability();
std::string maintenance_capability();

} // namespace platen::twin::ivec
