#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace platen::encode {

// Where in a row of pixels, each `pixel_bytes` long, equal pixels follow each other. Positions are
// byte offsets of pixels. Finding the ends of runs a word of 64 bytes at a time is what makes noise
// cheap.
class RunMap {
public:
  // pixel_bytes is 1, 2, 3 or 6; row_bytes a multiple of it.
  RunMap(std::size_t row_bytes, std::size_t pixel_bytes);

  void scan(Bytes row);
  // The first pixel at or after `from` that equals the one behind it; row_bytes when there is none.
  std::size_t next_equal(std::size_t from) const;
  // The first pixel at or after `from` that differs from the one behind it, or is the last one.
  std::size_t next_different(std::size_t from) const;

private:
  std::size_t row_bytes_;
  std::size_t pixel_bytes_;
  std::vector<std::uint64_t> starts_; // bit = first byte of a pixel, the same pattern for every row
  std::vector<std::uint64_t> equal_;  // bit = first byte of a pixel that equals the next pixel
};

// Cuts a row into stretches of different pixels and runs of equal ones, in order: different(Bytes)
// and equal(Bytes) are called with whole pixels, never with none. A run shorter than `shortest`
// stays among its neighbours, unless it begins the row or follows another run. Scans the row first.
template<class Different, class Equal>
void split_runs(RunMap& map, Bytes row, std::size_t pixel_bytes, std::size_t shortest,
                Different&& different, Equal&& equal) {
  map.scan(row);
  std::size_t done = 0; // everything before it has been handed over
  std::size_t search = 0;
  while (done < row.size()) {
    const std::size_t start = map.next_equal(search);
    if (start == row.size()) return different(row.subspan(done));
    const std::size_t end = map.next_different(start) + pixel_bytes;
    search = end;
    if (start > done) {
      if (end - start < shortest * pixel_bytes) continue;
      different(row.subspan(done, start - done));
    }
    equal(row.subspan(start, end - start));
    done = end;
  }
}

} // namespace platen::encode
