#pragma once

#include "worker/content_operands.h"

#include <cstdint>
#include <functional>
#include <string_view>

// With which inks a content stream paints.
namespace platen::worker {

enum class InkSpace : std::uint8_t { other, gray, rgb, cmyk, black }; // black: an ink of that name

// What paints areas, or lines.
struct Ink {
  bool over = false; // overprints
  bool full_black = true;
  InkSpace space = InkSpace::gray;
};

struct InkState {
  Ink fill, stroke;
  int text_mode = 0; // 0..7: ISO 32000-1, table 106
  bool fills_text() const { return text_mode % 4 == 0 || text_mode % 4 == 2; }
  bool strokes_text() const { return text_mode % 4 == 1 || text_mode % 4 == 2; }
};

// What colour spaces are, by their names, which have their slash.
using SpaceOf = std::function<InkSpace(std::string_view)>;

// Takes an operator of colour, or the text rendering mode. False: it is none of them.
bool take_ink(InkState& state, std::string_view name, const Operands& operands,
              const SpaceOf& space_of);

} // namespace platen::worker
