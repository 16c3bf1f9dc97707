#include "encode/pclxl/packbits.h"

#include "encode/equal_bytes.h"
#include "encode/pack_bits.h"
#include "encode/pclxl/packbits_least.h"

namespace platen::encode::pclxl {

// Worst: every run of two or three behind a literal of one costs what it stands for; literals add
// one in 128.
PackBits::PackBits(std::size_t row_bytes)
    : runs_(row_bytes, 1), code_(2 * row_bytes + 2), equal_((row_bytes + 63) / 64) {}

void PackBits::append(Bytes row, Buffer& out) {
  std::byte* at = code_.data();
  const auto literal = [&](Bytes bytes) { at = pack_bits::put_literal(at, bytes); };
  const auto run = [&](Bytes bytes) { at = pack_bits::put_run(at, bytes); };
  split_runs(runs_, row, 1, pack_bits::shortest_run, literal, run);
  out.insert(out.end(), code_.data(), at);
}

std::size_t PackBits::least(Bytes row) {
  equal_bytes(row.data(), row.data() + 1, row.size() - 1, equal_);
  return packbits_least(equal_, row.size());
}

} // namespace platen::encode::pclxl
