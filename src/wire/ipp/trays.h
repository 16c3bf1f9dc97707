#pragma once

#include "wire/ipp/records.h"

namespace platen::ipp {

// One tray of printer-input-tray; what the device does not tell is empty.
struct Loaded {
  std::string source, size, type, level;
};

inline constexpr const char* trays_attribute = "printer-input-tray"; // what is read
std::vector<Loaded> loaded_of(const Record& printer); // trays of which the device tells something
Json loaded_json(const Record& printer);

} // namespace platen::ipp
