#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace platen::halftone {

struct Point {
  std::int32_t x = 0, y = 0;
};

// Orders points of a torus so that the first n of them are spread evenly for every n, without a
// pattern: rank[i] is the place of points[i]. Robert Ulichney, "The void-and-cluster method for
// dither array generation", SPIE 1913 (1993). `sigma_16` is the reach of a point in sixteenths of a
// unit; 1.5 times the mean distance of neighbouring points is right. Integer arithmetic: the same
// everywhere.
std::vector<std::uint16_t> void_and_cluster(const std::vector<Point>& points, std::int32_t side,
                                            std::int32_t sigma_16);

} // namespace platen::halftone
