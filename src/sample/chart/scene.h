#pragma once

#include "sample/chart/colour.h"

#include <array>
#include <vector>

namespace platen::sample {

// A photograph made by arithmetic: the sun sets behind hills over a lake. It holds what a printer
// finds hard: a smooth sky, deep shadows with detail, bright lights near white, saturated reds,
// fine texture.
class Scene {
public:
  // The view is as wide as it must be for width : height; its top and bottom are always the same.
  Scene(int width, int height);
  // The light of one pixel, 0 <= x < width, 0 <= y < height. Not clipped.
  Linear at(int x, int y) const;

private:
  static constexpr std::size_t ridges = 5;
  Linear above_water(float x, float y) const;
  Linear water(float x, float y) const;
  Linear land(std::size_t ridge, float x, float y, float crest) const;
  float crest(std::size_t ridge, float x) const;

  float scale_;
  float left_;
  int width_;
  std::array<std::vector<float>, ridges> crests_; // per column: the height of each ridge's outline
};

} // namespace platen::sample
