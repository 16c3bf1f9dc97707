#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <cstdint>
#include <memory>

namespace platen::scan {

// One kind of file, as its rows come. Whoever calls it (stream_file.cpp) keeps to the order, gives
// exactly the rows of the page's shape, and to each only formats that it takes.
class PageEncoder {
public:
  virtual ~PageEncoder() = default;
  virtual bool holds_several_pages() const { return false; }
  virtual Result<void> begin(PageShape shape, Dpi resolution) = 0; // gray8, rgb8 or mask1
  virtual Result<void> rows(ConstBand rows) = 0;
  virtual Result<void> end() = 0;
  virtual Result<void> finish() { return {}; }
};

// Bytes leave for `out`, which outlives the encoder, as they are made. `quality`: libjpeg's, 1 to
// 100. JPEG knows no single bits: mask1 becomes black and white gray8.
std::unique_ptr<PageEncoder> jpeg_page(ByteSink& out, std::int32_t quality);
std::unique_ptr<PageEncoder> png_page(ByteSink& out);
// Baseline TIFF 6.0: gray and colour without compression, so that the directory can stand before
// rows which nobody has seen yet; mask1 in CCITT G4, which is held (compressed) to the page's end.
std::unique_ptr<PageEncoder> tiff_page(ByteSink& out);
// PDF 1.4: JPEG for gray and colour, CCITT G4 for mask1.
std::unique_ptr<PageEncoder> pdf_pages(ByteSink& out, std::int32_t quality);

} // namespace platen::scan
