#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <ctime>
#include <memory>

// One page's rows as compressed bytes, which leave for a sink while they are made. Memory does not
// grow with the page's height.
namespace platen::scan {

class PageCoder : public RowSink {
public:
  virtual Result<void> finish() = 0; // all rows must have been written
};

// What a JPEG or PNG says of itself when it is a file of its own.
struct PictureFacts {
  Dpi resolution;
  Bytes profile; // ICC, of the page's colour space; empty: none is written
};

// ITU-T T.81, baseline; gray8 or rgb8. `quality`: libjpeg's, 1 to 100. Without `facts` it is for
// the inside of another file, and has no JFIF segment.
Result<std::unique_ptr<PageCoder>> make_jpeg_coder(PageShape shape, std::int32_t quality,
                                                   const PictureFacts* facts, ByteSink& out);
// ISO 15948 with mask1 as 1-bit gray. Without a profile: sRGB, or gray of gamma 2.2.
Result<std::unique_ptr<PageCoder>> make_png_coder(PageShape shape, const PictureFacts& facts,
                                                  ByteSink& out);
// zlib's format with the rows filtered as PNG does (PDF's FlateDecode, /Predictor 15).
Result<std::unique_ptr<PageCoder>> make_flate_coder(PageShape shape, ByteSink& out);
// One strip of a TIFF: ITU-T T.6 for mask1 (a 1 bit is black), else TIFF's LZW with horizontal
// differences (TIFF 6.0, sections 13 and 14).
Result<std::unique_ptr<PageCoder>> make_strip_coder(PageShape shape, ByteSink& out);

} // namespace platen::scan
