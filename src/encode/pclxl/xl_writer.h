#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string_view>

namespace platen::encode::pclxl {

// Numbers of docs/protocols/pcl-xl.md §3 and §5 that a job of raster pages needs.
enum class Attribute : std::uint8_t {
  palette_depth = 2,
  color_space = 3,
  palette_data = 6,
  media_destination = 36,
  media_size = 37,
  media_source = 38,
  media_type = 39,
  orientation = 40,
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
  data_org = 130,
  measure = 134,
  source_type = 136,
  units_per_measure = 137,
  error_report = 143,
};

enum class Operator : std::uint8_t {
  begin_session = 0x41,
  end_session = 0x42,
  begin_page = 0x43,
  end_page = 0x44,
  open_data_source = 0x48,
  close_data_source = 0x49,
  set_color_space = 0x6a,
  set_cursor = 0x6b,
  set_paint_tx_mode = 0x78,
  set_rop = 0x7b,
  set_source_tx_mode = 0x7c,
  begin_image = 0xb0,
  read_image = 0xb1,
  end_image = 0xb2,
};

// Appends PCL XL in its binary form, low byte first: operands, each with its attribute, then the
// operator.
class XlWriter {
public:
  XlWriter& ubyte(Attribute attribute, std::uint8_t value);
  XlWriter& uint16(Attribute attribute, std::uint16_t value);
  XlWriter& uint16_xy(Attribute attribute, std::uint16_t x, std::uint16_t y);
  XlWriter& real_xy(Attribute attribute, float x, float y);
  XlWriter& ubytes(Attribute attribute, Bytes values); // at most 65,535
  XlWriter& op(Operator code);
  XlWriter& embedded_header(std::uint32_t bytes); // the data itself must follow
  XlWriter& text(std::string_view raw);
  Bytes bytes() const { return out_.buffer; }
  void clear() { out_.buffer.clear(); }

private:
  XlWriter& name(Attribute attribute);
  ByteWriter out_;
};

} // namespace platen::encode::pclxl
