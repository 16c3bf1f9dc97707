#include "sample/chart/patches.h"

#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <cmath>
#include <cstdlib>
#include <string>

namespace platen::sample {

// Round figures chosen for this chart: colours that people judge from memory.
const std::array<Patch, 24> colour_patches = {{
    {"Porcelain", {86, 7, 13}},    {"Rose skin", {74, 16, 18}},  {"Olive skin", {65, 14, 25}},
    {"Bronze skin", {52, 18, 27}}, {"Brown skin", {41, 15, 20}}, {"Dark skin", {29, 10, 12}},
    {"Lips", {52, 38, 20}},        {"Wheat", {78, 6, 42}},       {"Meadow", {57, -32, 44}},
    {"Leaf", {44, -24, 30}},       {"Spruce", {30, -14, 8}},     {"Sea", {46, -24, -20}},
    {"Noon sky", {66, -10, -32}},  {"Dusk", {38, 18, -38}},      {"Lavender", {64, 18, -28}},
    {"Brick", {42, 34, 30}},       {"Red", {48, 68, 46}},        {"Green", {52, -66, 30}},
    {"Blue", {28, 26, -58}},       {"Orange", {66, 40, 66}},     {"Cyan", {60, -36, -42}},
    {"Magenta", {49, 72, -8}},     {"Yellow", {89, -6, 88}},     {"Middle grey", {50, 0, 0}},
}};

Rgb16 neutral(double lightness) {
  const double f = (lightness + 16) / 116;
  const double light = lightness > 8 ? f * f * f : lightness * 27 / 24389;
  const auto y = static_cast<float>(light);
  return encode_exactly(Linear{y, y, y});
}

namespace {

constexpr int columns = 4;
constexpr int rows = 6;
constexpr int gap = 12;          // white between patches
constexpr int words_height = 56; // two lines of print below each

class ColourPatches final : public Element {
public:
  explicit ColourPatches(Box box) : Element(box) {
    for (std::size_t i = 0; i < colours_.size(); ++i)
      colours_[i] = encode_exactly(colour_patches[i].lab);
  }

  void paint(int y, std::span<Rgb16> row) const override {
    const int line = y / pitch_y();
    if (line >= rows || y % pitch_y() >= pitch_y() - words_height) return;
    const auto colours =
        std::span(colours_).subspan(static_cast<std::size_t>(line) * columns, columns);
    for (int x = 0; x < box().width; ++x)
      if (x % pitch_x() < pitch_x() - gap)
        row[static_cast<std::size_t>(x)] = colours[static_cast<std::size_t>(x / pitch_x())];
  }

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Memory colours", "CIE L*a*b* (D50) below each");
    for (int i = 0; i < columns * rows; ++i) {
      const Patch& patch = colour_patches[static_cast<std::size_t>(i)];
      const int line = i / columns;
      const double x = box().x + (i % columns) * pitch_x();
      const double y = box().y + (line + 1) * pitch_y() - words_height;
      ink.text(InkColour::black, x, y + 18, {.size = 4.5 * point}, patch.name);
      label(ink, x, y + 37, figures(patch.lab), Align::left);
    }
  }

private:
  int pitch_x() const { return (box().width + gap) / columns; }
  int pitch_y() const { return (box().height + words_height - 40) / rows; }

  static std::string figures(Lab lab) {
    std::string words;
    for (const double part : {lab.l, lab.a, lab.b}) {
      const long figure = std::lround(part);
      words += words.empty() ? "" : "  ";
      words += (figure < 0 ? "\u2212" : "") + std::to_string(std::abs(figure));
    }
    return words;
  }

  std::array<Rgb16, 24> colours_;
};

} // namespace

std::unique_ptr<Element> make_colour_patches(Box box) {
  return std::make_unique<ColourPatches>(box);
}

} // namespace platen::sample
