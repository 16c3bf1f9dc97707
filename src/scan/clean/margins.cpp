#include "scan/clean/margins.h"

#include "scan/clean/marks.h"

#include <algorithm>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

// Shadows are gray: what differs by more between its channels somebody printed.
bool is_coloured(const Cells& cells, std::size_t i) {
  if (cells.rgb.empty()) return false;
  const auto [least, most] =
      std::minmax({cells.rgb[0].values[i], cells.rgb[1].values[i], cells.rgb[2].values[i]});
  return most - least > 40;
}

// Cells darker than so many percent of the paper.
Plane darker(const Cells& cells, const Background& background, int percent) {
  Plane mask(cells.gray.width, cells.gray.height);
  for (std::int32_t y = 0; y < mask.height; ++y)
    for (std::int32_t x = 0; x < mask.width; ++x)
      if (cells.gray.at(x, y) * 100 < background.gray_at(x, y) * percent &&
          !is_coloured(cells, mask.index(x, y)))
        mask.at(x, y) = 1;
  return mask;
}

Plane brighter(const Cells& cells, const Background& background, int percent) {
  Plane mask(cells.gray.width, cells.gray.height);
  for (std::int32_t y = 0; y < mask.height; ++y)
    for (std::int32_t x = 0; x < mask.width; ++x)
      if (cells.gray.at(x, y) * 100 > background.gray_at(x, y) * percent) mask.at(x, y) = 1;
  return mask;
}

bool at_border(const PixelBox& box, const Plane& plane) {
  return box.left == 0 || box.top == 0 || box.left + box.width == plane.width ||
         box.top + box.height == plane.height;
}

void take(const Marks& marks, const std::vector<bool>& wanted, Plane& into) {
  for (const Run& run : marks.runs)
    if (wanted[run.mark])
      std::ranges::fill(into.row(run.y).subspan(static_cast<std::size_t>(run.first),
                                                static_cast<std::size_t>(run.end - run.first)),
                        std::uint8_t{1});
}

// A shadow hangs on the border and stays near to it. What reaches further is a picture that goes to
// the paper's edge, and stays.
void add_shadows(const Cells& cells, const Background& background, Hmm depth, Plane& margins) {
  constexpr int shadow_percent = 92; // less is the background's, and is whitened with it
  Plane mask = darker(cells, background, shadow_percent);
  const std::int32_t zone = cells.of(depth), w = mask.width, h = mask.height;
  // One cell more, to see what goes on beyond.
  for (std::int32_t y = zone + 1; y < h - zone - 1; ++y)
    for (std::int32_t x = zone + 1; x < w - zone - 1; ++x)
      mask.at(x, y) = 0;
  const Marks marks = find_marks(mask);
  std::vector<bool> wanted(marks.marks.size());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    wanted[i] = at_border(marks.marks[i].box, mask);
  // How broadly each goes on behind the zone: a fold that meets a shadow is narrow.
  std::vector<std::int32_t> beyond(marks.marks.size());
  for (const Run& run : marks.runs) {
    if (run.y == zone || run.y == h - 1 - zone)
      beyond[run.mark] += std::max(0, std::min(run.end, w - zone) - std::max(run.first, zone));
    else if (run.y > zone && run.y < h - 1 - zone)
      for (const std::int32_t x : {zone, w - 1 - zone})
        beyond[run.mark] += run.first <= x && x < run.end ? 1 : 0;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (beyond[i] > cells.of(Hmm{300})) wanted[i] = false;
  take(marks, wanted, margins);
}

struct Hole {
  std::size_t mark;
  std::int32_t from_edge, along; // of its middle, in cells
};

// A disc or a ring as punches make them: 4 to 9 mm (ISO 838: 6 mm; of others 5.5 to 8), nothing in
// the corners of its box.
bool is_round(const Mark& mark, const Marks& marks, std::size_t number, const Cells& cells) {
  const PixelBox& box = mark.box;
  const std::int32_t least = cells.of(Hmm{400}), most = cells.of(Hmm{900});
  if (std::min(box.width, box.height) < least || std::max(box.width, box.height) > most)
    return false;
  if (std::abs(box.width - box.height) > cells.of(Hmm{100})) return false;
  std::int32_t outside = 0;
  const std::int32_t diameter = std::max(box.width, box.height) + 1;
  for (const Run& run : marks.runs) {
    if (run.mark != number) continue;
    for (std::int32_t x = run.first; x < run.end; ++x) {
      const std::int32_t dx = 2 * (x - box.left) + 1 - box.width;
      const std::int32_t dy = 2 * (run.y - box.top) + 1 - box.height;
      if (dx * dx + dy * dy > diameter * diameter) ++outside;
    }
  }
  return outside * 20 <= mark.area && mark.area * 3 >= box.width * box.height;
}

// Holes lie in pairs, mirrored about the middle of an edge, at least 65 mm apart (ISO 838: 80 mm).
void add_holes(const Plane& mask, const Cells& cells, Plane& margins) {
  const Marks marks = find_marks(mask);
  std::vector<bool> wanted(marks.marks.size());
  const std::int32_t near = cells.of(Hmm{2000}), apart = cells.of(Hmm{6500});
  const std::int32_t w = mask.width, h = mask.height;
  std::array<std::vector<Hole>, 4> sides;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const PixelBox& box = marks.marks[i].box;
    const std::int32_t x = box.left + box.width / 2, y = box.top + box.height / 2;
    if (std::min({x, y, w - x, h - y}) > near || !is_round(marks.marks[i], marks, i, cells))
      continue;
    sides[0].push_back({i, x, y});
    sides[1].push_back({i, w - x, y});
    sides[2].push_back({i, y, x});
    sides[3].push_back({i, h - y, x});
  }
  for (std::size_t side = 0; side < sides.size(); ++side) {
    const std::int32_t length = side < 2 ? h : w;
    for (const Hole& a : sides[side])
      for (const Hole& b : sides[side]) {
        const bool mirrored = std::abs(a.along + b.along - length) <= cells.of(Hmm{800});
        // 2 degrees askew at most, where nothing on the page told by how much.
        const bool level = std::abs(a.from_edge - b.from_edge) <=
                           cells.of(Hmm{200}) + std::abs(a.along - b.along) / 28;
        if (a.from_edge <= near && b.from_edge <= near && mirrored && level &&
            std::abs(a.along - b.along) >= apart)
          wanted[a.mark] = wanted[b.mark] = true;
      }
    // Others of the same row are of the same punch.
    for (const Hole& a : sides[side])
      for (const Hole& b : sides[side])
        if (wanted[a.mark] && a.from_edge <= near &&
            std::abs(a.from_edge - b.from_edge) <= cells.of(Hmm{200}))
          wanted[b.mark] = true;
  }
  // The whole disc, with its rim, also where only a crescent is dark.
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i]) continue;
    const PixelBox& box = marks.marks[i].box;
    const std::int32_t rim = cells.of(Hmm{60});
    for (std::int32_t y = std::max(0, box.top - rim); y < std::min(h, box.top + box.height + rim);
         ++y)
      for (std::int32_t x = std::max(0, box.left - rim);
           x < std::min(w, box.left + box.width + rim); ++x)
        margins.at(x, y) = 1;
  }
}

