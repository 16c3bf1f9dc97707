#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// The bounds of model updates; docs/limits.md explains them to users.
namespace platen::update::limits {

inline constexpr std::uint64_t index_bytes = 1U << 20;
inline constexpr std::uint64_t signature_bytes = 4U << 10;
inline constexpr std::size_t signatures = 16;
inline constexpr std::uint64_t model_bytes = 1U << 20;
inline constexpr std::size_t models = 2'000;
inline constexpr std::size_t keys = 16;
inline constexpr std::size_t text_bytes = 2'000; // what people read of one thing
inline constexpr std::size_t lines = 100;        // of what changed
inline constexpr std::uint64_t pack_bytes = 64U << 20;
inline constexpr std::uint64_t record_bytes = 8U << 20;
inline constexpr std::size_t versions = 6; // kept of one model, beside that which is pinned
inline constexpr std::int64_t clock_ahead =
    86'400; // seconds that an index may come from the future
inline constexpr std::chrono::seconds patience{60}; // for one file, unless it is set

} // namespace platen::update::limits
