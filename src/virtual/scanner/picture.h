#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace platen::twin::scanner {

// A page that lies on the glass or in the feeder.
struct Picture {
  std::int32_t width = 0, height = 0; // pixels; none: a blank page
  std::int32_t channels = 1;          // 1: gray, 3: red, green, blue
  std::int32_t dpi = 300;
  std::vector<std::uint8_t> samples; // chunky, row by row, 0 = black

  const std::uint8_t* pixel(std::int32_t x, std::int32_t y) const {
    return samples.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                             static_cast<std::size_t>(x)) *
                                static_cast<std::size_t>(channels);
  }
  bool covers(std::int64_t x, std::int64_t y) const {
    return x >= 0 && y >= 0 && x < width && y < height;
  }
};

// A PNG or JPEG file by its first octets, as docs/protocols/mp730.md §7 takes it.
// Errc::unsupported: another format, CMYK, or a resolution that differs between the directions.
Result<Picture> read_picture(const std::filesystem::path& file);
Result<Picture> read_picture(int fd);

} // namespace platen::twin::scanner
