#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <string>

namespace platen::sample {
namespace {

constexpr std::string_view words = "Ink meets paper";

class TextSample final : public Element {
public:
  explicit TextSample(Box box) : Element(box) {}

  void paint(int, std::span<Rgb16>) const override {}

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Text", "Legible from 4 pt, on both grounds");
    black_on_white(ink, box().y);
    const Box block{box().x, box().y + 232, box().width, 152};
    fill(ink, InkColour::black, block);
    reversed(ink, block);
    in_colours(ink, box().y + 424);
  }

private:
  void black_on_white(Ink& ink, double top) const {
    double baseline = top;
    for (const int size : {10, 8, 6, 4}) {
      const std::string sized = std::to_string(size) + " pt  ";
      baseline += size * point * 1.12;
      ink.text(InkColour::black, box().x, baseline, {.size = size * point},
               sized + std::string(words) + (size <= 6 ? ": 0123456789" : ""));
      if (size > 6) continue;
      baseline += size * point * 1.3;
      ink.text(InkColour::black, box().x, baseline, {.size = size * point, .face = Face::serif},
               sized + "A fine serif closes up or breaks first");
    }
  }

  static void reversed(Ink& ink, const Box& block) {
    double baseline = block.y + 4;
    for (const int size : {8, 6, 4}) {
      baseline += size * point * 1.18;
      ink.text(InkColour::white, block.x + 14, baseline,
               {.size = size * point, .face = size == 6 ? Face::serif : Face::sans},
               std::to_string(size) + " pt  White out of black");
    }
  }

  void in_colours(Ink& ink, double top) const {
    ink.text(InkColour::grey, box().x, top, {.size = 6 * point}, "6 pt  Grey is a screen of dots");
    ink.text(InkColour::red, box().x, top + 36, {.size = 6 * point},
             "6 pt  Red is two inks in register");
    hairlines(ink, top + 56);
  }

  // Lines of 0.1 to 0.5 point: the thinnest that a device draws unbroken.
  void hairlines(Ink& ink, double top) const {
    cairo_t* line = ink.context(InkColour::black);
    for (int i = 1; i <= 5; ++i) {
      cairo_set_line_width(line, 0.1 * i * point);
      cairo_move_to(line, box().x + (i - 1) * 0.2 * box().width, top + 0.5);
      cairo_rel_line_to(line, 0.18 * box().width, 0);
      cairo_stroke(line);
    }
  }
};

} // namespace

std::unique_ptr<Element> make_text_sample(Box box) {
  return std::make_unique<TextSample>(box);
}

} // namespace platen::sample
