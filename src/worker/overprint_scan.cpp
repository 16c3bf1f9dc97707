#include "worker/overprint_scan.h"

#include "worker/content_operands.h"
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
      if (!save(word.text) && !colour(word.text)) change(word.text);
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
    const int mode = now_.text_mode % 4; // with or without clipping
    return ((mode == 0 || mode == 2) && shows(now_.fill)) ||
           ((mode == 1 || mode == 2) && shows(now_.stroke));
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

  // Operators of colour: small letters for areas, capitals for lines.
  bool colour(std::string_view name) {
    if (name == "g" || name == "rg" || name == "k") return set(now_.fill, name), true;
    if (name == "G") return set(now_.stroke, "g"), true;
    if (name == "RG") return set(now_.stroke, "rg"), true;
    if (name == "K") return set(now_.stroke, "k"), true;
    if (name == "cs") return choose(now_.fill), true;
    if (name == "CS") return choose(now_.stroke), true;
    if (name == "sc" || name == "scn") return tint(now_.fill), true;
    if (name == "SC" || name == "SCN") return tint(now_.stroke), true;
    return false;
  }

  void set(Ink& ink, std::string_view name) {
    ink.space = name == "g" ? InkSpace::gray : name == "rg" ? InkSpace::rgb : InkSpace::cmyk;
    tint(ink);
  }

  void choose(Ink& ink) const {
    ink.space = names_.colour_space(operands_.name());
    // The colour that a space begins with is black, or an ink's full tint.
    ink.full_black = ink.space != InkSpace::other;
  }

  void tint(Ink& ink) const {
    const auto of_one = operands_.numbers<1>();
    ink.full_black = false;
    if (ink.space == InkSpace::gray)
      ink.full_black = of_one && (*of_one)[0] <= 0;
    else if (ink.space == InkSpace::black || ink.space == InkSpace::cmyk)
      ink.full_black = of_one && (*of_one)[0] >= 1; // of four inks, the last one
    else if (const auto rgb = operands_.numbers<3>(); rgb && ink.space == InkSpace::rgb)
      ink.full_black = (*rgb)[0] <= 0 && (*rgb)[1] <= 0 && (*rgb)[2] <= 0;
  }

  void change(std::string_view name) {
    if (name == "gs") {
      const auto overprints = names_.graphics_state(operands_.name());
      if (overprints.fill) now_.fill.over = *overprints.fill;
      if (overprints.stroke) now_.stroke.over = *overprints.stroke;
    } else if (name == "Tr") {
      const auto mode = operands_.numbers<1>();
      if (mode && (*mode)[0] >= 0 && (*mode)[0] <= 7) now_.text_mode = static_cast<int>((*mode)[0]);
    }
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
