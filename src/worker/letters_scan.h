#pragma once

#include "worker/ink_state.h"

#include <functional>
#include <string_view>

// Pages of nothing but words in full black: their letters can be painted one by one
// (render/letter_pages.h).
namespace platen::worker {

// What the names in a content stream stand for. Names have their slash.
struct LetterNames {
  // Whether a graphics state sets nothing by which black would look otherwise.
  std::function<bool(std::string_view)> plain_state;
  // Whether a font has outlines, not drawings of its own.
  std::function<bool(std::string_view)> plain_font;
  SpaceOf colour_space;
  // Whether what is drawn by that name, where the state is so, is letters, too.
  std::function<bool(std::string_view, const InkState&)> letters;
};

// Whether the content paints words in full black, or nothing. What clips them is allowed.
bool only_letters(std::string_view content, const InkState& at_first, const LetterNames& names);

} // namespace platen::worker
