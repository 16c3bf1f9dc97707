#include "sample/chart/captions.h"
#include "sample/chart/elements.h"
#include "sample/chart/scene.h"

namespace platen::sample {
namespace {

class Photograph final : public Element {
public:
  explicit Photograph(Box box) : Element(box), scene_(box.width, box.height) {}

  void paint(int y, std::span<Rgb16> row) const override {
    for (int x = 0; x < box().width; ++x)
      row[static_cast<std::size_t>(x)] = encode_(scene_.at(x, y));
  }
  void annotate(Ink& ink) const override {
    caption(ink, box(), "Photograph",
            "An even sky, trees that are not one black, a sun that keeps its rim");
  }

private:
  Scene scene_;
  Encoder encode_;
};

} // namespace

std::unique_ptr<Element> make_photograph(Box box) {
  return std::make_unique<Photograph>(box);
}

} // namespace platen::sample
