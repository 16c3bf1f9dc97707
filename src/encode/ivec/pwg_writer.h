#pragma once

#include "base/bytes.h"
#include "encode/language.h"

#include <memory>
#include <string>

namespace platen::encode {

// The fields of one PWG Raster page (PWG 5102.4) that Canon's own filter sets.
struct PwgPage {
  PageShape shape; // rgb8, rgb16, gray8 or gray16
  Dpi resolution;
  model::MediaSize media;
  std::string media_type; // PWG keyword
  std::string size_name;  // the device's word for the size
  bool adobe_rgb = false; // its colours; else sRGB
};

// A whole PWG Raster file of one page: sync word, header, rows. 16-bit samples leave in network
// order. Holds about two rows and a write buffer. `out` must outlive it.
std::unique_ptr<SideEncoder> make_pwg_writer(const PwgPage& page, ByteSink& out);

} // namespace platen::encode
