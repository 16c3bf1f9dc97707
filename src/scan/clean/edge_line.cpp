#include "scan/clean/edge_line.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::scan::cleaning {
namespace {

// Levels by which a cell differs from its surroundings: six times the noise of a mean of 16 pixels
// whose own is 2.7, and half of what tells white paper from a white lid.
constexpr int least_step = 4;
// A white lid is brighter than the paper by little; what is darker by more than this may as well be
// a photograph on a page that fills the picture.
constexpr int paper_on_bright_lid = 160;

struct Step {
  std::int32_t row = 0;
  std::int32_t depth = 0; // in 1/16 cell
  std::size_t change = 0; // where the surroundings end; a shadow may lie between
  int before = 0, after = 0;
};

// The value that a quarter of `cells` are above.
int upper_level(std::span<const std::uint8_t> cells) {
  std::array<std::uint8_t, 64> sorted{};
  const std::size_t count = std::min(cells.size(), sorted.size());
  std::copy_n(cells.begin(), count, sorted.begin());
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(count * 3 / 4);
  std::nth_element(sorted.begin(), at, sorted.begin() + static_cast<std::ptrdiff_t>(count));
  return *at;
}

// Where the level that began at the border ends, for at least 3 mm.
std::optional<std::size_t> first_change(std::span<const std::uint8_t> row, std::size_t lasting,
                                        int& before) {
  int level = 128 * (row[0] + row[1]); // in 1/256; follows lamps that fade
  for (std::size_t x = 1; x + lasting < row.size(); ++x) {
    const int here = level / 256;
    if (std::abs(row[x] - here) < least_step) {
      level += (row[x] * 256 - level) / 8;
      continue;
    }
    const auto ahead = row.subspan(x, lasting);
    const auto other = std::ranges::count_if(
        ahead, [here](std::uint8_t v) { return std::abs(v - here) >= least_step; });
    if (static_cast<std::size_t>(other) * 10 < lasting * 7) continue; // dust, a scratch
    before = here;
    return x;
  }
  return {};
}

// A lid throws a shadow of up to 2 mm beside the sheet: where the paper begins behind it. What is
// dark for longer is the sheet's own.
std::size_t behind_shadow(std::span<const std::uint8_t> row, std::size_t x, std::size_t lasting,
                          int before, int after) {
  const auto ahead = row.subspan(x, lasting);
  const auto darkest = std::ranges::min_element(ahead);
  if (*darkest > std::min(before, after) - 2 * least_step) return x;
  // A strip of paper before it: then it is a line that is printed close to the edge.
  const auto strip = std::adjacent_find(ahead.begin(), darkest, [after](int a, int b) {
    return std::abs(a - after) < least_step && std::abs(b - after) < least_step;
  });
  if (strip != darkest) return x;
  const int depth = after - *darkest;
  const int reached = after - std::max(least_step, depth / 2);
  const auto end =
      std::find_if(darkest, ahead.end(), [reached](std::uint8_t v) { return v >= reached; });
  if (end == ahead.end()) return x;
  const auto width = static_cast<std::size_t>(end - ahead.begin());
  // It ends at the paper's edge at once, where one on the sheet fades.
  auto last_dark = end;
  while (last_dark != darkest && *last_dark > *darkest + depth / 4)
    --last_dark;
  const bool of_lid = width * 3 <= lasting * 2 && end - last_dark <= 2;
  return of_lid ? x + width : x;
}

std::optional<Step> find_step(std::span<const std::uint8_t> row, std::int32_t number,
                              const Cells& cells) {
  const auto lasting = static_cast<std::size_t>(cells.of(Hmm{300}));
  const auto beyond = static_cast<std::size_t>(cells.of(Hmm{1000}));
  if (row.size() < lasting + beyond + 4) return {};
  Step step;
  step.row = number;
  const auto change = first_change(row.first(row.size() - beyond), lasting, step.before);
  if (!change || *change < 1) return {};
  step.change = *change;
  step.after = upper_level(row.subspan(*change + 2, beyond));
  if (step.before < step.after) { // dark surroundings: half-way up
    std::size_t x = *change;
    const int half = (step.before + step.after) / 2;
    while (x < *change + lasting && row[x] < half)
      ++x;
    // Between two cells, in proportion.
    const int low = row[x - 1], high = std::max<int>(row[x], low + 1);
    const int part = std::clamp((half - low) * 16 / (high - low), 0, 16);
    step.depth = static_cast<std::int32_t>(x) * 16 - 8 + part;
  } else {
    const std::size_t x = behind_shadow(row, *change, lasting, step.before, step.after);
    step.depth = static_cast<std::int32_t>(x) * 16;
  }
  // An edge is a step within a millimetre; a lamp that fades is none.
  const auto at = static_cast<std::size_t>(step.depth / 16);
  if (at < 1 || at + 2 >= row.size()) return {};
  const std::size_t from = *change >= 2 ? *change - 2 : 0;
  const int jump = std::abs((row[at + 1] + row[at + 2]) - (row[from] + row[from + 1])) / 2;
  if (jump < std::max(least_step, std::abs(step.after - step.before) / 2)) return {};
  return step;
}

// The line that most steps lie on, to 1.5 cells: a vote for each slope, a quarter of a degree
// apart.
std::optional<EdgeLine> vote(std::span<const Step> steps, std::int32_t depth) {
  constexpr Slope apart = 286;
  std::vector<std::uint16_t> votes(static_cast<std::size_t>(depth) * 2 + 2);
  EdgeLine best;
  for (Slope slope = -steepest_slope; slope <= steepest_slope; slope += apart) {
    std::ranges::fill(votes, std::uint16_t{0});
    const auto bin_of = [&](const Step& step) {
      const std::int64_t at = step.depth * (slope_one / 16) - std::int64_t{slope} * step.row;
      return (at >> 16) + depth / 2; // the line may leave the picture
    };
    for (const Step& step : steps)
      if (const auto bin = bin_of(step); bin >= 0 && bin + 1 < std::ssize(votes))
        ++votes[static_cast<std::size_t>(bin)];
    for (std::size_t bin = 1; bin + 1 < votes.size(); ++bin) {
      const int sum = votes[bin - 1] + votes[bin] + votes[bin + 1];
      if (sum <= best.support) continue;
      const std::int64_t middle = static_cast<std::int64_t>(bin) - depth / 2;
      best = {middle * slope_one + slope_one / 2, slope, sum};
    }
  }
  if (best.support == 0) return {};
  return best;
}

std::vector<Step> near_to(const EdgeLine& line, std::span<const Step> steps, std::int64_t within) {
  std::vector<Step> near;
  for (const Step& step : steps) {
    const std::int64_t at = step.depth * (slope_one / 16);
    if (std::abs(at - line.at - std::int64_t{line.slope} * step.row) <= within)
      near.push_back(step);
  }
  return near;
}

// Least squares, about the means; the slope is rounded down.
EdgeLine fitted(std::span<const Step> steps) {
  const auto n = static_cast<std::int64_t>(steps.size());
  std::int64_t rows = 0, depths = 0;
  for (const Step& step : steps) {
    rows += step.row;
    depths += step.depth;
  }
  std::int64_t both = 0, spread = 0;
  for (const Step& step : steps) {
    const std::int64_t dx = step.row - rows / n, dy = step.depth - depths / n;
    both += dx * dy;
    spread += dx * dx;
  }
  EdgeLine line;
  line.support = static_cast<std::int32_t>(n);
  // Depths are in 1/16 cell.
  line.slope = static_cast<Slope>(spread == 0 ? 0 : both * (slope_one / 16) / spread);
  line.at = depths * (slope_one / 16) / n - line.slope * rows / n;
  return line;
}

// What lies before the line must be plain, and as it is at the border; for 2 cm
// behind it little may be so: not further, as lamps fade.
bool parts_two_things(const Plane& view, const EdgeLine& line, std::span<const Step> steps,
                      std::size_t behind, bool doubtful) {
  std::int64_t outside = 0, plain = 0, inside = 0, same = 0;
  std::int64_t before = 0, after = 0;
  for (const Step& step : steps) {
    before += step.before;
    after += step.after;
    const std::int64_t at = (line.at + std::int64_t{line.slope} * step.row) >> 16;
    const auto row = view.row(step.row);
    const auto apart = std::max(least_step / 2, std::abs(step.after - step.before) / 2);
    const auto like_border = [&](std::uint8_t v) { return std::abs(v - step.before) <= apart; };
    const auto edge = static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, view.width));
    const std::size_t end = std::min(edge > 2 ? edge - 2 : 0, step.change);
    outside += static_cast<std::int64_t>(end);
    plain += std::ranges::count_if(row.first(end), like_border);
    const auto rest = row.subspan(std::min(edge + 3, row.size()));
    const auto looked_at = rest.first(std::min(rest.size(), behind));
    inside += std::ssize(looked_at);
    same += std::ranges::count_if(looked_at, like_border);
  }
  before /= std::ssize(steps);
  after /= std::ssize(steps);
  // A picture that goes to the edge of the paper is seldom of one level all along it.
  const std::int64_t fading = std::max<std::int64_t>(14, before / 8);
  const auto alike = std::ranges::count_if(
      steps, [&](const Step& step) { return std::abs(step.before - before) <= fading; });
  if (alike * 10 < std::ssize(steps) * 8) return false;
  if (plain * 10 < outside * 8) return false;
  if (before < after) return same * 2 < inside;
  return same * 100 < inside * 12 && (doubtful || after >= paper_on_bright_lid);
}

} // namespace

std::optional<EdgeLine> find_edge_line(const Plane& view, const Cells& cells, bool doubtful) {
  std::vector<Step> steps;
  for (std::int32_t y = 0; y < view.height; ++y)
    if (const auto step = find_step(view.row(y), y, cells)) steps.push_back(*step);
  const auto line = vote(steps, view.width);
  // A quarter of the side, and most of what looked like an edge.
  const auto enough = [&](std::int32_t support) {
    return support * 4 >= view.height && support * 2 >= std::ssize(steps);
  };
  if (!line || !enough(line->support)) return {};
  auto near = near_to(*line, steps, 2 * slope_one);
  if (near.empty()) return {};
  near = near_to(fitted(near), near, slope_one * 3 / 2);
  if (near.empty() || !enough(static_cast<std::int32_t>(near.size()))) return {};
  const EdgeLine result = fitted(near);
  if (!parts_two_things(view, result, near, static_cast<std::size_t>(cells.of(Hmm{2000})),
                        doubtful))
    return {};
  return result;
}

} // namespace platen::scan::cleaning
