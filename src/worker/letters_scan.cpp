#include "worker/letters_scan.h"

#include "worker/saved_states.h"

#include <algorithm>
#include <array>

namespace platen::worker {
namespace {

using Kind = ContentWords::Kind;

// Operators that neither paint nor change what black looks like, in alphabetic order.
constexpr std::array<std::string_view, 36> harmless{
    "BDC", "BMC", "BT", "BX", "DP", "EMC", "ET", "EX", "J",  "M",  "MP", "T*",
    "TD",  "TL",  "Tc", "Td", "Tm", "Ts",  "Tw", "Tz", "W",  "W*", "c",  "cm",
    "d",   "h",   "i",  "j",  "l",  "m",   "n",  "re", "ri", "v",  "w",  "y"};

class Scan {
public:
  Scan(const InkState& at_first, const LetterNames& names) : now_(at_first), names_(names) {}

  bool run(std::string_view content) {
    ContentWords words(content);
    for (auto word = words.next(); word.kind != Kind::end; word = words.next()) {
      if (word.kind != Kind::keyword) {
        operands_.add(word);
        continue;
      }
      if (!passes(word.text)) return false;
      operands_.clear();
    }
    return true;
  }

private:
  bool passes(std::string_view name) {
    if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") return writes_black();
    if (std::binary_search(harmless.begin(), harmless.end(), name)) return true;
    if (name == "q") return saved_.save(now_), true;
    if (name == "Q") return saved_.restore(now_), true;
    if (name == "Tf") return operands_.count() >= 2 && names_.plain_font(operands_.of(2, 0).text);
    if (name == "gs") return names_.plain_state(operands_.name());
    if (name == "Do") return names_.letters(operands_.name(), now_);
    return take_ink(now_, name, operands_, names_.colour_space);
  }

  // Or nothing.
  bool writes_black() const {
    constexpr int invisible = 3;
    return now_.text_mode == invisible || (now_.text_mode == 0 && now_.fill.full_black);
  }

  InkState now_;
  const LetterNames& names_;
  Operands operands_;
  SavedStates<InkState> saved_;
};

} // namespace

bool only_letters(std::string_view content, const InkState& at_first, const LetterNames& names) {
  return Scan(at_first, names).run(content);
}

} // namespace platen::worker
