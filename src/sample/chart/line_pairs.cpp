#include "sample/chart/captions.h"
#include "sample/chart/elements.h"

#include <array>
#include <string>

namespace platen::sample {
namespace {

class LinePairs final : public Element {
public:
  explicit LinePairs(Box box) : Element(box) {}

  void paint(int y, std::span<Rgb16> row) const override {
    const int direction = y / pitch_y();
    const int down = y % pitch_y();
    if (direction >= directions || down >= pitch_y() - words_height) return;
    for (int x = 0; x < box().width; ++x) {
      const int column = x / pitch_x();
      const int across = x % pitch_x();
      if (column < widths && across < pitch_x() - gap && inked(direction, across, down, column + 1))
        row[static_cast<std::size_t>(x)] = {0, 0, 0};
    }
  }

  void annotate(Ink& ink) const override {
    caption(ink, box(), "Line pairs", "Hard edges, no fill-in");
    constexpr std::array<std::string_view, directions> names = {"across", "upright", "diagonal"};
    constexpr std::array<std::string_view, widths> sizes = {"1 px", "2 px", "3 px", "4 px"};
    for (int d = 0; d < directions; ++d)
      for (int w = 0; w < widths; ++w)
        label(ink, box().x + w * pitch_x(), box().y + (d + 1) * pitch_y() - words_height + 20,
              std::string(sizes[static_cast<std::size_t>(w)]) +
                  (w == 0 ? " " + std::string(names[static_cast<std::size_t>(d)]) : ""),
              Align::left);
  }

private:
  static constexpr int directions = 3;
  static constexpr int widths = 4;
  static constexpr int gap = 15;
  static constexpr int words_height = 36;
  int pitch_x() const { return (box().width + gap) / widths; }
  int pitch_y() const { return (box().height + words_height / 2) / directions; }

  static bool inked(int direction, int x, int y, int width) {
    const int along = direction == 0 ? y : direction == 1 ? x : x + y;
    return along / width % 2 == 0;
  }
};

} // namespace

std::unique_ptr<Element> make_line_pairs(Box box) {
  return std::make_unique<LinePairs>(box);
}

} // namespace platen::sample
