#pragma once

#include "base/bytes.h"
#include "image/image.h"

#include <cstdint>
#include <memory>

namespace platen {

struct JpegForm {
  std::int32_t quality = 90; // libjpeg's, 1 to 100
  bool full_colour = false;  // 4:4:4: coloured edges keep their place; else 4:2:0
  bool jfif = true;          // with the segment that says how large a pixel is
  Bytes profile;             // ICC, of the page's colour space; empty: none is written
};

// Rows that become a baseline JPEG (ITU-T T.81) while they come: gray8, rgb8, or mask1, which is
// written as gray. One picture each. Errc::limit: libjpeg cannot make it; else the sink's error.
class JpegWriter {
public:
  JpegWriter(ByteSink& out, const JpegForm& form); // the sink outlives it; the profile begin()
  ~JpegWriter();
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  Result<void> begin(PageShape shape, Dpi resolution);
  Result<void> write(ConstBand rows);
  Result<void> flush(); // what there is goes to the sink now
  Result<void> end();   // and flushes

private:
  class Coder;
  std::unique_ptr<Coder> coder_;
};

} // namespace platen
