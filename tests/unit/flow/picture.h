#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

// Pictures that the tests make, and the files that hold them.
namespace platen::flow::test {

// 8-bit samples, row after row: 1 channel (gray) or 3 (sRGB).
struct Picture {
  std::int32_t width = 0, height = 0, channels = 3;
  std::vector<std::uint8_t> samples;

  Picture(std::int32_t w, std::int32_t h, std::int32_t c, std::uint8_t fill = 255);
  std::span<std::uint8_t> at(std::int32_t x, std::int32_t y) {
    return std::span(samples).subspan(index(x, y), static_cast<std::size_t>(channels));
  }
  std::span<const std::uint8_t> at(std::int32_t x, std::int32_t y) const {
    return std::span(samples).subspan(index(x, y), static_cast<std::size_t>(channels));
  }

private:
  std::size_t index(std::int32_t x, std::int32_t y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels);
  }
};

// A picture file. `ppi` 0: the file does not say its size.
std::string png(const Picture& picture, std::int32_t ppi);
std::string pwg_raster(std::span<const Picture> pages, std::uint32_t dpi);
std::string jpeg(const Picture& picture, std::int32_t ppi, std::int32_t exif_orientation = 1);

// Rows of every kind that a compressor treats in its own way: noise, runs of all lengths, pairs,
// repeated rows, one changed sample, blank rows. `sample` gives one sample value from a random one.
Picture hard_to_pack(std::int32_t width, std::int32_t height, std::int32_t channels,
                     const std::function<std::uint8_t(std::uint64_t)>& sample);

} // namespace platen::flow::test
