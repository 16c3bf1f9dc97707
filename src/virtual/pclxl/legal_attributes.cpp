#include "virtual/pclxl/legal_attributes.h"

namespace platen::twin::pclxl {

std::span<const Attribute> legal_attributes(Operator code) {
  using enum Attribute;
  static constexpr Attribute session[] = {measure, units_per_measure, error_report};
  static constexpr Attribute source[] = {source_type, data_org};
  static constexpr Attribute page[] = {
      orientation, media_size,        media_source,      custom_media_size, custom_media_size_units,
      media_type,  media_destination, simplex_page_mode, duplex_page_mode,  duplex_page_side};
  static constexpr Attribute page_end[] = {page_copies};
  static constexpr Attribute colors[] = {color_space, palette_depth, palette_data};
  static constexpr Attribute cursor[] = {point};
  static constexpr Attribute origin[] = {page_origin};
  static constexpr Attribute scale[] = {page_scale, measure, units_per_measure};
  static constexpr Attribute rop[] = {rop3};
  static constexpr Attribute mode[] = {tx_mode};
  static constexpr Attribute image[] = {color_mapping, color_depth, source_width, source_height,
                                        destination_size};
  static constexpr Attribute rows[] = {start_line, Attribute::block_height, compress_mode,
                                       pad_bytes_multiple, block_byte_length};
  switch (code) {
  case Operator::begin_session:
    return session;
  case Operator::open_data_source:
    return source;
  case Operator::begin_page:
    return page;
  case Operator::end_page:
    return page_end;
  case Operator::set_color_space:
    return colors;
  case Operator::set_cursor:
  case Operator::set_cursor_rel:
    return cursor;
  case Operator::set_page_origin:
    return origin;
  case Operator::set_page_scale:
    return scale;
  case Operator::set_rop:
    return rop;
  case Operator::set_paint_tx_mode:
  case Operator::set_source_tx_mode:
    return mode;
  case Operator::begin_image:
    return image;
  case Operator::read_image:
    return rows;
  default:
    return {};
  }
}

bool takes_any(Operator code) {
  return code == Operator::comment || code == Operator::set_page_rotation;
}

} // namespace platen::twin::pclxl
