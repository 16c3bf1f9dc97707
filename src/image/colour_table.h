#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen {

// Numbers that take source samples to device samples, computed from ICC profiles inside the sandbox
// and applied outside it (colour/apply.h says how). Plain data, no pointers into any profile.
struct ColourTable {
  enum class Kind : std::uint8_t { identity, curve, matrix, clut };
  Kind kind = Kind::identity;
  std::int32_t inputs = 3, outputs = 3; // channels
  // curve, matrix: one 16-bit curve of `curve_size` entries a channel, input order, then output order.
  std::int32_t curve_size = 0;
  std::vector<std::uint16_t> input_curves;
  std::vector<std::int32_t> matrix; // 9 numbers, row major, 1.0 = 1 << 16
  std::vector<std::uint16_t> output_curves;
  // clut: grid^inputs x outputs, first input slowest.
  std::int32_t grid = 0;
  std::vector<std::uint16_t> clut;
  std::string source_profile; // its description, for people
};

} // namespace platen
