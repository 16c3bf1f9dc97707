#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace platen::sample {
namespace {

constexpr int spokes = 120;
constexpr double pixels_per_mm = chart_ppi / 25.4;

// Where the spokes pass `pairs` times in a millimetre of the circle.
double ring_radius(double pairs) {
  return spokes * pixels_per_mm / (2 * std::numbers::pi * pairs);
}

class SiemensStar final : public Element {
public:
  explicit SiemensStar(Box box) : Element(box) {}

  void paint(int y, std::span<Rgb16> row) const override {
    const double dy = y + 0.5 - 0.5 * box().height;
    for (int x = 0; x < box().width; ++x) {
      const double dx = x + 0.5 - 0.5 * box().width;
      const double radius = std::hypot(dx, dy);
      const double inside = std::clamp(outer() - radius + 0.5, 0.0, 1.0);
      if (inside <= 0) continue;
      const auto light = static_cast<float>(1 - inside * (1 - spoke_light(dx, dy, radius)));
      row[static_cast<std::size_t>(x)] = encode_({light, light, light});
    }
  }

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Siemens star", "Rings: 1 to 5 pairs per mm");
    const double cx = box().x + 0.5 * box().width;
    const double cy = box().y + 0.5 * box().height;
    cairo_t* line = ink.context(InkColour::red);
    cairo_set_line_width(line, 1.6);
    for (int pairs = 1; pairs <= 5; ++pairs) {
      const double radius = ring_radius(pairs);
      cairo_new_sub_path(line);
      cairo_arc(line, cx, cy, radius, 0, 2 * std::numbers::pi);
      cairo_stroke(line);
    }
    for (int pairs = 1; pairs <= 3; ++pairs)
      tag(ink, cx, cy - ring_radius(pairs), std::to_string(pairs));
  }

private:
  double outer() const { return 0.5 * box().width - 2; }

  // The light of the spokes, averaged over a pixel: 0 = black, 1 = white. The centre, too fine for
  // pixels, becomes their mean.
  static double spoke_light(double dx, double dy, double radius) {
    const double wave = std::sin(spokes * std::atan2(dy, dx));
    const double to_edge = std::asin(std::clamp(wave, -1.0, 1.0)) * radius / spokes;
    return std::clamp(0.5 + to_edge, 0.0, 1.0);
  }

  static void tag(Ink& ink, double x, double y, std::string_view figure) {
    cairo_t* paper = ink.context(InkColour::white);
    cairo_arc(paper, x, y, 13, 0, 2 * std::numbers::pi);
    cairo_fill(paper);
    ink.text(InkColour::red, x, y + 7, {.size = 4.5 * point, .bold = true, .align = Align::centre},
             figure);
  }
  Encoder encode_;
};

} // namespace

std::unique_ptr<Element> make_siemens_star(Box box) {
  return std::make_unique<SiemensStar>(box);
}

} // namespace platen::sample
