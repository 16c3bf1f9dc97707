#pragma once

#include "model/model.h"

#include <optional>

namespace platen::sharpen {

// How a picture is sharpened for a print: an unsharp mask on the printed page. ADR 14 has the
// reasons for the figures.
struct Strength {
  double radius_mm = 0; // standard deviation of the mask's Gaussian, on paper
  double amount = 0;    // 0..2: how much of what the mask takes away is added once more
  // Parts of the way from black to white: what the mask must take away before any of it is added,
  // and the most by which a pixel becomes lighter or darker.
  double threshold = 0, most_lighter = 0, most_darker = 0;
  bool operator==(const Strength&) const = default;
};

// What the option `sharpening` means on a medium; nothing for Sharpening::none, and for
// Sharpening::automatic on paper that is not made for pictures.
std::optional<Strength> strength_for(model::Sharpening wanted, model::Finish finish);

} // namespace platen::sharpen
