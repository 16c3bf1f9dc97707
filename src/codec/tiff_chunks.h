#pragma once

#include "codec/tiff_layout.h"

#include <memory>
#include <span>

namespace platen::codec {

// Stored rows of one page, in order: one span of bytes a plane, 16-bit samples in native order.
class TiffRowReader {
public:
  virtual ~TiffRowReader() = default;
  // Row y; rows are asked for from the top down. The spans hold until the next call. The error does
  // not name the row.
  virtual Result<std::span<const Bytes>> row(std::int32_t y) = 0;
};

// The way that needs the least memory for how the page is stored.
Result<std::unique_ptr<TiffRowReader>>
make_tiff_row_reader(TiffFile& file, const TiffLayout& layout, const PictureLimits& limits);

} // namespace platen::codec
