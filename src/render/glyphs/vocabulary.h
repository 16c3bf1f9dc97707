#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace platen::render::glyphs {

// PCL XL Feature Reference Protocol Class 2.0, appendices B (operators), C (attributes) and E
// (enumerations).
namespace op {
inline constexpr std::uint8_t begin_session = 0x41, end_session = 0x42, begin_page = 0x43,
                              end_page = 0x44, open_data_source = 0x48, close_data_source = 0x49,
                              begin_font_header = 0x4f, read_font_header = 0x50,
                              end_font_header = 0x51, begin_char = 0x52, read_char = 0x53,
                              end_char = 0x54, set_clip_replace = 0x62, set_brush_source = 0x63,
                              set_clip_rectangle = 0x68, set_clip_to_page = 0x69,
                              set_colour_space = 0x6a, set_cursor = 0x6b, set_font = 0x6f,
                              set_pen_source = 0x79, set_rop = 0x7b, new_path = 0x85,
                              paint_path = 0x86, line_path = 0x9b, text = 0xa8, begin_image = 0xb0,
                              read_image = 0xb1, end_image = 0xb2;
} // namespace op
namespace at {
inline constexpr std::uint8_t palette_depth = 2, colour_space = 3, palette = 6, gray_level = 9,
                              page_copies = 49, rop = 44, bounding_box = 66, point = 76,
                              points = 77, point_type = 80, clip_region = 83, colour_depth = 98,
                              block_height = 99, colour_mapping = 100, compression = 101,
                              destination_size = 103, source_height = 107, source_width = 108,
                              start_line = 109, measure = 134, units_per_measure = 137,
                              char_code = 162, text_data = 171;
} // namespace at
namespace value {
inline constexpr std::int32_t gray = 1, inch = 0, eight_bits = 2;
inline constexpr std::int32_t one_bit = 0, indexed = 1;
inline constexpr std::int32_t no_compression = 0, run_lengths = 1;
inline constexpr std::int32_t signed_16_bits = 3;
inline constexpr std::int32_t source_and_ground = 0x88; // black where the source is
inline constexpr std::int32_t pattern = 0xf0, pattern_or_source = 0xfc;
} // namespace value

inline constexpr std::size_t most_data = 4 << 20; // bytes of one bitmap

inline Failure strange(const char* what) {
  return fail(Errc::unsupported, std::string("there is more than letters: ") + what);
}

} // namespace platen::render::glyphs
