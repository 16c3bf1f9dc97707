#pragma once

#include <cstddef>

// What all requests under way may hold together; the bounds of each stand in base/limits.h.
// docs/limits.md explains them to users.
namespace platen::limits {

// The attributes of IPP requests: the first bytes of each always find room (of 4,000 connections 64
// MiB, and nobody can take them from others), what is beyond them comes out of one total.
inline constexpr std::size_t ipp_free_bytes = 16 << 10;
inline constexpr std::size_t ipp_bytes_of_all = 32U << 20;

} // namespace platen::limits
