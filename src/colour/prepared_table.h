#pragma once

#include "image/colour_table.h"

#include <array>
#include <cstdint>
#include <vector>

namespace platen::colour {

// The curves of one channel after the other.
struct PreparedCurves {
  std::int32_t size = 0;  // entries of one curve; 0: there are none
  std::int32_t shift = 0; // sample bits below a curve's step: `s` of the definition
  std::vector<std::int32_t> entries;
  // The same in half the fetches, where they fit: entry i in the low half of a word and the way to
  // entry i + 1, signed, in the high one. Empty: they do not, or are linear light.
  std::vector<std::int32_t> packed;
};

struct PreparedLabGrid {
  std::array<std::int32_t, 3> factor{}, offset{};
  PreparedCurves input_curves, output_curves;
  std::int32_t grid = 0;
  std::vector<std::int32_t> nodes; // as PreparedTable's
  std::vector<std::int32_t> white_rise;
};

// A checked table with its numbers laid out so that a vector of 32-bit lanes can fetch them.
struct PreparedTable {
  ColourTable::Kind kind = ColourTable::Kind::identity;
  std::int32_t inputs = 3, outputs = 3;
  PreparedCurves input_curves, light_curves;
  std::vector<std::int32_t> matrix;
  std::vector<std::int32_t> output_pairs; // entry i in the low half, entry i + 1 in the high one
  std::int32_t grid = 0;
  std::vector<std::int32_t> nodes; // words_of_node() words a grid point, two samples a word
  PreparedLabGrid lab;

  ColourTable source; // as it came

  static constexpr std::int32_t words_of_node(std::int32_t samples) { return (samples + 1) / 2; }
};

// The table must have passed check().
PreparedTable prepare(ColourTable table);

} // namespace platen::colour
