#pragma once

#include "base/bytes.h"
#include "base/file.h"

#include <cstdint>

namespace platen::resample {

// A known number of bytes, parked at offsets and read back: in memory up to `memory_bound` bytes
// and else in an unnamed temporary file.
class Parked {
public:
  static constexpr std::uint64_t memory_bound = std::uint64_t{16} << 20;

  static Result<Parked> create(std::uint64_t size);
  Result<void> write(std::uint64_t offset, Bytes bytes);
  Result<void> read(std::uint64_t offset, std::span<std::byte> into) const;

private:
  Buffer memory_;
  UniqueFd file_;
};

} // namespace platen::resample
