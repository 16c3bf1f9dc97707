#pragma once

#include "virtual/pclxl/fault.h"
#include "virtual/reader.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace platen::twin::pclxl {

// Attribute numbers: docs/protocols/pcl-xl.md §3 and §5.
enum class Attribute : std::uint16_t {
  palette_depth = 2,
  color_space = 3,
  palette_data = 6,
  media_destination = 36,
  media_size = 37,
  media_source = 38,
  media_type = 39,
  orientation = 40,
  page_origin = 42,
  page_scale = 43,
  rop3 = 44,
  tx_mode = 45,
  custom_media_size = 47,
  custom_media_size_units = 48,
  page_copies = 49,
  simplex_page_mode = 52,
  duplex_page_mode = 53,
  duplex_page_side = 54,
  point = 76,
  color_depth = 98,
  block_height = 99,
  color_mapping = 100,
  compress_mode = 101,
  destination_size = 103,
  source_height = 107,
  source_width = 108,
  start_line = 109,
  pad_bytes_multiple = 110,
  block_byte_length = 111,
  data_org = 130,
  measure = 134,
  source_type = 136,
  units_per_measure = 137,
  error_report = 143,
};
std::string name_of(Attribute attribute);

enum class Shape : std::uint8_t { scalar, array, xy, box };

struct Value {
  Shape shape = Shape::scalar;
  std::uint8_t type = 0;           // 0 ubyte, 1 uint16, 2 uint32, 3 sint16, 4 sint32, 5 real32
  std::array<double, 4> numbers{}; // scalar 1, xy 2, box 4; exact, as every type fits a double
  Buffer bytes;                    // an array's elements as they came
};

struct Xy {
  double x = 0, y = 0;
};

// The attributes of one operator.
class Attributes {
public:
  void set(std::uint16_t number, Value value) { values_[number] = std::move(value); }
  bool has(Attribute a) const { return values_.contains(static_cast<std::uint16_t>(a)); }
  const Value* find(Attribute a) const;
  bool empty() const { return values_.empty(); }
  std::size_t size() const { return values_.size(); }
  void clear() { values_.clear(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

  // Present, of the right type and within the range, else the fault that the language names.
  Xl<std::int32_t> integer(Attribute a, std::int32_t least, std::int32_t most) const;
  Xl<std::int32_t> integer_or(Attribute a, std::int32_t otherwise, std::int32_t least,
                              std::int32_t most) const;
  Xl<Xy> xy(Attribute a) const;
  Xl<Bytes> bytes(Attribute a) const; // an array of ubyte

private:
  std::map<std::uint16_t, Value> values_;
};

enum class TokenKind : std::uint8_t { operation, data, universal_exit, end };
struct Token {
  TokenKind kind = TokenKind::end;
  std::uint8_t code = 0;    // operation
  std::uint32_t length = 0; // data: embedded bytes that follow
  std::uint64_t offset = 0;
};

// Splits a binary PCL XL stream, after its header line.
class Lexer {
public:
  Lexer(Reader& in, bool high_byte_first) : in_(in), high_first_(high_byte_first) {}
  // The next operator (with its attributes), embedded data, UEL (taken) or the end of the stream.
  Xl<Token> next(Attributes& attributes);

private:
  Xl<Value> value(std::uint8_t tag, std::uint64_t at);
  Xl<std::uint32_t> unsigned_number(std::size_t bytes);
  Xl<double> number(std::uint8_t type);
  Xl<std::uint32_t> array_length();

  Reader& in_;
  bool high_first_;
};

inline constexpr std::string_view universal_exit = "\x1b%-12345X";

} // namespace platen::twin::pclxl
