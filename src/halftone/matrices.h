#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace platen::halftone {

// side rows of side ranks: each number below side * side once. The lower a pixel's rank, the sooner
// it gets ink. The tile repeats over the page. Computed by generate/make_matrices.cpp when platen
// is built.
struct Matrix {
  std::size_t side = 0;
  std::span<const std::uint16_t> ranks;
};

Matrix blue_noise_matrix();     // 128: scattered pixels
Matrix clustered_matrix();      // 128: dots that grow, 45 degrees, 32 pixels a dot
Matrix clustered_fine_matrix(); // 192: dots that grow, 45 degrees, 18 pixels a dot

} // namespace platen::halftone
