#pragma once

#include "worker/ink_state.h"

#include <functional>
#include <optional>
#include <string_view>

// Overprint (ISO 32000-1, 8.6.7): what is painted leaves the other inks below it as they are. Full
// black hides them all the same, on paper as on the screen, and nearly all that overprints is black
// words: pages on which nothing else does need not be drawn with it, which takes many times as
// long.
namespace platen::worker {

// What the names in a content stream stand for. Names have their slash.
struct InkNames {
  struct Overprints {
    std::optional<bool> fill, stroke; // none: the state leaves it as it was
  };
  std::function<Overprints(std::string_view)> graphics_state;
  SpaceOf colour_space;
  // Whether what is drawn by that name, where the state is so, paints over other inks.
  std::function<bool(std::string_view, const InkState&)> object;
};

// Whether the content paints something but full black over other inks.
bool paints_over(std::string_view content, const InkState& at_first, const InkNames& names);

} // namespace platen::worker
