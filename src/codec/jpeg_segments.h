#pragma once

#include "codec/exif.h"
#include "codec/input.h"

#include <optional>
#include <string>
#include <vector>

namespace platen::codec {

// What the marker segments before a JPEG's first scan say beside the picture itself.
struct JpegSegments {
  std::optional<double> ppi_x, ppi_y; // JFIF density in pixels per inch
  ExifFacts exif;
  Buffer profile; // the ICC profile, put together from its APP2 chunks
  std::vector<std::string> warnings;
  PictureFacts facts; // XMP's words before IPTC's before EXIF's, where several have them
};

// Walks the segments without trusting their order or number. Sources: ITU-T T.81 B.1.1.4,
// JFIF 1.02, Photoshop file formats (APP13), XMP part 3 (APP1), ICC.1:2010 annex B.4 (APP2 chunks).
Result<JpegSegments> read_jpeg_segments(const FileInput& file, const PictureLimits& limits);

} // namespace platen::codec
