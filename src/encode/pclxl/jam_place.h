#pragma once

#include <cstdint>
#include <string_view>

namespace platen::encode::pclxl {

// Where paper is jammed, in words for people, by a status code and what the panel shows beside it
// (docs/protocols/pjl.md §2); empty where they do not tell.
std::string_view jam_place(std::int64_t code, std::string_view display);

} // namespace platen::encode::pclxl
