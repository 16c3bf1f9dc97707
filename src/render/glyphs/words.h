#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace platen::render::glyphs {

// Bytes into the span, as many as there are; 0: there are no more.
using Fill = std::function<Result<std::size_t>(std::span<std::byte>)>;

// What an attribute is: a number, a point, a box, or a short array. Of fractions, which say nothing
// about letters, there is no number.
struct Numbers {
  std::array<std::int32_t, 4> of{};
  std::size_t count = 0;
  bool operator==(const Numbers& other) const {
    return std::ranges::equal(std::span(of).first(count), std::span(other.of).first(other.count));
  }
};

// The binary, little-endian words of PCL XL, of which there is one kind of source here,
// Ghostscript's pxlmono: what that does not write, or not where pages are letters alone, is
// Errc::unsupported.
class Words {
public:
  explicit Words(Fill fill);

  // Through PJL and the line that names the language.
  Result<void> pass_heading();
  // The next operator; its attributes are there until the one after it.
  Result<std::uint8_t> next();
  const Numbers* attribute(std::uint8_t name) const;
  // Of one number.
  std::optional<std::int32_t> number(std::uint8_t name) const;
  // The data that an operator has embedded after it, at most so many bytes.
  Result<Bytes> data(std::size_t most);

private:
  struct Attribute {
    std::uint8_t name = 0;
    Numbers value;
  };
  // What came of reading one word.
  enum class Step : std::uint8_t { operation, other, more, strange }; // more: bytes are missing
  class Cursor;

  Step read_word(Cursor& cursor);
  Step read_value(Cursor& cursor, std::uint8_t tag);
  Step read_attribute(Cursor& cursor);
  Result<void> get_more();
  Result<std::uint8_t> byte();

  Fill fill_;
  Buffer block_;
  std::size_t at_ = 0, end_ = 0; // of block_, what has not been read yet
  std::uint8_t operation_ = 0;
  Numbers last_; // the value that has no name yet
  std::array<Attribute, 8> attributes_;
  std::size_t attribute_count_ = 0;
  Buffer data_;
};

} // namespace platen::render::glyphs
