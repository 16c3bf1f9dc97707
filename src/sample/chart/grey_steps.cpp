#include "sample/chart/captions.h"
#include "sample/chart/elements.h"
#include "sample/chart/patches.h"

#include <algorithm>
#include <string>

namespace platen::sample {
namespace {

// The lightness of a step, without needless decimals.
std::string figure(double lightness) {
  return std::to_string(static_cast<int>(lightness));
}

class GreyWedge final : public Element {
public:
  explicit GreyWedge(Box box) : Element(box) {}

  void paint(int, std::span<Rgb16> row) const override {
    for (int step = 0; step < steps; ++step)
      std::ranges::fill(row.subspan(static_cast<std::size_t>(left(step)),
                                    static_cast<std::size_t>(left(step + 1) - left(step))),
                        neutral(5.0 * step));
  }
  void annotate(Ink& ink) const override {
    caption(ink, box(), "Grey wedge", "21 even steps of L*: every step is seen, none has a colour");
    for (int step = 0; step < steps; ++step)
      label(ink, box().x + 0.5 * (left(step) + left(step + 1)), box().bottom() + 24,
            figure(5.0 * step));
    // The white end needs a border to be seen on white paper.
    cairo_t* line = ink.context(InkColour::grey);
    cairo_set_line_width(line, 1);
    cairo_rectangle(line, box().x + left(steps - 1), box().y + 0.5,
                    left(steps) - left(steps - 1) - 0.5, box().height - 1);
    cairo_stroke(line);
  }

private:
  static constexpr int steps = 21;
  int left(int step) const { return step * box().width / steps; }
};

// Ten squares on a field, each one L* further from it than the one before.
class NearTone final : public Element {
public:
  NearTone(Box box, double field, double direction)
      : Element(box), field_(field), direction_(direction) {}

  void paint(int y, std::span<Rgb16> row) const override {
    std::ranges::fill(row, neutral(field_));
    if (y < inset || y >= box().height - inset) return;
    for (int step = 0; step < steps; ++step)
      std::ranges::fill(
          row.subspan(static_cast<std::size_t>(left(step)), static_cast<std::size_t>(side())),
          neutral(tone(step)));
  }
  void annotate(Ink& ink) const override {
    if (field_ == 0)
      caption(ink, box(), "Shadows", "How early does a square part from black?");
    else
      caption(ink, box(), "Highlights", "How late does a square part from paper?");
    for (int step = 0; step < steps; ++step)
      label(ink, box().x + left(step) + 0.5 * side(), box().bottom() + 24, figure(tone(step)));
    if (field_ == 0) return;
    cairo_t* line = ink.context(InkColour::grey);
    cairo_set_line_width(line, 1);
    cairo_rectangle(line, box().x + 0.5, box().y + 0.5, box().width - 1, box().height - 1);
    cairo_stroke(line);
  }

private:
  static constexpr int steps = 10;
  static constexpr int inset = 18;
  double tone(int step) const { return field_ + direction_ * (step + 1); }
  int pitch() const { return (box().width - inset) / steps; }
  int side() const { return pitch() - inset; }
  int left(int step) const { return (box().width - steps * pitch() + inset) / 2 + step * pitch(); }
  double field_;
  double direction_;
};

} // namespace

std::unique_ptr<Element> make_grey_wedge(Box box) {
  return std::make_unique<GreyWedge>(box);
}
std::unique_ptr<Element> make_near_black(Box box) {
  return std::make_unique<NearTone>(box, 0, 1);
}
std::unique_ptr<Element> make_near_white(Box box) {
  return std::make_unique<NearTone>(box, 100, -1);
}

} // namespace platen::sample
