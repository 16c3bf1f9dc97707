#pragma once

#include "capture/entry.h"

#include <optional>
#include <vector>

namespace platen::capture {

// What two captures do not have in common, in the order of the files: an entry that only one of
// them has, or one that both have with another value or name.
struct Difference {
  std::optional<Entry> first, second;
};

struct CompareOptions {
  bool all = false; // times, names and hosts as well
};

// Longer captures, and such that have less in common, are refused: compare one page of each.
inline constexpr std::size_t most_entries = 200'000;
inline constexpr std::size_t most_insertions = 2'000;

// Keeps what can be compared of a capture. Errc::limit beyond most_entries.
class Collected final : public Listener {
public:
  explicit Collected(CompareOptions options) : options_(options) {}
  Result<void> entry(Entry entry) override;
  const std::vector<Entry>& entries() const { return entries_; }

private:
  CompareOptions options_;
  std::vector<Entry> entries_;
};

// Errc::limit: more than most_insertions entries have no counterpart.
Result<std::vector<Difference>> compare(const std::vector<Entry>& first,
                                        const std::vector<Entry>& second);

} // namespace platen::capture
