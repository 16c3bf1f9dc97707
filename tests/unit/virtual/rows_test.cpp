#include "virtual/pclxl/rows.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::twin::pclxl {
namespace {

using Rows = std::vector<Buffer>;

// Codes rows as the protocol page describes, in the plainest way; offsets of any length occur.
Buffer delta_coded(const Rows& rows, std::size_t row_bytes) {
  ByteWriter out;
  Buffer seed(row_bytes);
  for (const Buffer& row : rows) {
    ByteWriter commands;
    std::size_t at = 0;
    for (std::size_t i = 0; i < row_bytes;) {
      if (row[i] == seed[i]) {
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < row_bytes && end - i < 8 && row[end] != seed[end])
        ++end;
      std::size_t keep = i - at;
      commands.u8(static_cast<std::uint8_t>((end - i - 1) << 5 | std::min<std::size_t>(keep, 31)));
      if (keep >= 31)
        for (keep -= 31;; keep -= 255) {
          commands.u8(static_cast<std::uint8_t>(std::min<std::size_t>(keep, 255)));
          if (keep < 255) break;
        }
      commands.bytes(Bytes(row).subspan(i, end - i));
      at = i = end;
    }
    out.u16le(static_cast<std::uint16_t>(commands.buffer.size()));
    out.bytes(commands.buffer);
    seed = row;
  }
  return out.buffer;
}

Buffer run_length_coded(const Rows& rows, std::size_t padded) {
  ByteWriter out;
  for (Buffer row : rows) {
    row.resize(padded);
    for (std::size_t i = 0; i < padded;) {
      std::size_t run = 1;
      while (i + run < padded && run < 128 && row[i + run] == row[i])
        ++run;
      if (run > 1) {
        out.u8(static_cast<std::uint8_t>(257 - run));
        out.bytes(Bytes(row).subspan(i, 1));
      } else {
        out.u8(0);
        out.bytes(Bytes(row).subspan(i, 1));
      }
      i += run;
    }
  }
  return out.buffer;
}

Rows decoded(const BlockShape& shape, Bytes code, const std::vector<int>& pieces) {
  Rows rows;
  BlockDecoder decoder(shape, {}, [&](Bytes row) -> Xl<void> {
    rows.emplace_back(row.begin(), row.end());
    return {};
  });
  std::size_t piece = 0;
  while (!code.empty()) {
    const auto want =
        pieces.empty() ? code.size() : static_cast<std::size_t>(pieces[piece++ % pieces.size()]);
    const std::size_t count = std::min(want, code.size());
    const auto fed = decoder.feed(code.first(count));
    RC_ASSERT(fed.has_value());
    code = code.subspan(count);
  }
  RC_ASSERT(decoder.finish().has_value());
  return rows;
}

TEST(PclXlRows, ComeOutAsTheyWentInWhateverThePieces) {
  const bool held = rc::check("rows", [] {
    const auto row_bytes = *rc::gen::inRange<std::size_t>(1, 700);
    const auto count = *rc::gen::inRange<std::size_t>(1, 6);
    // Mostly equal bytes, so that runs and kept stretches are long.
    Rows rows;
    for (std::size_t y = 0; y < count; ++y) {
      Buffer row = rows.empty() || *rc::gen::arbitrary<bool>() ? Buffer(row_bytes) : rows.back();
      const auto changes =
          *rc::gen::container<std::vector<std::pair<std::size_t, std::uint8_t>>>(rc::gen::pair(
              rc::gen::inRange<std::size_t>(0, row_bytes), rc::gen::arbitrary<std::uint8_t>()));
      for (const auto& [at, value] : changes)
        row[at] = std::byte{value};
      rows.push_back(row);
    }
    const auto pieces = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 40));
    const std::size_t padded = (row_bytes + 3) / 4 * 4;
    const auto rows_count = static_cast<std::int32_t>(count);
    RC_ASSERT(decoded({Compression::delta_row, row_bytes, row_bytes, rows_count},
                      delta_coded(rows, row_bytes), pieces) == rows);
    RC_ASSERT(decoded({Compression::run_length, row_bytes, padded, rows_count},
                      run_length_coded(rows, padded), pieces) == rows);
  });
  EXPECT_TRUE(held);
}

TEST(PclXlRows, TellWhetherTheFirstRowDependsOnTheSeed) {
  const Buffer before{std::byte{0}, std::byte{5}, std::byte{0}};
  const auto depends = [&](std::initializer_list<int> code) {
    Buffer bytes;
    for (const int c : code)
      bytes.push_back(static_cast<std::byte>(c));
    BlockDecoder decoder({Compression::delta_row, 3, 3, 1}, before,
                         [](Bytes) -> Xl<void> { return {}; });
    EXPECT_TRUE(decoder.feed(bytes));
    EXPECT_TRUE(decoder.finish());
    return decoder.depends_on_seed();
  };
  EXPECT_TRUE(depends({0, 0}));
  EXPECT_TRUE(depends({2, 0, 0x00, 9}));
  EXPECT_TRUE(depends({2, 0, 0x02, 9}));
  EXPECT_FALSE(depends({2, 0, 0x01, 9}));
  EXPECT_FALSE(depends({4, 0, 0x40, 1, 2, 3}));
}

} // namespace
} // namespace platen::twin::pclxl
