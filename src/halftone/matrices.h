#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::halftone {

inline constexpr std::size_t matrix_side = 128;
inline constexpr std::size_t matrix_ranks = matrix_side * matrix_side;

// 128 rows of 128: each number of 0..16383 once. The lower a pixel's rank, the sooner it gets ink.
// Computed by generate/make_matrices.cpp when platen is built.
std::span<const std::uint16_t> blue_noise_ranks(); // scattered pixels
std::span<const std::uint16_t> clustered_ranks();  // dots that grow, 45 degrees, 32 pixels a dot

} // namespace platen::halftone
