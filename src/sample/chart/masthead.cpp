#include "sample/chart/captions.h"
#include "sample/chart/elements.h"
#include "sample/logo.h"

namespace platen::sample {
namespace {

class Masthead final : public Element {
public:
  explicit Masthead(Box box) : Element(box) {}

  void paint(int, std::span<Rgb16>) const override {}

  void annotate(Ink& ink) const override {
    const double size = box().height;
    draw_logo(ink.context(InkColour::black), box().x, box().y, size);
    ink.text(InkColour::black, box().x + size + 32, box().bottom() - 2,
             {.size = 1.02 * size, .bold = true, .tracking = -0.03}, "platen");
    legend(ink, box().x + 735);
    facts(ink, box().right());
  }

private:
  void legend(Ink& ink, double x) const {
    ink.text(InkColour::black, x, box().y + 34, {.size = 8 * point, .bold = true},
             "Printer test chart");
    const TextStyle small{.size = 5.5 * point};
    ink.text(InkColour::grey, x, box().y + 70, small,
             "Print it without scaling: one inch on the rulers is then one inch.");
    ink.text(InkColour::grey, x, box().y + 100, small,
             "Judge it dry, in daylight, at arm\u2019s length; then with a loupe.");
  }
  void facts(Ink& ink, double x) const {
    const TextStyle small{.size = 5.5 * point, .align = Align::right};
    ink.text(InkColour::black, x, box().y + 34,
             {.size = 5.5 * point, .bold = true, .align = Align::right},
             "8 \u00d7 10 in at 300 ppi");
    ink.text(InkColour::grey, x, box().y + 70, small, "RGB, 16 bits a channel");
    ink.text(InkColour::grey, x, box().y + 100, small, "platen wide RGB, D65, gamma 2.2");
  }
};

} // namespace

std::unique_ptr<Element> make_masthead(Box box) {
  return std::make_unique<Masthead>(box);
}

} // namespace platen::sample
