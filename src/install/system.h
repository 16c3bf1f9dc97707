#pragma once

#include <span>
#include <string>
#include <string_view>

namespace platen::install {

// "windows" (10 and 11), "windows-old", "macos", "ios", "android", "chromeos", "linux", "other": in
// the order in which they are offered.
std::span<const std::string_view> systems();
bool is_system(std::string_view name);

// By the field User-Agent. An iPad calls itself a Mac there: only a script can tell.
std::string_view system_of(std::string_view user_agent);

} // namespace platen::install
