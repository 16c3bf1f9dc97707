#pragma once

#include "wire/ipp/records.h"

#include <array>

namespace platen::ipp {

// Ink, toner, or a container for waste, as a printer tells it.
struct Supply {
  std::string name, type, color;
  std::optional<int> percent;     // nothing: the printer does not know
  bool fills = false;             // a waste container: full is what is bad
  bool low = false, some = false; // some: it knows that there is some
};

// What supplies_of() reads.
inline constexpr std::array supply_attributes{"marker-names",
                                              "marker-types",
                                              "marker-colors",
                                              "marker-levels",
                                              "marker-low-levels",
                                              "printer-supply",
                                              "printer-supply-description"};
std::vector<Supply> supplies_of(const Record& printer);

// "ok", "low", "empty", "nearly full", "full" (a container for waste) or "unknown".
std::string state_of(const Supply& supply);
Json to_json(const Supply& supply);

} // namespace platen::ipp