// The half-dark cells around what was found.
Plane grown(const Plane& plane) {
  Plane result = plane;
  for (std::int32_t y = 0; y < plane.height; ++y)
    for (std::int32_t x = 0; x < plane.width; ++x) {
      if (plane.at(x, y) == 0) continue;
      for (std::int32_t ny = std::max(0, y - 1); ny <= std::min(plane.height - 1, y + 1); ++ny)
        for (std::int32_t nx = std::max(0, x - 1); nx <= std::min(plane.width - 1, x + 1); ++nx)
          result.at(nx, ny) = 1;
    }
  return result;
}

} // namespace

Plane find_margins(const Cells& cells, const Background& background, Hmm depth) {
  Plane margins(cells.gray.width, cells.gray.height);
  if (cells.of(depth) * 2 + 4 >= std::min(margins.width, margins.height)) return margins;
  add_shadows(cells, background, depth, margins);
  // What is behind the paper is seen through holes: dark, or a lid whiter than the paper.
  add_holes(darker(cells, background, 75), cells, margins);
  add_holes(brighter(cells, background, 102), cells, margins);
  return grown(margins);
}

void fill_margins(const Plane& margins, std::int32_t cell_pixels, const Background& background,
                  Band page) {
  const auto channels = static_cast<std::size_t>(page.format().channels());
  const auto level_at = [&](std::size_t c, std::int32_t cx, std::int32_t cy) {
    const Plane& level = background.levels[c];
    return level.at(std::min(cx / Background::block, level.width - 1),
                    std::min(cy / Background::block, level.height - 1));
  };
  for (std::int32_t y = page.rows().first; y < page.rows().end(); ++y) {
    const std::int32_t cy = std::min(y / cell_pixels, margins.height - 1);
    const auto marked = margins.row(cy);
    const auto row = page.samples<std::uint8_t>(y);
    for (auto at = std::ranges::find(marked, 1); at != marked.end();
         at = std::find(at + 1, marked.end(), 1)) {
      const auto cx = static_cast<std::int32_t>(at - marked.begin());
      // What is left over behind the last cell goes with it.
      const std::int32_t end = at + 1 == marked.end() ? page.width() : (cx + 1) * cell_pixels;
      for (std::int32_t x = cx * cell_pixels; x < end; ++x)
        for (std::size_t c = 0; c < channels; ++c)
          row[static_cast<std::size_t>(x) * channels + c] = level_at(c, cx, cy);
    }
  }
}

} // namespace platen::scan::cleaning
