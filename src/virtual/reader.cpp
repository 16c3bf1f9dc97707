#include "virtual/reader.h"

#include <algorithm>
#include <cstring>

namespace platen::twin {

namespace {
Failure ends_inside(std::string_view what, std::uint64_t offset) {
  return fail(Errc::malformed, "the stream ends inside " + std::string(what), offset);
}
} // namespace

Reader::Reader(ByteSource& in, std::size_t buffer_bytes) : in_(in), buffer_(buffer_bytes) {
  EXPECTS(buffer_bytes > 0);
}

Result<bool> Reader::fill() {
  if (ended_) return false;
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == buffer_.size()) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, held());
    end_ = held();
    begin_ = 0;
  }
  EXPECTS(end_ < buffer_.size());
  TRY(const std::size_t got, in_.read(std::span(buffer_).subspan(end_)));
  if (got == 0) ended_ = true;
  end_ += got;
  return got != 0;
}

Result<Bytes> Reader::peek(std::size_t count) {
  EXPECTS(count <= buffer_.size());
  while (held() < count) {
    TRY(const bool more, fill());
    if (!more) break;
  }
  return Bytes(buffer_).subspan(begin_, std::min(count, held()));
}

Result<bool> Reader::at_end() {
  if (held() > 0) return false;
  TRY(const bool more, fill());
  return !more;
}

Result<std::optional<std::uint8_t>> Reader::next() {
  TRY(const bool end, at_end());
  if (end) return std::optional<std::uint8_t>();
  ++offset_;
  return std::optional(std::to_integer<std::uint8_t>(buffer_[begin_++]));
}

Result<Bytes> Reader::some(std::size_t at_most) {
  TRY(const bool end, at_end());
  if (end) return Bytes();
  const Bytes bytes = Bytes(buffer_).subspan(begin_, std::min(at_most, held()));
  begin_ += bytes.size();
  offset_ += bytes.size();
  return bytes;
}

Result<void> Reader::exactly(std::span<std::byte> into, std::string_view what) {
  while (!into.empty()) {
    TRY(const Bytes bytes, some(into.size()));
    if (bytes.empty()) return ends_inside(what, offset_);
    std::memcpy(into.data(), bytes.data(), bytes.size());
    into = into.subspan(bytes.size());
  }
  return {};
}

Result<void> Reader::skip(std::uint64_t count, std::string_view what) {
  while (count > 0) {
    TRY(const Bytes bytes,
        some(static_cast<std::size_t>(std::min<std::uint64_t>(count, buffer_.size()))));
    if (bytes.empty()) return ends_inside(what, offset_);
    count -= bytes.size();
  }
  return {};
}

Result<void> Reader::skip_to_end() {
  for (;;) {
    TRY(const Bytes bytes, some(buffer_.size()));
    if (bytes.empty()) return {};
  }
}

Result<Bytes> Payload::some(std::size_t at_most) {
  const std::size_t want = static_cast<std::size_t>(std::min<std::uint64_t>(at_most, left_));
  if (want == 0) return Bytes();
  TRY(const Bytes bytes, in_.some(want));
  if (bytes.empty())
    return fail(Errc::malformed,
                "the stream ends inside a payload, " + std::to_string(left_) +
                    " bytes before its end",
                in_.offset());
  left_ -= bytes.size();
  return bytes;
}

Result<Bytes> Payload::peek(std::size_t count) {
  return in_.peek(static_cast<std::size_t>(std::min<std::uint64_t>(count, left_)));
}

Result<void> Payload::skip_rest() {
  const std::uint64_t rest = left_;
  left_ = 0;
  return in_.skip(rest, "a payload");
}

} // namespace platen::twin
