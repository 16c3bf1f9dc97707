#include "capture/compare.h"

#include <algorithm>

namespace platen::capture {

Result<void> Collected::entry(Entry entry) {
  if (entry.comparing == Comparing::never) return {};
  if (entry.comparing == Comparing::varies && !options_.all) return {};
  if (entries_.size() == most_entries)
    return fail(Errc::limit,
                "the capture has more than " + std::to_string(most_entries) +
                    " things to compare; take captures of one page",
                entry.offset);
  entries_.push_back(std::move(entry));
  return {};
}

namespace {

using Entries = std::vector<Entry>;

// The shortest way from one row of keys to the other, after Myers: "An O(ND) Difference Algorithm
// and Its Variations" (1986). Diagonal k is first - second.
class Way {
public:
  Way(const Entries& first, const Entries& second) : first_(first), second_(second) {}

  // Pairs that belong together, in order; nothing: too many entries do not.
  std::optional<std::vector<std::pair<std::size_t, std::size_t>>> pairs() {
    for (std::int64_t steps = 0; steps <= std::int64_t{most_insertions}; ++steps)
      if (step(steps)) return back(steps);
    return std::nullopt;
  }

private:
  // How far each diagonal gets with so many steps.
  bool step(std::int64_t steps) {
    std::vector<std::int64_t> reached(static_cast<std::size_t>(2 * steps + 1), nowhere);
    for (std::int64_t k = -steps; k <= steps; k += 2) {
      std::int64_t x = start(steps, k).x;
      if (x == nowhere) continue;
      while (x < size(first_) && x - k < size(second_) && same(x, x - k))
        ++x;
      reached[static_cast<std::size_t>(k + steps)] = x;
    }
    rounds_.push_back(std::move(reached));
    return this->reached(steps, size(first_) - size(second_)) == size(first_);
  }

  static constexpr std::int64_t nowhere = -1;
  struct Start {
    std::int64_t x = nowhere;
    bool down = false; // an entry of the second alone; else of the first
  };

  static std::int64_t size(const Entries& entries) {
    return static_cast<std::int64_t>(entries.size());
  }
  bool same(std::int64_t x, std::int64_t y) const {
    return first_[static_cast<std::size_t>(x)].key == second_[static_cast<std::size_t>(y)].key;
  }
  std::int64_t reached(std::int64_t steps, std::int64_t k) const {
    if (steps < 0 || k < -steps || k > steps) return nowhere;
    return rounds_[static_cast<std::size_t>(steps)][static_cast<std::size_t>(k + steps)];
  }
  // Where the last step leads on the diagonal, within both rows.
  Start start(std::int64_t steps, std::int64_t k) const {
    if (steps == 0) return {0, false};
    Start down{reached(steps - 1, k + 1), true}, right{reached(steps - 1, k - 1), false};
    if (down.x != nowhere && down.x - k > size(second_)) down.x = nowhere;
    if (right.x != nowhere && ++right.x > size(first_)) right.x = nowhere;
    return down.x >= right.x ? down : right;
  }

  std::vector<std::pair<std::size_t, std::size_t>> back(std::int64_t steps) const {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    std::int64_t x = size(first_), y = size(second_);
    for (; steps >= 0; --steps) {
      const Start from = start(steps, x - y);
      for (; x > from.x; --x, --y)
        pairs.emplace_back(static_cast<std::size_t>(x - 1), static_cast<std::size_t>(y - 1));
      if (steps == 0) break;
      if (from.down)
        --y;
      else
        --x;
    }
    std::ranges::reverse(pairs);
    return pairs;
  }

  const Entries& first_;
  const Entries& second_;
  std::vector<std::vector<std::int64_t>> rounds_;
};

} // namespace

Result<std::vector<Difference>> compare(const Entries& first, const Entries& second) {
  const auto pairs = Way(first, second).pairs();
  if (!pairs)
    return fail(Errc::limit,
                "the captures have too little in common: more than " +
                    std::to_string(most_insertions) +
                    " things are in one of them alone; take captures of the same page");
  std::vector<Difference> differences;
  std::size_t x = 0, y = 0;
  const auto alone = [&](std::size_t to_x, std::size_t to_y) {
    for (; x < to_x; ++x)
      differences.push_back({first[x], std::nullopt});
    for (; y < to_y; ++y)
      differences.push_back({std::nullopt, second[y]});
  };
  for (const auto& [at_x, at_y] : *pairs) {
    alone(at_x, at_y);
    const Entry& a = first[x++];
    const Entry& b = second[y++];
    if (a.value != b.value || a.name != b.name) differences.push_back({a, b});
  }
  alone(first.size(), second.size());
  return differences;
}

} // namespace platen::capture
