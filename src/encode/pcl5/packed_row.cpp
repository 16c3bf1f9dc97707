#include "encode/pcl5/packed_row.h"

#include "encode/equal_bytes.h"
#include "encode/pack_bits.h"
#include "encode/pclxl/packbits_least.h"

namespace platen::encode::pcl5 {

// Worst: a run of two or three behind each literal of one costs what it stands for.
PackedRow::PackedRow(std::size_t row_bytes)
    : runs_(row_bytes, 1), code_(2 * row_bytes + 2), equal_((row_bytes + 63) / 64) {}

// The code ends behind the last inked byte, as if the row did.
bool PackedRow::is_longer(Bytes row, std::size_t inked, std::size_t limit) {
  if (inked == 0) return limit == 0;
  equal_bytes(row.data(), row.data() + 1, inked - 1, equal_);
  return pclxl::packbits_least(equal_, inked) >= limit;
}

Bytes PackedRow::encode(Bytes row, std::size_t inked, std::size_t limit) {
  if (is_longer(row, inked, limit)) return {};
  std::byte* at = code_.data();
  const std::byte* const full = code_.data() + std::min(limit, code_.size());
  const std::byte* const end = row.data() + inked;
  const auto within = [&](Bytes bytes) {
    if (at >= full || bytes.data() >= end) return Bytes{};
    return bytes.first(std::min(bytes.size(), static_cast<std::size_t>(end - bytes.data())));
  };
  const auto literal = [&](Bytes bytes) { at = pack_bits::put_literal(at, within(bytes)); };
  const auto run = [&](Bytes bytes) { at = pack_bits::put_run(at, within(bytes)); };
  split_runs(runs_, row, 1, pack_bits::shortest_run, literal, run);
  if (at >= full) return {};
  return {code_.data(), at};
}

} // namespace platen::encode::pcl5
