#include "worker/missing_glyphs.h"

#include <array>
#include <cstdio>

namespace platen::worker {
namespace {

constexpr std::size_t most_named = 6;
// Beyond them it is enough to know that there are more.
constexpr std::size_t most_kept = 1000;

std::string code_point(std::uint32_t character) {
  std::array<char, 12> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(character));
  return text.data();
}

} // namespace

void MissingGlyphs::look(const PangoLayoutLine& line, std::int32_t page) {
  for (const GSList* at = line.runs; at != nullptr; at = at->next) {
    const PangoGlyphString& glyphs = *static_cast<const PangoLayoutRun*>(at->data)->glyphs;
    for (int i = 0; i < glyphs.num_glyphs; ++i)
      if ((glyphs.glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 &&
          glyphs.glyphs[i].glyph != PANGO_GLYPH_EMPTY)
        note(glyphs.glyphs[i].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG, page);
  }
}

void MissingGlyphs::note(std::uint32_t character, std::int32_t page) {
  if (boxes_++ == 0) first_page_ = page;
  if (characters_.size() < most_kept) characters_.insert(character);
}

std::string MissingGlyphs::words() const {
  if (boxes_ == 0) return {};
  std::string names;
  std::size_t named = 0;
  for (const std::uint32_t character : characters_) {
    if (named++ == most_named) break;
    names += (names.empty() ? "" : ", ") + code_point(character);
  }
  if (characters_.size() > most_named) names += ", ...";
  const bool one = boxes_ == 1;
  return std::to_string(boxes_) + (one ? " character is" : " characters are") +
         " in no installed font and printed as " + (one ? "a box" : "boxes") + ", from page " +
         std::to_string(first_page_) + " on (" + names +
         "): install a font that has them, such as one of the packages fonts-noto";
}

} // namespace platen::worker
