#include "sample/chart/gradients.h"

#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <algorithm>
#include <cmath>

namespace platen::sample {
namespace {

// The figures on the way from black, or the darkest of a family of colours, to the lightest.
struct Stop {
  double place;
  double r, g, b; // as stored, 0..1
};

Stop at(double place, Lab lab) {
  const Rgb16 code = encode_exactly(lab);
  return {place, code.r / 65535.0, code.g / 65535.0, code.b / 65535.0};
}

std::vector<Stop> through(double r, double g, double b) {
  return {{0, 0, 0, 0}, {0.5, r, g, b}, {1, 1, 1, 1}};
}

std::vector<Stop> stops_of(std::size_t which) {
  switch (which) {
  case 1:
    return through(1, 0, 0);
  case 2:
    return through(0, 1, 0);
  case 3:
    return through(0, 0, 1);
  case 4:
    return through(0, 1, 1);
  case 5:
    return through(1, 0, 1);
  case 6:
    return through(1, 1, 0);
  case 7:
    return {at(0, {14, 6, 6}), at(0.3, {38, 16, 19}), at(0.6, {64, 17, 24}), at(0.85, {83, 10, 17}),
            at(1, {95, 2, 6})};
  case 8:
    return {at(0, {12, 8, -26}), at(0.35, {36, 4, -42}), at(0.7, {66, -9, -32}),
            at(0.9, {86, -8, -13}), at(1, {96, -2, -3})};
  default:
    return {{0, 0, 0, 0}, {1, 1, 1, 1}};
  }
}

std::uint16_t code_of(double value) {
  return static_cast<std::uint16_t>(std::lround(65535 * value));
}

Rgb16 colour_at(const std::vector<Stop>& stops, double place) {
  const auto after =
      std::ranges::find_if(stops, [place](const Stop& s) { return s.place >= place; });
  if (after == stops.begin()) return {code_of(after->r), code_of(after->g), code_of(after->b)};
  const Stop& to = after == stops.end() ? stops.back() : *after;
  const Stop& from = *(after - 1);
  const double t = (place - from.place) / (to.place - from.place);
  return {code_of(std::lerp(from.r, to.r, t)), code_of(std::lerp(from.g, to.g, t)),
          code_of(std::lerp(from.b, to.b, t))};
}

class Gradients final : public Element {
public:
  explicit Gradients(Box box) : Element(box) {
    for (std::size_t i = 0; i < ramps_.size(); ++i)
      ramps_[i] = gradient(i, box.width);
  }

  void paint(int y, std::span<Rgb16> row) const override {
    const int bar = y / pitch();
    if (bar >= bars || y % pitch() >= pitch() - gap) return;
    std::ranges::copy(ramps_[static_cast<std::size_t>(bar)], row.begin());
  }

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Gradients",
            "16 bits: smooth from end to end, no bands, neutral without a tint");
    for (int bar = 0; bar < bars; ++bar)
      ink.text(InkColour::white, box().x + 12, box().y + (bar + 1) * pitch() - gap - 14,
               {.size = 5 * point, .bold = true}, gradient_names[static_cast<std::size_t>(bar)]);
  }

private:
  static constexpr int bars = gradient_names.size();
  static constexpr int gap = 6;
  int pitch() const { return (box().height + gap) / bars; }
  std::array<std::vector<Rgb16>, gradient_names.size()> ramps_;
};

} // namespace

std::vector<Rgb16> gradient(std::size_t which, int width) {
  const std::vector<Stop> stops = stops_of(which);
  std::vector<Rgb16> ramp(static_cast<std::size_t>(width));
  for (std::size_t x = 0; x < ramp.size(); ++x)
    ramp[x] = colour_at(stops, static_cast<double>(x) / static_cast<double>(ramp.size() - 1));
  return ramp;
}

std::unique_ptr<Element> make_gradients(Box box) {
  return std::make_unique<Gradients>(box);
}

} // namespace platen::sample
