#pragma once

#include "base/bytes.h"
#include "image/image.h"
#include "image/picture_facts.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace platen::codec {

// Bounds for one picture file; render fills them from base/limits.h or from the caller's own.
struct PictureLimits {
  std::int64_t pixels = 0;  // of one page
  std::int32_t side_px = 0; // of one side
  std::int32_t pages = 0;
  std::uint64_t profile_bytes = 0;
  // What a decoder may hold at a time where the format forces it to hold a whole picture:
  // progressive JPEG, interlaced PNG, TIFF with separate planes or tall tiles.
  std::uint64_t working_bytes = 1ULL << 30;
};

struct PictureInfo {
  std::int32_t width = 0, height = 0; // pixels as stored
  PixelFormat format;                 // of the rows that will be given: gray/rgb/cmyk, 8 or 16 bit
  std::optional<double> ppi_x,
      ppi_y;                         // pixels per inch of the stored axes, where the file says them
  std::int32_t exif_orientation = 1; // 1..8 as EXIF/TIFF define it
  Buffer profile;                    // embedded ICC profile; empty: untagged
  bool adobe_rgb = false;            // no profile, but EXIF or a raster colour space says AdobeRGB
  std::uint64_t likeness = 0;        // raster: not 0, and the same, on pages of the same bytes
  std::vector<std::string> warnings; // for people: what was odd and what was done about it
  PictureFacts facts;
};

// One picture file with one or more pages. Alpha is composited on white, indexed colour expanded,
// 1/2/4-bit samples widened to 8, Lab and YCbCr converted to RGB (Lab with a profile that says
// which), inverted CMYK set right.
class PictureReader {
public:
  virtual ~PictureReader() = default;
  virtual std::int32_t pages() const = 0;
  virtual Result<PictureInfo> info(std::int32_t page) = 0;
  // Rows from the top down; a file that ends early or is damaged fails with the row it got to.
  virtual Result<std::unique_ptr<RowSource>> rows(std::int32_t page) = 0;
  // The same, smaller by `shrink` (1, 2, 4 or 8) where the format decodes it so at less cost: then
  // a side has ceil(side / shrink) pixels. Else the rows as they are.
  virtual Result<std::unique_ptr<RowSource>> shrunk_rows(std::int32_t page, std::int32_t shrink) {
    static_cast<void>(shrink);
    return rows(page);
  }
};

// `fd` is open for reading, seekable, at any offset, and stays the caller's; it must outlive the
// reader.
Result<std::unique_ptr<PictureReader>> open_jpeg(int fd, const PictureLimits& limits);
Result<std::unique_ptr<PictureReader>> open_png(int fd, const PictureLimits& limits);
Result<std::unique_ptr<PictureReader>> open_tiff(int fd, const PictureLimits& limits);
Result<std::unique_ptr<PictureReader>> open_pwg_raster(int fd,
                                                       const PictureLimits& limits); // "RaS2"
Result<std::unique_ptr<PictureReader>> open_apple_raster(int fd,
                                                         const PictureLimits& limits); // "UNIRAST"

} // namespace platen::codec
