#pragma once

#include "encode/language.h"

#include <string>

namespace platen::encode {

inline constexpr std::string_view pwg_sync_word = "RaS2"; // once, at the beginning of a file
inline constexpr std::string_view apple_file_header{"UNIRAST\0\0\0\0\0", 12}; // pages: unknown

// The fields of one page that the encoders set; the others stay 0. Lengths in pixels.
struct RasterPage {
  PageShape shape;
  Dpi resolution;
  model::MediaSize media;
  std::string media_type; // PWG keyword
  std::string size_name;  // PWG name, or the device's own word for the size
  model::Sides sides = model::Sides::one_sided;
  std::int32_t cross_feed_transform = 1; // -1: the back's rows are mirrored (PWG 5102.4 table 10)
  std::int32_t feed_transform = 1;       // -1: their order is turned round
  std::int32_t total_pages = 0;          // of the file; 0: unknown
  std::int32_t quality = 0;              // print-quality; 0: not said
  bool adobe_rgb = false;                // of RGB: not sRGB
  struct Box {
    std::int32_t left = 0, top = 0, right = 0, bottom = 0;
  } image; // what may bear ink
};

std::string pwg_page_header(const RasterPage& page);   // 1796 bytes, PWG 5102.4 section 4.3
std::string apple_page_header(const RasterPage& page); // 32 bytes; no public specification: libcups

} // namespace platen::encode
