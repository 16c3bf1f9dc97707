#pragma once

#include "support/page_picture.h"

#include <algorithm>

namespace platen::support {

// Pages for the tests: bars like lines of text on white paper, moved down by `shift` rows.
inline GreyPage lined_page(int width, int height, int shift = 0) {
  GreyPage page{width, height, std::vector<float>(static_cast<std::size_t>(width * height), 255)};
  for (int y = 0; y < height / 2; ++y)
    for (int x = width / 8; x < width * 7 / 8; ++x)
      if (y % 12 < 6 && x % 9 < 6)
        page.pixels[static_cast<std::size_t>(std::min(y + shift, height - 1) * width + x)] = 0;
  return page;
}

} // namespace platen::support
