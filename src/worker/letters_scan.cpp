#include "worker/letters_scan.h"

#include "worker/saved_states.h"

#include <algorithm>
#include <array>

namespace platen::worker {
namespace {

// Operators that neither paint nor change what black looks like, in alphabetic order.
constexpr std::array<std::string_view, 36> harmless{
    "BDC", "BMC", "BT", "BX", "DP", "EMC", "ET", "EX", "J",  "M",  "MP", "T*",
    "TD",  "TL",  "Tc", "Td", "Tm", "Ts",  "Tw", "Tz", "W",  "W*", "c",  "cm",
    "d",   "h",   "i",  "j",  "l",  "m",   "n",  "re", "ri", "v",  "w",  "y"};

class Scan {
public:
  Scan(const InkState& at_first, const LetterNames& names) : now_(at_first), names_(names) {}

  // Whether the operator does what is allowed.
  bool operator()(std::string_view name, const Operands& operands) {
    if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") return writes_black();
    if (std::binary_search(harmless.begin(), harmless.end(), name)) return true;
    if (saved_.take(name, now_)) return true;
    if (name == "Tf") return operands.count() >= 2 && names_.plain_font(operands.of(2, 0).text);
    if (name == "gs") return names_.plain_state(operands.name());
    if (name == "Do") return names_.letters(operands.name(), now_);
    return take_ink(now_, name, operands, names_.colour_space);
  }

private:
  // Or nothing.
  bool writes_black() const {
    constexpr int invisible = 3;
    return now_.text_mode == invisible || (now_.text_mode == 0 && now_.fill.full_black);
  }

  InkState now_;
  const LetterNames& names_;
  SavedStates<InkState> saved_;
};

} // namespace

bool only_letters(std::string_view content, const InkState& at_first, const LetterNames& names) {
  return each_operator(content, Scan(at_first, names));
}

} // namespace platen::worker
