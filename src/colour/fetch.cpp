#include "colour/fetch.h"

#include <cstring>

namespace platen::colour {

void fetch_words(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* words) {
  for (std::size_t i = 0; i < count; ++i)
    words[i] = table[index[i]];
}

void fetch_pairs(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* pairs) {
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(pairs + 2 * i, table + index[i], 2 * sizeof(std::int32_t));
}

void fetch_quads(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* quads) {
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(quads + 4 * i, table + index[i], 4 * sizeof(std::int32_t));
}

} // namespace platen::colour
