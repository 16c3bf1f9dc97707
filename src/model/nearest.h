#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace platen::model {

// The number of insertions, deletions, replacements and swaps of neighbours between two words
// (optimal string alignment). Case counts for nothing.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to `most` of the known words, nearest first, that are near enough to be what was meant: no
// more than a third of the longer word differs, or one begins with the other.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string> known,
                                 std::size_t most = 3);

// "; did you mean a or b?", or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

} // namespace platen::model
