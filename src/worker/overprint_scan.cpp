#include "worker/overprint_scan.h"

#include "worker/saved_states.h"

namespace platen::worker {
namespace {

using Kind = ContentWords::Kind;

class Scan {
public:
  Scan(const InkState& at_first, const InkNames& names) : now_(at_first), names_(names) {}

  bool run(std::string_view content) {
    ContentWords words(content);
    for (auto word = words.next(); word.kind != Kind::end; word = words.next()) {
      if (word.kind != Kind::keyword) {
        operands_.add(word);
        continue;
      }
      if (paints(word.text)) return true;
      if (!save(word.text) && !take_ink(now_, word.text, operands_, names_.colour_space))
        change(word.text);
      operands_.clear();
    }
    return false;
  }

private:
  static bool shows(const Ink& ink) { return ink.over && !ink.full_black; }

  // Whether the operator paints over other inks.
  bool paints(std::string_view name) const {
    if (name == "f" || name == "F" || name == "f*") return shows(now_.fill);
    if (name == "S" || name == "s") return shows(now_.stroke);
    if (name == "B" || name == "B*" || name == "b" || name == "b*")
      return shows(now_.fill) || shows(now_.stroke);
    if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") return writes();
    if (name == "sh" || name == "BI") return now_.fill.over; // their colours are not looked at
    return name == "Do" && names_.object(operands_.name(), now_);
  }

  bool writes() const {
    return (now_.fills_text() && shows(now_.fill)) || (now_.strokes_text() && shows(now_.stroke));
  }

  bool save(std::string_view name) {
    if (name == "q")
      saved_.save(now_);
    else if (name == "Q")
      saved_.restore(now_);
    else
      return false;
    return true;
  }

  void change(std::string_view name) {
    if (name != "gs") return;
    const auto overprints = names_.graphics_state(operands_.name());
    if (overprints.fill) now_.fill.over = *overprints.fill;
    if (overprints.stroke) now_.stroke.over = *overprints.stroke;
  }

  InkState now_;
  const InkNames& names_;
  Operands operands_;
  SavedStates<InkState> saved_;
};

} // namespace

bool paints_over(std::string_view content, const InkState& at_first, const InkNames& names) {
  return Scan(at_first, names).run(content);
}

} // namespace platen::worker
