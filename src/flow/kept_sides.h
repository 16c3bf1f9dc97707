#pragma once

#include "base/file.h"

#include <cstdint>
#include <vector>

namespace platen::flow {

// The sides of a set that is printed more than once, in order. However many there are, they share
// one buffer up to a bound and one file beyond it: a Spool for each would hold up to 4 MiB of
// memory or a descriptor of its own.
class KeptSides {
public:
  explicit KeptSides(std::uint64_t memory_bound) : bound_(memory_bound) {}
  Result<void> add(const Spool& side);
  Result<Spool> read(std::size_t index) const;

private:
  struct Place {
    std::uint64_t offset = 0, size = 0;
  };
  class Appender;
  Result<void> append(Bytes bytes);

  const std::uint64_t bound_;
  std::uint64_t size_ = 0;
  Buffer memory_; // until there is a file
  UniqueFd file_;
  std::vector<Place> places_;
};

} // namespace platen::flow
