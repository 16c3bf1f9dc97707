#pragma once

#include "base/bytes.h"

#include <string>
#include <vector>

// A font for text that is found and copied but never seen: each code of two bytes is one glyph
// without an outline.
namespace platen::scan::glyphless {

// In thousandths of the font's size.
inline constexpr int advance = 500, ascent = 750, descent = -250;
inline constexpr const char* name = "PlatenGlyphless";

// Which code stands for which character: the character itself below U+10000, and above it one of
// the codes that are no characters (U+D800..DFFF), in the order in which they came.
class Codes {
public:
  // Four digits; U+FFFD's once 2,048 characters above U+FFFF have been given codes. Nothing for
  // what must not be mapped to (ISO 19005-2, 6.2.11.7.2) and for control characters.
  std::string of(char32_t character);
  const std::vector<char32_t>& beyond() const { return beyond_; }

private:
  std::vector<char32_t> beyond_;
};

// TrueType, with the tables that ISO 32000-1, 9.9 asks of a CIDFontType2.
Buffer font_program();
// For each code the glyph, two bytes big endian (/CIDToGIDMap).
Buffer glyph_map();
// The /ToUnicode CMap (ISO 32000-1, 9.10.3).
std::string to_unicode(const Codes& codes);

} // namespace platen::scan::glyphless
