#include "scan/text/worker/words.h"

#include "base/utf8.h"
#include "scan/text/answer.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace platen::scan {
namespace {

constexpr double steepest =
    0.5; // rows per column; beyond, the line is not one that was fitted well

// The line that the letters of a row of text stand on.
struct Baseline {
  double x = 0, y = 0, slope = 0;
  double at(double column) const { return y + slope * (column - x); }
};

// Of the row and not of the word: between the ends of a short word a pixel is a steep slope.
std::optional<Baseline> baseline_of(const tesseract::ResultIterator& found) {
  int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  if (!found.Baseline(tesseract::RIL_TEXTLINE, &x1, &y1, &x2, &y2) || x2 <= x1) return {};
  const double slope = double(y2 - y1) / double(x2 - x1);
  if (std::abs(slope) > steepest) return {};
  return Baseline{double(x1), double(y1), slope};
}

// Without spaces, control characters and what is not UTF-8.
std::string letters_of(const tesseract::ResultIterator& found) {
  const std::unique_ptr<char[]> raw(found.GetUTF8Text(tesseract::RIL_WORD));
  std::string_view rest = raw ? raw.get() : "";
  std::string text;
  while (!rest.empty()) {
    const std::size_t length = utf8_character(rest);
    const std::string_view character = rest.substr(0, std::max<std::size_t>(length, 1));
    rest.remove_prefix(character.size());
    if (length == 0 || character == " " || is_utf8_control(character)) continue;
    if (text.size() + length > most_word_bytes) break;
    text += character;
  }
  return text;
}

std::optional<Word> word_of(const tesseract::ResultIterator& found,
                            const std::optional<Baseline>& row, PageShape page) {
  Word word;
  word.text = letters_of(found);
  int left = 0, top = 0, right = 0, bottom = 0;
  if (word.text.empty() || !found.BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom))
    return {};
  left = std::clamp(left, 0, page.width);
  right = std::clamp(right, 0, page.width);
  top = std::clamp(top, 0, page.height);
  bottom = std::clamp(bottom, 0, page.height);
  if (right <= left || bottom <= top) return {};
  word.left = left;
  word.top = top;
  word.width = right - left;
  word.height = bottom - top;
  const double baseline = row ? row->at(left) : bottom;
  word.baseline = std::clamp(static_cast<std::int32_t>(std::lround(baseline)), 0, page.height);
  word.slope = row ? row->slope : 0;
  word.confidence =
      std::clamp(static_cast<std::int32_t>(found.Confidence(tesseract::RIL_WORD)), 0, 100);
  return word;
}

} // namespace

PageText collect_words(tesseract::ResultIterator& found, PageShape page) {
  PageText text;
  Line line;
  std::optional<Baseline> row;
  std::size_t words = 0;
  const auto end_line = [&] {
    if (!line.words.empty()) text.lines.push_back(std::exchange(line, {}));
  };
  found.Begin();
  do {
    if (found.IsAtBeginningOf(tesseract::RIL_TEXTLINE)) {
      end_line();
      row = baseline_of(found);
    }
    if (auto word = word_of(found, row, page)) {
      line.words.push_back(std::move(*word));
      ++words;
    }
  } while (words < most_words && found.Next(tesseract::RIL_WORD));
  end_line();
  return text;
}

} // namespace platen::scan
