#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace platen::update {

using Time = std::int64_t; // seconds of the epoch

// "2026-11-29T12:00:00Z" or "2026-11-29" (its beginning), in UTC; nothing else.
std::optional<Time> parse_moment(std::string_view text);
std::string to_text(Time moment); // 2026-11-29T12:00:00Z
std::string day_of(Time moment);  // 2026-11-29

// Whether "1.10.0" comes after "1.9": number by number; letters behind a number ("2~rc1") come
// before it.
bool is_newer(std::string_view version, std::string_view than);

} // namespace platen::update
