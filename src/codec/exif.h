#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>

namespace platen::codec {

// The few facts of an EXIF block that decide how a picture is printed.
struct ExifFacts {
  std::int32_t orientation = 1;       // 1..8
  std::optional<double> ppi_x, ppi_y; // pixels per inch
  bool adobe_rgb = false;             // ColorSpace 2, or not sRGB with interoperability index R03
};

// `tiff` is the block from its byte order mark on ("II*\0" or "MM\0*"), as JPEG's APP1 (after
// "Exif\0\0") and PNG's eXIf carry it. A damaged block gives what could be read: the picture itself
// is not at fault. Source: CIPA DC-008 (Exif 2.32), 4.6; DCF 2.0 (CIPA DC-009) for R03.
ExifFacts read_exif(Bytes tiff);

} // namespace platen::codec
