#include "worker/content_lines.h"
#include "worker/content_operands.h"
#include "worker/exact_areas.h"

#include <algorithm>
#include <cmath>

namespace platen::worker {
namespace {

using Kind = ContentWords::Kind;
using Word = ContentWords::Word;

constexpr std::size_t bars = 12;  // in a row
constexpr double most_oblong = 8; // modules of a code side by side; rows of tables are longer

bool is_oblong(std::string_view width, std::string_view height) {
  const auto w = value_of(width), h = value_of(height);
  return w && h && std::abs(*w) > most_oblong * std::abs(*h);
}

// Counts rectangles of one height that follow one another.
class BarAreas {
public:
  using Text = std::string_view;
  void rectangle(Text width, Text height) {
    const bool another = height == height_ && !is_oblong(width, height);
    same_height_ = another ? same_height_ + 1 : 1;
    height_ = height;
  }
  void move(Text y) {
    // The former part had three lines, or four to where it began.
    same_bottom_ = y == bottom_ && (lines_ == 3 || lines_ == 4) ? same_bottom_ + 1 : 1;
    bottom_ = y;
    lines_ = 0;
  }
  void line() { ++lines_; }
  std::size_t in_a_row() const { return std::max(same_height_, same_bottom_); }

private:
  Text height_, bottom_;
  std::size_t same_height_ = 0, same_bottom_ = 0, lines_ = 0;
};

bool search(std::string_view content, bool for_areas) {
  ContentWords words(content);
  Operands operands;
  BarAreas areas;
  BarLines lines;
  for (Word word = words.next(); word.kind != Kind::end; word = words.next()) {
    if (word.kind != Kind::keyword) {
      operands.add(word);
      continue;
    }
    if (word.text == "re" && operands.count() >= 2) {
      areas.rectangle(operands.of(2, 0).text, operands.of(2, 1).text);
    } else if (word.text == "m" && operands.count() >= 2) {
      areas.move(operands.of(1, 0).text);
      if (const auto to = operands.numbers<2>()) lines.move({(*to)[0], (*to)[1]});
    } else if (word.text == "l") {
      areas.line();
      if (const auto to = operands.numbers<2>()) lines.line({(*to)[0], (*to)[1]});
    } else if (word.text == "w") {
      const auto width = operands.numbers<1>();
      lines.width(width ? (*width)[0] : 0);
    }
    if ((for_areas && areas.in_a_row() >= bars) || lines.in_a_row() >= bars) return true;
    operands.clear();
  }
  return false;
}

} // namespace

bool has_bars(std::string_view content) {
  return search(content, true);
}

bool has_bar_lines(std::string_view content) {
  return search(content, false);
}

} // namespace platen::worker
