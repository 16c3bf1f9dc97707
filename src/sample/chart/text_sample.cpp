#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <array>
#include <span>
#include <string>

namespace platen::sample {
namespace {

struct Specimen {
  double size; // points
  Face face;
  std::string_view words;
};
constexpr std::array<Specimen, 6> on_white = {{
    {12, Face::sans, "12 pt  Ink on paper"},
    {8, Face::serif, "8 pt  A fine serif breaks first"},
    {6, Face::sans, "6 pt  Numbers: 0 1 2 3 4 5 6 7 8 9"},
    {6, Face::serif, "6 pt  Round letters close up: a e g s"},
    {4, Face::sans, "4 pt  The small print of a contract, which few people read"},
    {4, Face::serif, "4 pt  The small print of a contract, which few people read"},
}};
constexpr std::array<Specimen, 3> on_black = {{
    {8, Face::sans, "8 pt  White out of black"},
    {6, Face::serif, "6 pt  Ink that spreads fills the serifs"},
    {4, Face::sans, "4 pt  The finest strokes drown first, then whole letters"},
}};

class TextSample final : public Element {
public:
  explicit TextSample(Box box) : Element(box) {}

  void paint(int, std::span<Rgb16>) const override {}

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Text", "Legible from 4 pt, on both grounds");
    lines(ink, InkColour::black, on_white, box().x, box().y - 12);
    const Box block{box().x, box().y + 240, box().width, 128};
    fill(ink, InkColour::black, block);
    lines(ink, InkColour::white, on_black, block.x + 14, block.y - 6);
    ink.text(InkColour::grey, box().x, box().y + 407, {.size = 6 * point},
             "6 pt  Grey is a screen of dots");
    ink.text(InkColour::red, box().x, box().y + 441, {.size = 6 * point},
             "6 pt  Red is inks in register");
    hairlines(ink, box().y + 464);
  }

private:
  static void lines(Ink& ink, InkColour colour, std::span<const Specimen> specimens, double x,
                    double top) {
    constexpr double gap = 13;
    double baseline = top;
    for (const Specimen& specimen : specimens) {
      baseline += specimen.size * point * 0.86 + gap;
      ink.text(colour, x, baseline, {.size = specimen.size * point, .face = specimen.face},
               specimen.words);
    }
  }

  // Lines of 0.1 to 0.5 point: the thinnest that a device draws unbroken.
  void hairlines(Ink& ink, double top) const {
    cairo_t* line = ink.context(InkColour::black);
    const double pitch = (box().width + 12) / 5.0;
    for (int i = 1; i <= 5; ++i) {
      const double x = box().x + (i - 1) * pitch;
      cairo_set_line_width(line, 0.1 * i * point);
      cairo_move_to(line, x, top + 0.5);
      cairo_rel_line_to(line, pitch - 12, 0);
      cairo_stroke(line);
      label(ink, x, top + 27, "0." + std::to_string(i) + " pt", Align::left);
    }
  }
};

} // namespace

std::unique_ptr<Element> make_text_sample(Box box) {
  return std::make_unique<TextSample>(box);
}

} // namespace platen::sample
