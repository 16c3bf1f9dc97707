#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace platen::support {

// One page as grey values, rows from the top, 0 = black, 255 = white.
struct GreyPage {
  int width = 0;  // pixels
  int height = 0; // rows
  std::vector<float> pixels;

  float at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

// PNG (any kind; transparent parts lie on white) or binary PBM, PGM or PPM, told apart by content.
// Colours become grey by the weights of ITU-R BT.709 on the values as stored.
// Errc::unsupported for other formats, Errc::malformed for broken files, Errc::limit beyond 2^28
// pixels.
Result<GreyPage> read_page(Bytes file);
Result<GreyPage> read_page_file(const std::filesystem::path& path);

// Each pixel becomes the mean of factor x factor pixels; what is left over right and below is
// dropped.
GreyPage shrink(const GreyPage& page, int factor);
// The top left part.
GreyPage crop(const GreyPage& page, int width, int height);

// Both pages in one PNG: equal parts grey, ink only in `first` red, ink only in `second` cyan.
// They must be of one size.
Result<void> write_difference(const std::filesystem::path& path, const GreyPage& first,
                              const GreyPage& second);

} // namespace platen::support
