#include "scan/clean/ink.h"

#include "scan/clean/folds.h"
#include "scan/clean/marks.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace platen::scan::cleaning {
namespace {

constexpr std::int32_t least_cells = 24;
// Darker than this is ink, sharp or not: what shows through stays above.
constexpr int dark_percent = 80;
// A step of this much of the paper's level over two cells (a third of a millimetre) is a stroke's
// edge.
constexpr int sharp_permille = 55;

// The level of noise in sums of three differences: what half of the cells stay below, which ink and
// folds do not change. In 1/1.
int common_step(const std::array<int, 256>& steps) {
  int all = 0;
  for (const int count : steps)
    all += count;
  int below = 0;
  for (std::size_t v = 0; v < steps.size(); ++v) {
    below += steps[v];
    if (below * 2 >= all) return static_cast<int>(v);
  }
  return 0;
}

// The steepest step at a cell, from one neighbour to the other, three abreast: the sum of three
// differences, for each direction.
int steepness(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below) {
  const int across = (above[1] + here[1] + below[1]) - (above[-1] + here[-1] + below[-1]);
  const int down = (below[-1] + below[0] + below[1]) - (above[-1] + above[0] + above[1]);
  return std::max(std::abs(across), std::abs(down));
}

// What is on a page, as the lengths of its marks added up. Dust is short.
std::int64_t length_of_marks(const Plane& ink, const Cells& fine) {
  const std::int32_t dust = fine.of(Hmm{150}); // with the steps around it
  std::int64_t length = 0;
  for (const Mark& mark : find_marks(ink).marks) {
    const std::int32_t longer = std::max(mark.box.width, mark.box.height);
    // Slivers less than two cells wide are noise, or the crests of what shows through.
    if (longer >= dust && mark.area >= longer * 2) length += longer;
  }
  return length;
}

} // namespace

std::optional<Sizes> sizes_of(ConstBand page, Dpi resolution) {
  constexpr std::int32_t most_dpi = 9600; // of any scanner; what says otherwise says nothing
  const bool known = resolution.v > 0 && resolution.v <= most_dpi;
  const std::int32_t dpi = known ? resolution.v : 300;
  const std::int32_t pixels = std::clamp((dpi + 75) / 150, 1, 16);
  if (std::min(page.width(), page.rows().count) / pixels / 2 < least_cells) return {};
  Sizes sizes;
  sizes.fine = reduced(page, pixels, Dpi{dpi});
  sizes.coarse = halved(sizes.fine);
  return sizes;
}

Plane dark_ink(const Sizes& sizes, const Background& background, const Plane& inside) {
  const Plane& gray = sizes.fine.gray;
  Plane ink(gray.width, gray.height);
  const int brightest = background.brightest * 4 / 5;
  for (std::int32_t y = 0; y < gray.height; ++y) {
    const auto row = gray.row(y);
    const auto out = ink.row(y);
    const std::int32_t cy = std::min(y / 2, inside.height - 1);
    for (std::size_t x = 0; x < row.size(); ++x) {
      if (row[x] > brightest) continue; // most of a page
      const std::int32_t cx = std::min(static_cast<std::int32_t>(x) / 2, inside.width - 1);
      const bool dark = row[x] * 5 < background.gray_at(cx, cy) * 4;
      out[x] = dark && inside.at(cx, cy) != 0 ? 1 : 0;
    }
  }
  return ink;
}

namespace {

struct Steps {
  Plane values;
  int noise = 0;
};

// The steepness at each cell but the outermost, 255 at most.
Steps steps_of(const Plane& gray) {
  Steps steps{Plane(gray.width, gray.height)};
  std::array<int, 256> histogram{};
  for (std::int32_t y = 1; y + 1 < gray.height; ++y) {
    const std::uint8_t* const above = gray.row(y - 1).data();
    const std::uint8_t* const here = gray.row(y).data();
    const std::uint8_t* const below = gray.row(y + 1).data();
    std::uint8_t* const out = steps.values.row(y).data();
    for (std::int32_t x = 1; x + 1 < gray.width; ++x) {
      const int step = std::min(255, steepness(above + x, here + x, below + x));
      out[x] = static_cast<std::uint8_t>(step);
      ++histogram[static_cast<std::size_t>(step)];
    }
  }
  steps.noise = common_step(histogram);
  return steps;
}

} // namespace

Plane any_ink(const Sizes& sizes, const Background& background, const Plane& left_out) {
  const Plane& gray = sizes.fine.gray;
  const Steps steps = steps_of(gray);
  Plane ink(gray.width, gray.height);
  // The outermost 3 mm are the edge's, not the page's: nobody writes there.
  const std::int32_t frame = sizes.fine.of(Hmm{300});
  for (std::int32_t y = frame; y < gray.height - frame; ++y) {
    const std::int32_t cy = std::min(y / 2, left_out.height - 1);
    const auto row = gray.row(y), step = std::as_const(steps.values).row(y);
    const auto out = ink.row(y);
    for (std::int32_t x = frame; x < gray.width - frame; ++x) {
      const auto i = static_cast<std::size_t>(x);
      // Most of a page: neither dark nor steep by the least that is asked for anywhere.
      if (step[i] < steps.noise * 4 && row[i] * 100 >= background.brightest * dark_percent)
        continue;
      const std::int32_t cx = std::min(x / 2, left_out.width - 1);
      if (left_out.at(cx, cy) != 0) continue;
      const int paper = background.gray_at(cx, cy);
      const int needed = std::max(paper * 3 * sharp_permille / 1000, steps.noise * 4);
      const bool dark = row[i] * 100 < paper * dark_percent;
      out[i] = dark || step[i] >= needed ? 1 : 0;
    }
  }
  return ink;
}

InkFound judge_ink(Plane ink, const Cells& fine) {
  InkFound found;
  found.share = static_cast<double>(std::ranges::count(ink.values, 1)) /
                static_cast<double>(ink.values.size());
  // No blank page has so much; most pages with something on them need no closer look.
  if (length_of_marks(ink, fine) > fine.of(Hmm{4'000'00})) return found;
  erase_folds(ink, fine);
  found.blank = length_of_marks(ink, fine) < fine.of(Hmm{700});
  return found;
}

} // namespace platen::scan::cleaning
