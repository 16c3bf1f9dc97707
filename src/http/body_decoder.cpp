#include "http/body_decoder.h"

#include "base/limits.h"
#include "http/words.h"

#include <algorithm>

namespace platen::http {

namespace {

bool is_text(unsigned char byte) {
  return (byte >= 0x20 && byte < 0x7f) || byte == '\t';
}

} // namespace

BodyDecoder::BodyDecoder(const Framing& framing, std::uint64_t most_body)
    : state_(State::done), most_(most_body), limit_(most_body) {
  if (framing.chunked)
    state_ = State::first_digit;
  else if (framing.content_length.value_or(0) > 0)
    state_ = State::plain;
  left_ = framing.content_length.value_or(0);
}

std::size_t BodyDecoder::read(std::string_view bytes, PieceSink& sink) {
  std::size_t used = 0;
  bool wanted = true;
  while (used < bytes.size() && wanted && state_ != State::done && !refusal_) {
    if (state_ != State::plain && state_ != State::data) {
      take(static_cast<unsigned char>(bytes[used++]));
      continue;
    }
    const std::string_view piece = bytes.substr(
        used, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used)));
    used += piece.size();
    left_ -= piece.size();
    if (left_ == 0) state_ = state_ == State::plain ? State::done : State::data_return;
    wanted = sink.piece(as_bytes(piece));
  }
  return used;
}

void BodyDecoder::wrong() {
  refusal_ = Refusal{400, "a chunk of the body is malformed"};
}

// One byte more that is no content.
bool BodyDecoder::overhead() {
  if (++overhead_ <= limits::http_header_bytes) return true;
  refusal_ = Refusal{400, "the extensions and trailers of the chunks are too long"};
  return false;
}

void BodyDecoder::take(unsigned char byte) {
  switch (state_) {
  case State::first_digit:
  case State::digits:
    return take_digit(byte);
  case State::extension:
    if (byte == '\r')
      state_ = State::size_line_feed;
    else if (!is_text(byte))
      wrong();
    else
      overhead();
    return;
  case State::size_line_feed:
    return byte == '\n' ? end_size() : wrong();
  case State::data_return:
    state_ = State::data_line_feed;
    return byte == '\r' ? void() : wrong();
  case State::data_line_feed:
    state_ = State::first_digit;
    return byte == '\n' ? void() : wrong();
  default:
    return take_trailer(byte);
  }
}

void BodyDecoder::take_digit(unsigned char byte) {
  if (state_ == State::first_digit) {
    left_ = 0;
    digits_ = 0;
  }
  if (const int value = hex_value(static_cast<char>(byte)); value >= 0) {
    state_ = State::digits;
    if (++digits_ > 16) return wrong();
    left_ = left_ * 16 + static_cast<unsigned>(value);
    return;
  }
  if (state_ == State::first_digit || (byte != '\r' && byte != ';')) return wrong();
  state_ = byte == ';' ? State::extension : State::size_line_feed;
}

void BodyDecoder::end_size() {
  if (left_ > most_) {
    refusal_ = Refusal{413, "the body is larger than " + std::to_string(limit_) + " bytes"};
    return;
  }
  most_ -= left_;
  state_ = left_ == 0 ? State::trailer_start : State::data;
}

void BodyDecoder::take_trailer(unsigned char byte) {
  const bool ends = byte == '\r';
  if (!overhead()) return;
  switch (state_) {
  case State::trailer_start:
    state_ = ends ? State::last_line_feed : State::trailer_name;
    if (!ends && (!is_text(byte) || byte == ' ' || byte == '\t' || byte == ':')) wrong();
    return;
  case State::trailer_name:
    if (byte == ':')
      state_ = State::trailer_value;
    else if (!is_text(byte) || byte == ' ' || byte == '\t')
      wrong();
    return;
  case State::trailer_value:
    if (ends)
      state_ = State::trailer_line_feed;
    else if (!is_text(byte))
      wrong();
    return;
  case State::trailer_line_feed:
    state_ = State::trailer_start;
    return byte == '\n' ? void() : wrong();
  default:
    state_ = State::done;
    return byte == '\n' ? void() : wrong();
  }
}

} // namespace platen::http
