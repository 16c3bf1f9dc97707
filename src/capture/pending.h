#pragma once

#include "base/bytes.h"

#include <vector>

namespace platen::capture {

// The bytes of a document that came in packets and are not taken apart yet, with the place in the
// file of each.
class Pending {
public:
  // Errc::limit: more than a band's worth of bytes, or in more pieces than a driver makes of one.
  Result<void> add(Bytes bytes, std::uint64_t offset);
  Bytes bytes() const { return Bytes(bytes_).subspan(begin_); }
  std::uint64_t offset_of(std::size_t index) const; // in the file; of the end, too
  void drop(std::size_t count);                     // from the front

private:
  struct Piece {
    std::size_t at; // in bytes_
    std::uint64_t offset;
  };
  Buffer bytes_;
  std::size_t begin_ = 0;
  std::vector<Piece> pieces_;
};

inline constexpr std::size_t most_pending = std::size_t{48} << 20;
inline constexpr std::size_t most_pieces = 65536;

} // namespace platen::capture
