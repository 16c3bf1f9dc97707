#pragma once

#include "colour/prepared_table.h"
#include "image/colour_table.h"

#include <cstdint>
#include <span>

namespace platen::colour {

// A row of pixels through a table, chunky 16-bit samples: in.size() is pixels x inputs, out.size()
// pixels x outputs. The arithmetic is that of image/colour_table.h.
void evaluate(const PreparedTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out);

namespace reference {
void evaluate(const ColourTable& table, std::span<const std::uint16_t> in,
              std::span<std::uint16_t> out);
} // namespace reference

} // namespace platen::colour
