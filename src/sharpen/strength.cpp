#include "sharpen/strength.h"

namespace platen::sharpen {

namespace {

// On glossy paper a dot stays where it lands; in matte paper it spreads, and takes contrast from
// coarser detail.
Strength standard_strength(model::Finish finish) {
  constexpr double threshold = 0.004; // a code of 8 bits: grain and dither stay what they are
  switch (finish) {
  case model::Finish::glossy:
    return {.radius_mm = 0.08,
            .amount = 0.6,
            .threshold = threshold,
            .most_lighter = 0.06,
            .most_darker = 0.09};
  case model::Finish::matte:
    return {.radius_mm = 0.11,
            .amount = 0.9,
            .threshold = threshold,
            .most_lighter = 0.08,
            .most_darker = 0.12};
  case model::Finish::plain:
    break;
  }
  return {.radius_mm = 0.13,
          .amount = 0.9,
          .threshold = threshold,
          .most_lighter = 0.08,
          .most_darker = 0.12};
}

Strength times(Strength strength, double factor) {
  strength.amount *= factor;
  strength.most_lighter *= factor;
  strength.most_darker *= factor;
  return strength;
}

} // namespace

std::optional<Strength> strength_for(model::Sharpening wanted, model::Finish finish) {
  const Strength standard = standard_strength(finish);
  switch (wanted) {
  case model::Sharpening::none:
    break;
  case model::Sharpening::automatic:
    if (finish != model::Finish::plain) return standard;
    break;
  case model::Sharpening::low:
    return times(standard, 0.5);
  case model::Sharpening::standard:
    return standard;
  case model::Sharpening::high:
    return times(standard, 1.6);
  }
  return std::nullopt;
}

} // namespace platen::sharpen
