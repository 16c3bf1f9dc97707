#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace platen::sample {
namespace {

Lab polar(double lightness, double chroma, double hue) {
  return {lightness, chroma * std::cos(hue), chroma * std::sin(hue)};
}

// The largest chroma of a hue and lightness that a space can show, within 1/16.
double largest_chroma(Linear (*from_lab)(Lab), double lightness, double hue) {
  double inside = 0;
  double outside = 200;
  while (outside - inside > 1.0 / 16) {
    const double middle = 0.5 * (inside + outside);
    (in_gamut(from_lab(polar(lightness, middle, hue))) ? inside : outside) = middle;
  }
  return inside;
}

// All colours of one lightness: hue round grey, chroma outwards, up to the border of the gamut. The
// figure lies in the middle of its box, wherever grey is in it.
class Plane {
public:
  Plane(Box box, double lightness) : box_(box), lightness_(lightness) {
    for (int i = 0; i <= directions; ++i) {
      const double hue = hue_of(i);
      wide_.push_back(largest_chroma(wide_from_lab, lightness, hue));
      srgb_.push_back(largest_chroma(srgb_from_lab, lightness, hue));
    }
    find_middle();
  }

  void paint(int y, std::span<Rgb16> row, const Encoder& encode) const {
    const auto pixels = row.subspan(static_cast<std::size_t>(box_.x));
    const double b = middle_b_ + (0.5 * box_.height - (y - box_.y + 0.5)) / scale;
    for (int x = 0; x < box_.width; ++x) {
      const double a = middle_a_ + (x + 0.5 - 0.5 * box_.width) / scale;
      const double chroma = std::hypot(a, b);
      const double hue = std::atan2(b, a);
      const double within = std::clamp((border(wide_, hue) - chroma) * scale + 0.5, 0.0, 1.0);
      if (within <= 0) continue;
      const double off_line = std::abs(border(srgb_, hue) - chroma) * scale;
      const auto line = static_cast<float>(0.85 * std::clamp(2.0 - off_line, 0.0, 1.0));
      const Linear drawn = mix(wide_from_lab({lightness_, a, b}), white, line);
      pixels[static_cast<std::size_t>(x)] = encode(mix(white, drawn, static_cast<float>(within)));
    }
  }
  const Box& box() const { return box_; }
  double lightness() const { return lightness_; }

private:
  static constexpr int directions = 1440;
  static constexpr double scale = 1.85; // pixels for one unit of a* and b*
  static constexpr Linear white{1, 1, 1};

  static double hue_of(int direction) {
    return (2.0 * direction / directions - 1) * std::numbers::pi; // -180 to 180 degrees
  }

  static double border(const std::vector<double>& borders, double hue) {
    const double place = (hue / std::numbers::pi + 1) * 0.5 * directions;
    const auto i = std::min(static_cast<std::size_t>(place), borders.size() - 2);
    return std::lerp(borders[i], borders[i + 1], place - static_cast<double>(i));
  }

  void find_middle() {
    double low_a = 0;
    double high_a = 0;
    double low_b = 0;
    double high_b = 0;
    for (int i = 0; i <= directions; ++i) {
      const Lab edge = polar(lightness_, wide_[static_cast<std::size_t>(i)], hue_of(i));
      low_a = std::min(low_a, edge.a);
      high_a = std::max(high_a, edge.a);
      low_b = std::min(low_b, edge.b);
      high_b = std::max(high_b, edge.b);
    }
    middle_a_ = 0.5 * (low_a + high_a);
    middle_b_ = 0.5 * (low_b + high_b);
  }

  Box box_; // within the element
  double lightness_;
  std::vector<double> wide_, srgb_; // the largest chroma by direction
  double middle_a_ = 0;
  double middle_b_ = 0;
};

// The skin of the gamut: hue along it, lightness from top to bottom, as much chroma as there is.
class Skin {
public:
  explicit Skin(Box box) : box_(box) {}

  void paint(int y, std::span<Rgb16> row, const Encoder& encode) const {
    const auto pixels = row.subspan(static_cast<std::size_t>(box_.x));
    const double lightness = std::lerp(96.0, 14.0, (y - box_.y + 0.5) / box_.height);
    for (int x = 0; x < box_.width; ++x) {
      const double hue = (x + 0.5) / box_.width * 2 * std::numbers::pi;
      const double chroma = largest_chroma(wide_from_lab, lightness, hue);
      pixels[static_cast<std::size_t>(x)] = encode(wide_from_lab(polar(lightness, chroma, hue)));
    }
  }
  const Box& box() const { return box_; }

private:
  Box box_;
};

constexpr int skin_height = 96;

bool holds(const Box& box, int y) {
  return y >= box.y && y < box.bottom();
}

class GamutSlices final : public Element {
public:
  explicit GamutSlices(Box box)
      : Element(box), planes_{Plane({0, 0, box.width / 2, box.height - skin_height - 20}, 55),
                              Plane(
                                  {box.width / 2, 0, box.width / 2, box.height - skin_height - 20},
                                  80)},
        skin_({0, box.height - skin_height, box.width, skin_height}) {}

  void paint(int y, std::span<Rgb16> row) const override {
    for (const Plane& plane : planes_)
      if (holds(plane.box(), y)) plane.paint(y, row, encode_);
    if (holds(skin_.box(), y)) skin_.paint(y, row, encode_);
  }

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Gamut", "White line: where sRGB ends. Detail beyond it?");
    for (const Plane& plane : planes_)
      label(ink, box().x + plane.box().x + 4, box().y + 24,
            "L* " + std::to_string(static_cast<int>(plane.lightness())), Align::left);
    label(ink, box().x + 4, box().y + skin_.box().y - 9,
          "Every hue, from light to dark, at its fullest", Align::left);
  }

private:
  std::array<Plane, 2> planes_;
  Skin skin_;
  Encoder encode_;
};

} // namespace

std::unique_ptr<Element> make_gamut_slices(Box box) {
  return std::make_unique<GamutSlices>(box);
}

} // namespace platen::sample
