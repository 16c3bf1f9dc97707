#include "worker/ink_state.h"

namespace platen::worker {
namespace {

void tint(Ink& ink, const Operands& operands) {
  const auto of_one = operands.numbers<1>();
  ink.full_black = false;
  if (ink.space == InkSpace::gray)
    ink.full_black = of_one && (*of_one)[0] <= 0;
  else if (ink.space == InkSpace::black || ink.space == InkSpace::cmyk)
    ink.full_black = of_one && (*of_one)[0] >= 1; // of four inks, the last one
  else if (const auto rgb = operands.numbers<3>(); rgb && ink.space == InkSpace::rgb)
    ink.full_black = (*rgb)[0] <= 0 && (*rgb)[1] <= 0 && (*rgb)[2] <= 0;
}

void set(Ink& ink, std::string_view name, const Operands& operands) {
  ink.space = name == "g" ? InkSpace::gray : name == "rg" ? InkSpace::rgb : InkSpace::cmyk;
  tint(ink, operands);
}

void choose(Ink& ink, const Operands& operands, const SpaceOf& space_of) {
  ink.space = space_of(operands.name());
  // The colour that a space begins with is black, or an ink's full tint.
  ink.full_black = ink.space != InkSpace::other;
}

void set_text_mode(InkState& state, const Operands& operands) {
  const auto mode = operands.numbers<1>();
  if (mode && (*mode)[0] >= 0 && (*mode)[0] <= 7) state.text_mode = static_cast<int>((*mode)[0]);
}

} // namespace

// Small letters for areas, capitals for lines.
bool take_ink(InkState& state, std::string_view name, const Operands& operands,
              const SpaceOf& space_of) {
  if (name == "g" || name == "rg" || name == "k") return set(state.fill, name, operands), true;
  if (name == "G") return set(state.stroke, "g", operands), true;
  if (name == "RG") return set(state.stroke, "rg", operands), true;
  if (name == "K") return set(state.stroke, "k", operands), true;
  if (name == "cs") return choose(state.fill, operands, space_of), true;
  if (name == "CS") return choose(state.stroke, operands, space_of), true;
  if (name == "sc" || name == "scn") return tint(state.fill, operands), true;
  if (name == "SC" || name == "SCN") return tint(state.stroke, operands), true;
  if (name == "Tr") return set_text_mode(state, operands), true;
  return false;
}

} // namespace platen::worker
