#include "doctor/codes.h"

#include "doctor/code_parts.h"

#include <algorithm>
#include <vector>

namespace platen::doctor {

std::string_view to_string(Where where) {
  switch (where) {
  case Where::command:
    return "command";
  case Where::server:
    return "server";
  case Where::both:
    break;
  }
  return "both";
}

// From the person's computer inwards, in the order in which things depend on each other.
std::span<const Code> codes() {
  static const std::vector<Code> all = [] {
    std::vector<Code> list;
    for (const auto area :
         {way_codes(), machine_codes(), network_codes(), device_codes(), queue_codes()})
      list.insert(list.end(), area.begin(), area.end());
    return list;
  }();
  return all;
}

const Code* find_code(std::string_view name) {
  const auto found = std::ranges::find(codes(), name, &Code::name);
  return found == codes().end() ? nullptr : &*found;
}

} // namespace platen::doctor
