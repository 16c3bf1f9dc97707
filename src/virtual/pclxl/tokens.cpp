#include "virtual/pclxl/tokens.h"

#include <bit>
#include <cmath>
#include <optional>

namespace platen::twin::pclxl {

namespace {

constexpr std::size_t most_attributes = 64, largest_array = 65'536;
constexpr std::array<std::size_t, 6> type_bytes{1, 2, 4, 2, 4, 4};

bool is_white(std::uint8_t byte) {
  return byte == 0 || byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
bool is_operator(std::uint8_t byte) {
  return byte >= 0x41 && byte <= 0xbf;
}

std::string hexadecimal(std::uint8_t byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {digits[byte >> 4], digits[byte & 15], 'h'};
}

} // namespace

std::string name_of(Attribute attribute) {
  switch (attribute) {
  case Attribute::palette_depth:
    return "PaletteDepth";
  case Attribute::color_space:
    return "ColorSpace";
  case Attribute::palette_data:
    return "PaletteData";
  case Attribute::media_destination:
    return "MediaDestination";
  case Attribute::media_size:
    return "MediaSize";
  case Attribute::media_source:
    return "MediaSource";
  case Attribute::media_type:
    return "MediaType";
  case Attribute::orientation:
    return "Orientation";
  case Attribute::page_origin:
    return "PageOrigin";
  case Attribute::page_scale:
    return "PageScale";
  case Attribute::rop3:
    return "ROP3";
  case Attribute::tx_mode:
    return "TxMode";
  case Attribute::custom_media_size:
    return "CustomMediaSize";
  case Attribute::custom_media_size_units:
    return "CustomMediaSizeUnits";
  case Attribute::page_copies:
    return "PageCopies";
  case Attribute::simplex_page_mode:
    return "SimplexPageMode";
  case Attribute::duplex_page_mode:
    return "DuplexPageMode";
  case Attribute::duplex_page_side:
    return "DuplexPageSide";
  case Attribute::point:
    return "Point";
  case Attribute::color_depth:
    return "ColorDepth";
  case Attribute::block_height:
    return "BlockHeight";
  case Attribute::color_mapping:
    return "ColorMapping";
  case Attribute::compress_mode:
    return "CompressMode";
  case Attribute::destination_size:
    return "DestinationSize";
  case Attribute::source_height:
    return "SourceHeight";
  case Attribute::source_width:
    return "SourceWidth";
  case Attribute::start_line:
    return "StartLine";
  case Attribute::pad_bytes_multiple:
    return "PadBytesMultiple";
  case Attribute::block_byte_length:
    return "BlockByteLength";
  case Attribute::data_org:
    return "DataOrg";
  case Attribute::measure:
    return "Measure";
  case Attribute::source_type:
    return "SourceType";
  case Attribute::units_per_measure:
    return "UnitsPerMeasure";
  case Attribute::error_report:
    return "ErrorReport";
  }
  return "attribute " + std::to_string(static_cast<unsigned>(attribute));
}

const Value* Attributes::find(Attribute a) const {
  const auto found = values_.find(static_cast<std::uint16_t>(a));
  return found == values_.end() ? nullptr : &found->second;
}

Xl<std::int32_t> Attributes::integer(Attribute a, std::int32_t least, std::int32_t most) const {
  const Value* value = find(a);
  if (value == nullptr) return xl_fault("MissingAttribute", name_of(a) + " is missing");
  if (value->shape != Shape::scalar || value->type == 5)
    return xl_fault("IllegalAttributeDataType", name_of(a) + " is not a whole number");
  if (value->numbers[0] < least || value->numbers[0] > most)
    return xl_fault("IllegalAttributeValue",
                    name_of(a) + " is " +
                        std::to_string(static_cast<std::int64_t>(value->numbers[0])) +
                        ", legal are " + std::to_string(least) + " to " + std::to_string(most));
  return static_cast<std::int32_t>(value->numbers[0]);
}

Xl<std::int32_t> Attributes::integer_or(Attribute a, std::int32_t otherwise, std::int32_t least,
                                        std::int32_t most) const {
  if (!has(a)) return otherwise;
  return integer(a, least, most);
}

Xl<Xy> Attributes::xy(Attribute a) const {
  const Value* value = find(a);
  if (value == nullptr) return xl_fault("MissingAttribute", name_of(a) + " is missing");
  if (value->shape != Shape::xy)
    return xl_fault("IllegalAttributeDataType", name_of(a) + " is not an xy pair");
  return Xy{value->numbers[0], value->numbers[1]};
}

Xl<Bytes> Attributes::bytes(Attribute a) const {
  const Value* value = find(a);
  if (value == nullptr) return xl_fault("MissingAttribute", name_of(a) + " is missing");
  if (value->shape != Shape::array || value->type != 0)
    return xl_fault("IllegalAttributeDataType", name_of(a) + " is not an array of bytes");
  return Bytes(value->bytes);
}

Xl<std::uint32_t> Lexer::unsigned_number(std::size_t bytes) {
  std::array<std::byte, 4> raw{};
  XL_TRY_VOID(in_.exactly(std::span(raw).first(bytes), "a PCL XL value"));
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    value = value << 8 | std::to_integer<std::uint32_t>(raw[high_first_ ? i : bytes - 1 - i]);
  return value;
}

Xl<double> Lexer::number(std::uint8_t type) {
  XL_TRY(const std::uint32_t raw, unsigned_number(type_bytes[type]));
  switch (type) {
  case 3:
    return static_cast<double>(static_cast<std::int16_t>(static_cast<std::uint16_t>(raw)));
  case 4:
    return static_cast<double>(static_cast<std::int32_t>(raw));
  case 5: {
    const auto real = std::bit_cast<float>(raw);
    if (!std::isfinite(real))
      return xl_fault("IllegalDataValue", "a real number is not finite", in_.offset());
    return static_cast<double>(real);
  }
  default:
    return static_cast<double>(raw);
  }
}

Xl<std::uint32_t> Lexer::array_length() {
  XL_TRY(const auto tag, in_.next());
  if (!tag)
    return xl_broken(Error{Errc::malformed, "the stream ends inside a PCL XL array", in_.offset()});
  if (*tag == 0xc0) return unsigned_number(1);
  if (*tag == 0xc1) return unsigned_number(2);
  return xl_fault("IllegalArraySize", "an array's length has the tag " + hexadecimal(*tag),
                  in_.offset() - 1);
}

Xl<Value> Lexer::value(std::uint8_t tag, std::uint64_t at) {
  Value value;
  value.type = tag & 7;
  if (value.type > 5)
    return xl_fault("IllegalTag", "the tag " + hexadecimal(tag) + " is not one of PCL XL", at);
  std::size_t count = 1;
  switch (tag & 0xf8) {
  case 0xc0:
    value.shape = Shape::scalar;
    break;
  case 0xd0:
    value.shape = Shape::xy, count = 2;
    break;
  case 0xe0:
    value.shape = Shape::box, count = 4;
    break;
  case 0xc8: {
    value.shape = Shape::array;
    XL_TRY(const std::uint32_t length, array_length());
    const std::size_t bytes = length * type_bytes[value.type];
    if (bytes > largest_array)
      return xl_fault("IllegalArraySize", "an array of " + std::to_string(bytes) + " bytes", at);
    value.bytes.resize(bytes);
    XL_TRY_VOID(in_.exactly(value.bytes, "a PCL XL array"));
    return value;
  }
  default:
    return xl_fault("IllegalTag", "the tag " + hexadecimal(tag) + " is not one of PCL XL", at);
  }
  for (std::size_t i = 0; i < count; ++i) {
    XL_TRY(value.numbers[i], number(value.type));
  }
  return value;
}

Xl<Token> Lexer::next(Attributes& attributes) {
  attributes.clear();
  std::optional<Value> pending;
  for (;;) {
    const std::uint64_t at = in_.offset();
    XL_TRY(const auto byte, in_.next());
    if (!byte) {
      if (pending || !attributes.empty())
        return xl_broken(Error{Errc::malformed, "the stream ends inside a PCL XL operator", at});
      return Token{TokenKind::end, 0, 0, at};
    }
    const std::uint8_t tag = *byte;
    const bool whole = !pending && attributes.empty();
    if (is_white(tag)) continue;
    if (tag == 0x1b) {
      std::array<std::byte, universal_exit.size() - 1> rest{};
      XL_TRY_VOID(in_.exactly(rest, "the universal exit sequence"));
      if (as_text(rest) != universal_exit.substr(1))
        return xl_fault("IllegalTag", "an escape that is not the universal exit", at);
      if (!whole)
        return xl_fault("IllegalOperatorSequence", "the universal exit inside an operator", at);
      return Token{TokenKind::universal_exit, 0, 0, at};
    }
    if (tag == 0xf8 || tag == 0xf9) {
      XL_TRY(const std::uint32_t id, unsigned_number(tag == 0xf8 ? 1 : 2));
      if (!pending) return xl_fault("IllegalOperatorSequence", "an attribute without a value", at);
      if (attributes.size() == most_attributes)
        return xl_fault("InternalOverflow", "more than 64 attributes", at);
      attributes.set(static_cast<std::uint16_t>(id), std::move(*pending));
      pending.reset();
    } else if (tag == 0xfa || tag == 0xfb) {
      if (!whole) return xl_fault("ExtraData", "embedded data before the operator is complete", at);
      XL_TRY(const std::uint32_t length, unsigned_number(tag == 0xfa ? 4 : 1));
      return Token{TokenKind::data, tag, length, at};
    } else if (is_operator(tag)) {
      if (pending) return xl_fault("IllegalOperatorSequence", "a value without an attribute", at);
      return Token{TokenKind::operation, tag, 0, at};
    } else {
      if (pending) return xl_fault("IllegalOperatorSequence", "two values for one attribute", at);
      XL_TRY(pending, value(tag, at));
    }
  }
}

} // namespace platen::twin::pclxl
