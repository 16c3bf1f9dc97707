#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace platen::twin::pclxl {

enum class Operator : std::uint8_t {
  begin_session = 0x41,
  end_session = 0x42,
  begin_page = 0x43,
  end_page = 0x44,
  comment = 0x47,
  open_data_source = 0x48,
  close_data_source = 0x49,
  pop_gs = 0x60,
  push_gs = 0x61,
  set_color_space = 0x6a,
  set_cursor = 0x6b,
  set_cursor_rel = 0x6c,
  set_page_default_ctm = 0x74,
  set_page_origin = 0x75,
  set_page_rotation = 0x76,
  set_page_scale = 0x77,
  set_paint_tx_mode = 0x78,
  set_rop = 0x7b,
  set_source_tx_mode = 0x7c,
  begin_image = 0xb0,
  read_image = 0xb1,
  end_image = 0xb2,
};

enum class Use : std::uint8_t {
  interpreted, // the twin does it
  state,       // changes what only vectors and text need
  paints,      // puts something on the page that the twin does not draw
};

struct OperatorInfo {
  std::uint8_t code;
  std::string_view name;
  Use use;
  bool data = false; // may be followed by embedded data
};

// nullptr for a code that PCL XL does not define.
const OperatorInfo* find_operator(std::uint8_t code);

} // namespace platen::twin::pclxl
