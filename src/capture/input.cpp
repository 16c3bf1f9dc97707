#include "capture/input.h"

#include <algorithm>

namespace platen::capture {

Result<Bytes> Input::peek(std::size_t count) {
  EXPECTS(count <= longest);
  while (buffer_.size() - begin_ < count && !ended_) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(longest);
    const auto got = source_.read(std::span(buffer_).subspan(had));
    buffer_.resize(had + (got ? *got : 0));
    if (!got) return Failure(got.error());
    ended_ = *got == 0;
  }
  return Bytes(buffer_).subspan(begin_, std::min(count, buffer_.size() - begin_));
}

void Input::drop(std::size_t count) {
  EXPECTS(count <= buffer_.size() - begin_);
  begin_ += count;
  offset_ += count;
}

} // namespace platen::capture
