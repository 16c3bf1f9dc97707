#include "capture/pending.h"

#include <algorithm>

namespace platen::capture {

Result<void> Pending::add(Bytes bytes, std::uint64_t offset) {
  // What was dropped goes at once, so that both stay as small as what waits.
  if (begin_ > 0) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
    for (Piece& piece : pieces_)
      piece.at = piece.at > begin_ ? piece.at - begin_ : 0;
    begin_ = 0;
  }
  if (bytes.size() > most_pending - bytes_.size() || pieces_.size() >= most_pieces)
    return fail(Errc::limit, "the document data holds an item too large to be taken apart", offset);
  pieces_.push_back({bytes_.size(), offset});
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return {};
}

std::uint64_t Pending::offset_of(std::size_t index) const {
  const std::size_t at = begin_ + index;
  std::uint64_t offset = 0;
  for (const Piece& piece : pieces_) {
    if (piece.at > at) break;
    offset = piece.offset + (at - piece.at);
  }
  return offset;
}

void Pending::drop(std::size_t count) {
  EXPECTS(count <= bytes_.size() - begin_);
  begin_ += count;
  // Only the piece that the front lies in is still needed of those up to it.
  auto first = pieces_.begin();
  while (first != pieces_.end() && first + 1 != pieces_.end() && (first + 1)->at <= begin_)
    ++first;
  if (first != pieces_.end() && first->at < begin_) {
    first->offset += begin_ - first->at;
    first->at = begin_;
  }
  pieces_.erase(pieces_.begin(), first);
}

} // namespace platen::capture
