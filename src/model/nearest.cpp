#include "model/nearest.h"

#include "model/words.h"

#include <algorithm>

namespace platen::model {

namespace {
// Beyond this nobody meant one of our words; it also bounds the work for hostile input.
constexpr std::size_t longest_word = 64;
} // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  const std::string a = lower_case(left);
  const std::string b = lower_case(right);
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> known,
                                 std::size_t most) {
  std::vector<std::pair<std::size_t, std::string>> found;
  if (word.empty() || word.size() > longest_word) return {};
  const std::string lower = lower_case(word);
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    const bool begins = candidate.starts_with(lower) || lower.starts_with(candidate);
    if (3 * distance <= std::max(word.size(), candidate.size()) || begins)
      found.emplace_back(distance, candidate);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (const auto& [distance, candidate] : found)
    if (result.size() < most) result.push_back(candidate);
  return result;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const auto near = nearest(word, known);
  return near.empty() ? std::string{} : "; did you mean " + join_or(near) + "?";
}

} // namespace platen::model
