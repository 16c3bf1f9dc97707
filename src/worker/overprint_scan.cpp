#include "worker/overprint_scan.h"

#include "worker/saved_states.h"

namespace platen::worker {
namespace {

class Scan {
public:
  Scan(const InkState& at_first, const InkNames& names) : now_(at_first), names_(names) {}

  // False: the operator paints over other inks.
  bool operator()(std::string_view name, const Operands& operands) {
    if (paints(name, operands)) return false;
    if (!saved_.take(name, now_) && !take_ink(now_, name, operands, names_.colour_space))
      change(name, operands);
    return true;
  }

private:
  static bool shows(const Ink& ink) { return ink.over && !ink.full_black; }

  bool paints(std::string_view name, const Operands& operands) const {
    if (name == "f" || name == "F" || name == "f*") return shows(now_.fill);
    if (name == "S" || name == "s") return shows(now_.stroke);
    if (name == "B" || name == "B*" || name == "b" || name == "b*")
      return shows(now_.fill) || shows(now_.stroke);
    if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") return writes();
    if (name == "sh" || name == "BI") return now_.fill.over; // their colours are not looked at
    return name == "Do" && names_.object(operands.name(), now_);
  }

  bool writes() const {
    return (now_.fills_text() && shows(now_.fill)) || (now_.strokes_text() && shows(now_.stroke));
  }

  void change(std::string_view name, const Operands& operands) {
    if (name != "gs") return;
    const auto overprints = names_.graphics_state(operands.name());
    if (overprints.fill) now_.fill.over = *overprints.fill;
    if (overprints.stroke) now_.stroke.over = *overprints.stroke;
  }

  InkState now_;
  const InkNames& names_;
  SavedStates<InkState> saved_;
};

} // namespace

bool paints_over(std::string_view content, const InkState& at_first, const InkNames& names) {
  return !each_operator(content, Scan(at_first, names));
}

} // namespace platen::worker
