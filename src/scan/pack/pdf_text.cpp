#include "scan/pack/pdf_text.h"

#include "scan/pack/pdf_objects.h"
#include "scan/pack/utf16.h"

#include <algorithm>
#include <cmath>

namespace platen::scan {
namespace {

constexpr double em = 1000.0;

// Unicode's blocks of scripts that are written from the right.
bool is_from_right(char32_t c) {
  return (c >= 0x0590 && c < 0x0900) || (c >= 0xFB1D && c < 0xFE00) ||
         (c >= 0xFE70 && c < 0xFF00) || (c >= 0x10800 && c < 0x11000) ||
         (c >= 0x1E800 && c < 0x1F000);
}

struct Spelled {
  std::string codes; // digits
  std::size_t count = 0;
  bool from_right = false;
};

Spelled spell(std::string_view word, glyphless::Codes& codes) {
  Spelled spelled;
  while (!word.empty()) {
    const char32_t c = take_character(word);
    const std::string code = codes.of(c);
    if (code.empty()) continue;
    spelled.codes += code;
    ++spelled.count;
    spelled.from_right |= is_from_right(c);
  }
  return spelled;
}

// So that the line's tallest word reaches from its baseline to its top.
double font_size(const Line& line, double scale) {
  std::int32_t tallest = 1;
  for (const Word& word : line.words)
    tallest = std::max(tallest, word.baseline - word.top);
  return tallest * scale * em / glyphless::ascent;
}

} // namespace

std::string text_operators(const PageText& text, PageShape page, double scale,
                           glyphless::Codes& codes) {
  std::string out = "BT\n3 Tr\n";
  for (const Line& line : text.lines) {
    const double size = font_size(line, scale);
    out += "/T " + number_text(size) + " Tf\n";
    for (const Word& word : line.words) {
      const Spelled spelled = spell(word.text, codes);
      if (spelled.count == 0) continue;
      const double natural = static_cast<double>(spelled.count) * glyphless::advance / em * size;
      const double slant = std::hypot(1.0, word.slope); // length along the baseline to a column
      const double stretch = 100 * word.width * scale * slant / natural;
      // A mirrored word begins at its right end, and its letters keep the order of speech.
      const double along = (spelled.from_right ? -1 : 1) / slant;
      const double down = word.slope / slant;
      const double begin = spelled.from_right ? word.width : 0;
      const double x = (word.left + begin) * scale;
      const double y = (page.height - word.baseline - word.slope * begin) * scale;
      out += number_text(stretch) + " Tz " + number_text(along) + " " +
             number_text(spelled.from_right ? down : -down) + " " + number_text(down) + " " +
             number_text(1 / slant) + " " + number_text(x) + " " + number_text(y) + " Tm <" +
             spelled.codes;
      if (&word != &line.words.back()) out += "0020";
      out += "> Tj\n";
    }
  }
  return out + "ET\n";
}

} // namespace platen::scan
