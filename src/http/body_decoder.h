#pragma once

#include "base/bytes.h"
#include "http/framing.h"
#include "http/refusal.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace platen::http {

// Takes the pieces of a body; false: no more, please.
class PieceSink {
public:
  virtual ~PieceSink() = default;
  virtual bool piece(Bytes bytes) = 0;
};

// Finds where a body ends, by its length or by its chunks (RFC 9112, 6 and 7.1), and takes the
// chunks' frames off. By hand, since Beast's decoder asserts on a final chunk that comes in two
// parts. As strict as the header is read: extensions and trailers are bounded and overlooked.
class BodyDecoder {
public:
  BodyDecoder() : state_(State::done) {}
  BodyDecoder(const Framing& framing, std::uint64_t most_body);

  // Gives what `bytes` holds of the body to `sink`; how many bytes that has used up: all, unless
  // the body ends or is broken, or the sink has had enough.
  std::size_t read(std::string_view bytes, PieceSink& sink);
  bool done() const { return state_ == State::done; }
  const std::optional<Refusal>& refusal() const { return refusal_; }

private:
  enum class State {
    plain,       // so many bytes
    first_digit, // a chunk's size
    digits,
    extension, // ";name=value"
    size_line_feed,
    data,
    data_return, // behind the data
    data_line_feed,
    trailer_start, // of a line
    trailer_name,
    trailer_value,
    trailer_line_feed,
    last_line_feed,
    done,
  };
  void take(unsigned char byte);
  void take_digit(unsigned char byte);
  void end_size();
  void take_trailer(unsigned char byte);
  void wrong();
  bool overhead();

  State state_;
  std::uint64_t left_ = 0; // of the body or the chunk
  std::uint64_t most_ = 0; // that may come still
  std::uint64_t limit_ = 0;
  std::size_t overhead_ = 0; // bytes of extensions and trailers
  unsigned digits_ = 0;
  std::optional<Refusal> refusal_;
};

} // namespace platen::http
