#include "scan/clean/colour_mode.h"

#include "scan/clean/marks.h"

#include <algorithm>
#include <array>

namespace platen::scan::cleaning {
namespace {

// Where the sensor's three lines do not meet exactly, edges have fringes of a third of a pixel: 17
// in the mean of a coarse cell. Paper's own noise is below that.
constexpr int least_hue = 28;

int share_of_paper(const Cells& cells, const Background& background, std::size_t c, std::int32_t x,
                   std::int32_t y) {
  const Plane& level = background.levels[c];
  const int paper = level.at(std::min(x / Background::block, level.width - 1),
                             std::min(y / Background::block, level.height - 1));
  return std::min(255, cells.rgb[c].at(x, y) * 255 / std::max(1, paper));
}

bool has_color(const Cells& cells, const Background& background, const Plane& left_out) {
  if (cells.rgb.empty()) return false;
  Plane hued(cells.gray.width, cells.gray.height);
  for (std::int32_t y = 0; y < hued.height; ++y)
    for (std::int32_t x = 0; x < hued.width; ++x) {
      if (left_out.at(x, y) != 0) continue;
      const auto [least, most] = std::minmax({share_of_paper(cells, background, 0, x, y),
                                              share_of_paper(cells, background, 1, x, y),
                                              share_of_paper(cells, background, 2, x, y)});
      if (most - least >= least_hue) hued.at(x, y) = 1;
    }
  // Marks of half a square millimetre or more, three in all: a signature, a stamp, a highlighter.
  const std::int32_t millimetre = cells.of(Hmm{100});
  std::int64_t area = 0;
  for (const Mark& mark : find_marks(hued).marks)
    if (mark.area * 2 >= millimetre * millimetre) area += mark.area;
  return area >= 3 * millimetre * millimetre;
}

// Tones: cells between paper and black that are as their neighbours are, which edges are not.
bool has_tones(const Sizes& sizes, const Background& background, const Plane& left_out,
               const Plane& ink) {
  const Plane& gray = sizes.fine.gray;
  std::int64_t tones = 0;
  for (std::int32_t y = 1; y + 1 < gray.height; ++y) {
    const std::uint8_t* const row = gray.row(y).data();
    for (std::int32_t x = 1; x + 1 < gray.width; ++x) {
      const int v = row[x];
      if (v * 100 > background.brightest * 88) continue; // most of a page
      const std::int32_t cx = std::min(x / 2, left_out.width - 1);
      const std::int32_t cy = std::min(y / 2, left_out.height - 1);
      const int paper = background.gray_at(cx, cy);
      if (v * 100 > paper * 88 || v * 100 < paper * 30 || left_out.at(cx, cy) != 0) continue;
      const auto [least, most] = std::minmax(
          {gray.at(x - 1, y - 1), gray.at(x, y - 1), gray.at(x + 1, y - 1), gray.at(x - 1, y),
           gray.at(x + 1, y), gray.at(x - 1, y + 1), gray.at(x, y + 1), gray.at(x + 1, y + 1)});
      if ((most - least) * 100 <= paper * 12) ++tones;
    }
  }
  const std::int32_t millimetre = sizes.fine.of(Hmm{100});
  if (tones >= std::int64_t{20} * millimetre * millimetre) return true;
  // Faint strokes: marks as long as letters that are nowhere dark.
  const Marks marks = find_marks(ink);
  std::vector<std::uint8_t> darkest(marks.marks.size(), 255);
  for (const Run& run : marks.runs)
    for (std::int32_t x = run.first; x < run.end; ++x)
      darkest[run.mark] = std::min(darkest[run.mark], gray.at(x, run.y));
  std::int64_t faint = 0;
  for (std::size_t i = 0; i < darkest.size(); ++i) {
    const PixelBox& box = marks.marks[i].box;
    const int paper = background.gray_at(box.left / 2, box.top / 2);
    if (darkest[i] * 100 >= paper * 60 && std::max(box.width, box.height) >= millimetre)
      faint += std::max(box.width, box.height);
  }
  return faint >= std::int64_t{15} * millimetre;
}

} // namespace

ColorMode find_color_mode(const Sizes& sizes, const Background& background, const Plane& ink,
                          const Plane& left_out) {
  if (has_color(sizes.coarse, background, left_out)) return ColorMode::color;
  return has_tones(sizes, background, left_out, ink) ? ColorMode::gray : ColorMode::bilevel;
}

} // namespace platen::scan::cleaning
