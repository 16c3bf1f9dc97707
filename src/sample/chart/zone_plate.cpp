#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <cmath>
#include <numbers>

namespace platen::sample {
namespace {

class ZonePlate final : public Element {
public:
  explicit ZonePlate(Box box) : Element(box) {}

  // The phase grows with the square of the radius, so that the frequency grows evenly: 0 in the
  // centre, half a cycle per pixel (the finest there is) at the middle of each edge.
  void paint(int y, std::span<Rgb16> row) const override {
    const double half = 0.5 * box().width;
    const double dy = y + 0.5 - 0.5 * box().height;
    for (int x = 0; x < box().width; ++x) {
      const double dx = x + 0.5 - half;
      const double squared = dx * dx + dy * dy;
      if (squared > half * half) continue;
      const auto tone =
          static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * squared / (2 * half)));
      row[static_cast<std::size_t>(x)] = encode_({tone, tone, tone});
    }
  }
  void annotate(Ink& ink) const override {
    caption(ink, box(), "Zone plate", "One centre, or it is moir\u00e9");
  }

private:
  Encoder encode_;
};

} // namespace

std::unique_ptr<Element> make_zone_plate(Box box) {
  return std::make_unique<ZonePlate>(box);
}

} // namespace platen::sample
