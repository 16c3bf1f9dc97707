#pragma once

#include "codec/tiff_file.h"

#include <array>
#include <vector>

namespace platen::codec {

// How one page of a TIFF stores its samples, checked: what is here can be decoded. Source:
// TIFF 6.0.
struct TiffLayout {
  enum class Colour : std::uint8_t {
    gray,
    gray_from_white,
    palette,
    rgb,
    cmyk,
    lab,
    icc_lab,
    ycbcr
  };
  enum class Alpha : std::uint8_t { none, associated, unassociated };

  std::int32_t width = 0, height = 0;
  Colour colour = Colour::gray;
  Alpha alpha = Alpha::none; // the sample after the colours
  std::uint32_t bits = 8;    // of a stored sample: 1, 2, 4, 8, 16, or 32 for floating point
  bool floating = false;     // 0 is black and 1 white (or, from white, the other way round)
  std::uint32_t samples = 1; // of a pixel, all of them
  bool planes = false;       // each sample in a plane of its own
  bool tiled = false;
  bool plain = false;             // strips without compression
  std::uint32_t chunk_width = 0;  // of a tile; the page's for strips
  std::uint32_t chunk_height = 0; // of a tile or strip
  std::vector<std::array<std::uint8_t, 3>> palette;
  PixelFormat format; // of the rows that come out
  std::vector<std::string> warnings;

  bool is_lab() const { return colour == Colour::lab || colour == Colour::icc_lab; }
  std::uint32_t colours() const {
    return colour == Colour::cmyk ? 4
           : colour == Colour::gray || colour == Colour::gray_from_white ||
                   colour == Colour::palette
               ? 1
               : 3;
  }
  std::uint32_t sample_bits() const { return floating ? 16 : bits; } // once unpacked
  std::uint32_t samples_in_plane() const { return planes ? 1 : samples; }
  std::uint32_t plane_count() const { return planes ? samples : 1; }
};

// Of the file's current directory. Also sets the library to turn JPEG's YCbCr into RGB.
Result<TiffLayout> read_tiff_layout(const TiffFile& file, const PictureLimits& limits);

} // namespace platen::codec
