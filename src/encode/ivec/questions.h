#pragma once

#include <string>
#include <string_view>

namespace platen::encode::ivec {

// Questions outside a job (docs/protocols/ivec.md §2, §4); `service` is the servicetype: "print",
// "device", "maintenance".
std::string get_status(std::string_view service);
std::string get_capability_of(std::string_view service);

} // namespace platen::encode::ivec
