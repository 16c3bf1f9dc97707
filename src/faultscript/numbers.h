#pragma once

#include "model/toml_table.h"

#include <chrono>
#include <string>

// The numbers of a fault script: positive, and bounded.
namespace platen::faultscript {

inline constexpr std::int64_t most_count = 1'000'000;
inline constexpr std::int64_t most_milliseconds = 86'400'000; // a day
inline constexpr std::int64_t most_bytes = std::int64_t{1} << 40;

inline Result<std::optional<std::int64_t>> number(model::TomlTable& table, std::string_view key,
                                           std::int64_t most) {
  TRY(const auto value, table.find<std::int64_t>(key));
  if (value && (*value < 1 || *value > most))
    return model::fail_at(table.where(key), table.title() + " " + std::string(key) + " is " +
                                         std::to_string(*value) + "; it may be 1 to " +
                                         std::to_string(most));
  return value;
}

inline Result<std::optional<std::chrono::milliseconds>> duration(model::TomlTable& table, std::string_view key) {
  TRY(const auto value, number(table, key, most_milliseconds));
  if (!value) return std::optional<std::chrono::milliseconds>{};
  return std::optional(std::chrono::milliseconds(*value));
}

} // namespace platen::faultscript
