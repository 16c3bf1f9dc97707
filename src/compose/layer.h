#pragma once

#include "base/file.h"
#include "image/image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace platen::compose {

// What lies on a whole side in device colours, some of it letting through what is below: rows that
// wait in an unnamed file, of each the part that is not empty. Written once from the top down; then
// rows are read in any order, by any threads.
class Layer {
public:
  // `shape`: gray16 or rgb16.
  static Result<Layer> make(PageShape shape);

  // `on_paper`: the next row as it looks on white. `coverage`: 0 = nothing is there, 255 = nothing
  // below shows; one for each pixel.
  Result<void> add(std::span<const std::uint16_t> on_paper, std::span<const std::uint8_t> coverage);

  // Part of a row.
  struct Run {
    std::int32_t first = 0, count = 0; // pixels
    std::vector<std::uint16_t> on_paper;
    std::vector<std::uint8_t> coverage;
  };
  Result<void> read(std::int32_t row, Run& into) const;

private:
  struct Place {
    std::int32_t first = 0, count = 0;
    std::uint64_t offset = 0;
  };
  std::size_t channels_ = 1;
  UniqueFd file_;
  std::uint64_t end_ = 0;
  std::vector<Place> rows_;
};

// A sample under a layer's, both of 16 bits with white at the top.
constexpr std::uint16_t under_layer(std::uint16_t page, std::uint16_t on_paper,
                                    std::uint8_t coverage) {
  if (coverage == 0) return page;
  const std::uint32_t darkened = ((255U - coverage) * (65535U - page) + 127) / 255;
  return static_cast<std::uint16_t>(on_paper > darkened ? on_paper - darkened : 0);
}

} // namespace platen::compose
