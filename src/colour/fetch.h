#pragma once

#include <cstddef>
#include <cstdint>

namespace platen::colour {

// What many pixels look up in a table, by plain loads, compiled for no instruction set in
// particular. Vector gathers are the obvious way; they are microcode on many processors (15 cycles
// a pixel for a grid on Zen 4, where these take 3).

// words[i] = table[index[i]].
void fetch_words(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* words);
// pairs[2 i] = table[index[i]], pairs[2 i + 1] = table[index[i] + 1].
void fetch_pairs(const std::int32_t* table, const std::int32_t* index, std::size_t count,
                 std::int32_t* pairs);

} // namespace platen::colour
