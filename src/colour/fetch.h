#pragma once

#include <cstddef>
#include <cstdint>

namespace platen::colour {

// What many pixels look up in a table, by plain loads, compiled for no instruction set in
// particular. Vector gathers are the obvious way; they are microcode on many processors: on Zen 4 a
// grid of three channels went from 212 to 279 million pixels a second of processor time without
// them, one of four from 109 to 154.

// words[i] = table[index[i]].
void fetch_words(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* words);
// pairs[2 i] = table[index[i]], pairs[2 i + 1] = table[index[i] + 1].
void fetch_pairs(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* pairs);

// The same for four words from index[i] on.
void fetch_quads(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* quads);

} // namespace platen::colour
