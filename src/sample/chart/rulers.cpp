#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <cmath>
#include <numbers>
#include <string>

namespace platen::sample {
namespace {

constexpr double margin = 75; // a quarter of an inch from the edge to the centres of the marks
constexpr double inch = chart_ppi;
constexpr double millimetre = chart_ppi / 25.4;

struct Tick {
  double place;
  double length;
  int figure; // written beside it, unless negative
};

Tick inch_tick(int sixteenth) {
  const double length = sixteenth % 16 == 0  ? 24
                        : sixteenth % 8 == 0 ? 19
                        : sixteenth % 4 == 0 ? 14
                                             : 8;
  return {sixteenth * inch / 16, length, sixteenth % 16 == 0 ? sixteenth / 16 : -1};
}
Tick millimetre_tick(int mm) {
  const double length = mm % 10 == 0 ? 24 : mm % 5 == 0 ? 17 : 10;
  return {mm * millimetre, length, mm % 10 == 0 ? mm : -1};
}

class Rulers final : public Element {
public:
  explicit Rulers(Box page) : Element(page) {}

  void paint(int, std::span<Rgb16>) const override {}

  void annotate(Ink& ink) const override {
    const double width = box().width - 2 * margin;
    const double height = box().height - 2 * margin;
    cairo_set_line_width(ink.context(InkColour::black), 1.5);
    for (int i = 0; i * inch / 16 <= width + 0.1; ++i)
      across(ink, margin, 1, inch_tick(i), width);
    for (int i = 0; i * millimetre <= width + 0.1; ++i)
      across(ink, box().height - margin, -1, millimetre_tick(i), width);
    for (int i = 0; i * millimetre <= height + 0.1; ++i)
      down(ink, margin, 1, millimetre_tick(i), height);
    for (int i = 0; i * inch / 16 <= height + 0.1; ++i)
      down(ink, box().width - margin, -1, inch_tick(i), height);
    for (const double x : {margin, box().width - margin})
      for (const double y : {margin, box().height - margin})
        registration_mark(ink, x, y);
  }

private:
  // Ticks point into the page; those under the corner marks are left out.
  static constexpr double mark_reach = 34;
  static bool clear_of_marks(double place, double length) {
    return place > mark_reach && place < length - mark_reach;
  }

  static void across(Ink& ink, double y, int inwards, const Tick& tick, double length) {
    if (!clear_of_marks(tick.place, length)) return;
    cairo_t* line = ink.context(InkColour::black);
    cairo_move_to(line, margin + tick.place, y);
    cairo_rel_line_to(line, 0, inwards * tick.length);
    cairo_stroke(line);
    if (tick.figure >= 0)
      label(ink, margin + tick.place, y + inwards * (tick.length + 12) + 7,
            std::to_string(tick.figure));
  }

  static void down(Ink& ink, double x, int inwards, const Tick& tick, double length) {
    if (!clear_of_marks(tick.place, length)) return;
    cairo_t* line = ink.context(InkColour::black);
    cairo_move_to(line, x, margin + tick.place);
    cairo_rel_line_to(line, inwards * tick.length, 0);
    cairo_stroke(line);
    if (tick.figure >= 0)
      label(ink, x + inwards * (tick.length + 6), margin + tick.place + 7,
            std::to_string(tick.figure), inwards > 0 ? Align::left : Align::right);
  }

  static void registration_mark(Ink& ink, double x, double y) {
    cairo_t* line = ink.context(InkColour::black);
    cairo_new_path(line);
    cairo_arc(line, x, y, 18, 0, 2 * std::numbers::pi);
    cairo_stroke(line);
    cairo_move_to(line, x - 32, y);
    cairo_rel_line_to(line, 64, 0);
    cairo_move_to(line, x, y - 32);
    cairo_rel_line_to(line, 0, 64);
    cairo_stroke(line);
  }
};

} // namespace

std::unique_ptr<Element> make_rulers(Box page) {
  return std::make_unique<Rulers>(page);
}

} // namespace platen::sample
