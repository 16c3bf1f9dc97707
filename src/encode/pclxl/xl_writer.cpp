#include "encode/pclxl/xl_writer.h"

#include <bit>

namespace platen::encode::pclxl {

namespace {

// Tags of values, docs/protocols/pcl-xl.md §2.
constexpr std::uint8_t tag_ubyte = 0xc0, tag_uint16 = 0xc1, tag_ubyte_array = 0xc8,
                       tag_uint16_xy = 0xd1, tag_real32_xy = 0xd5, tag_attribute = 0xf8,
                       tag_data = 0xfa;

} // namespace

XlWriter& XlWriter::name(Attribute attribute) {
  out_.u8(tag_attribute);
  out_.u8(static_cast<std::uint8_t>(attribute));
  return *this;
}

XlWriter& XlWriter::ubyte(Attribute attribute, std::uint8_t value) {
  out_.u8(tag_ubyte);
  out_.u8(value);
  return name(attribute);
}

XlWriter& XlWriter::uint16(Attribute attribute, std::uint16_t value) {
  out_.u8(tag_uint16);
  out_.u16le(value);
  return name(attribute);
}

XlWriter& XlWriter::uint16_xy(Attribute attribute, std::uint16_t x, std::uint16_t y) {
  out_.u8(tag_uint16_xy);
  out_.u16le(x);
  out_.u16le(y);
  return name(attribute);
}

XlWriter& XlWriter::real_xy(Attribute attribute, float x, float y) {
  out_.u8(tag_real32_xy);
  out_.u32le(std::bit_cast<std::uint32_t>(x));
  out_.u32le(std::bit_cast<std::uint32_t>(y));
  return name(attribute);
}

XlWriter& XlWriter::ubytes(Attribute attribute, Bytes values) {
  EXPECTS(values.size() <= 0xffff);
  out_.u8(tag_ubyte_array);
  out_.u8(tag_uint16);
  out_.u16le(static_cast<std::uint16_t>(values.size()));
  out_.bytes(values);
  return name(attribute);
}

XlWriter& XlWriter::op(Operator code) {
  out_.u8(static_cast<std::uint8_t>(code));
  return *this;
}

XlWriter& XlWriter::embedded_header(std::uint32_t bytes) {
  out_.u8(tag_data);
  out_.u32le(bytes);
  return *this;
}

XlWriter& XlWriter::text(std::string_view raw) {
  out_.text(raw);
  return *this;
}

} // namespace platen::encode::pclxl
