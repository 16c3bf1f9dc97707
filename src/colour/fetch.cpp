#include "colour/fetch.h"

#include <cstring>

namespace platen::colour {
namespace {

using TwoPairs [[gnu::vector_size(16)]] = std::int64_t;

std::int64_t pair_at(const std::int32_t* words) {
  std::int64_t pair;
  std::memcpy(&pair, words, sizeof pair);
  return pair;
}

} // namespace

void fetch_words(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* words) {
  for (std::size_t i = 0; i < count; ++i)
    words[i] = table[index[i]];
}

void fetch_pairs(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* pairs) {
  // Two pairs in one register: half as many stores, which are what there are the fewest of.
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const TwoPairs a{pair_at(table + index[i]), pair_at(table + index[i + 1])},
        b{pair_at(table + index[i + 2]), pair_at(table + index[i + 3])};
    std::memcpy(pairs + 2 * i, &a, sizeof a);
    std::memcpy(pairs + 2 * i + 4, &b, sizeof b);
  }
  for (; i < count; ++i)
    std::memcpy(pairs + 2 * i, table + index[i], 2 * sizeof(std::int32_t));
}

void fetch_quads(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* quads) {
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(quads + 4 * i, table + index[i], 4 * sizeof(std::int32_t));
}

} // namespace platen::colour
