// Writes matrices.cpp: the two 128 x 128 matrices of ranks. Usage: make_matrices OUT
#include "halftone/generate/void_and_cluster.h"

#include <array>
#include <fstream>
#include <iostream>
#include <string_view>
#include <vector>

namespace {

using platen::halftone::Point;
using platen::halftone::void_and_cluster;
using Ranks = std::vector<std::uint16_t>;

constexpr std::int32_t side = 128;
constexpr std::int32_t pixels = side * side;

std::size_t at(std::int32_t x, std::int32_t y) {
  const std::int32_t column = (x + side) % side, row = (y + side) % side;
  return static_cast<std::size_t>(row * side + column);
}

Ranks blue_noise() {
  std::vector<Point> points;
  for (std::int32_t y = 0; y < side; ++y)
    for (std::int32_t x = 0; x < side; ++x)
      points.push_back({x, y});
  return void_and_cluster(points, side, 24); // 1.5 pixels
}

// Clustered dots on the lattice (4, 4), (4, -4): 45 degrees, 600 / (4 sqrt 2) = 106 dots an inch,
// 32 pixels each. Up to half tone a dot grows from two pixels to a square of 4 x 4 by way of 2 x 2
// and 3 x 3, the shapes with the least edge and so the least dot gain; beyond, the holes between
// the dots shrink in the same way. The first step is two pixels because a laser engine does not
// hold a single one. At each step the 512 dots of the tile take their new pixel in a blue-noise
// order, so that the 16,384 levels show neither rows nor a tile.
Ranks clustered() {
  constexpr std::array<Point, 16> growth{{{-1, -1},
                                          {0, -1},
                                          {0, 0},
                                          {-1, 0}, // 2 x 2
                                          {1, 0},
                                          {1, -1},
                                          {0, 1},
                                          {-1, 1},
                                          {1, 1}, // 3 x 3
                                          {-2, 0},
                                          {-2, -1},
                                          {-2, 1}, // 4 x 3
                                          {0, -2},
                                          {-1, -2},
                                          {1, -2},
                                          {-2, -2}}};
  std::vector<Point> dots;
  for (std::int32_t y = 0; y < side; y += 4)
    for (std::int32_t x = y % 8; x < side; x += 8)
      dots.push_back({x, y});
  const Ranks order = void_and_cluster(dots, side, 24 * 17 / 3); // the dots are 5.66 pixels apart
  const auto count = static_cast<std::int32_t>(dots.size());
  Ranks ranks(pixels);
  for (std::size_t dot = 0; dot < dots.size(); ++dot)
    for (std::int32_t step = 0; step < 16; ++step) {
      const Point pixel = growth[static_cast<std::size_t>(step)];
      const std::int32_t place = order[dot];
      const std::int32_t rank = step < 2 ? 2 * place + step : step * count + place;
      ranks[at(dots[dot].x + pixel.x, dots[dot].y + pixel.y)] = static_cast<std::uint16_t>(rank);
      ranks[at(dots[dot].x + pixel.x + 4, dots[dot].y + pixel.y)] =
          static_cast<std::uint16_t>(pixels - 1 - rank);
    }
  return ranks;
}

void write(std::ostream& out, std::string_view name, const Ranks& ranks) {
  out << "constexpr std::uint16_t " << name << "[] = {";
  for (std::size_t i = 0; i < ranks.size(); ++i)
    out << (i % 16 == 0 ? "\n" : "") << ranks[i] << ',';
  out << "\n};\n";
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ofstream out(argv[1]);
  out << "// Made by make_matrices.\n#include \"halftone/matrices.h\"\n"
         "namespace platen::halftone {\nnamespace {\n";
  write(out, "blue_noise", blue_noise());
  write(out, "clustered", clustered());
  out << "} // namespace\n"
         "std::span<const std::uint16_t> blue_noise_ranks() { return blue_noise; }\n"
         "std::span<const std::uint16_t> clustered_ranks() { return clustered; }\n"
         "} // namespace platen::halftone\n";
  out.close();
  if (out) return 0;
  std::cerr << "cannot write " << argv[1] << '\n';
  return 1;
}
