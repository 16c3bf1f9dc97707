// Writes matrices.cpp: the matrices of ranks. Usage: make_matrices OUT
#include "halftone/generate/void_and_cluster.h"

#include <array>
#include <fstream>
#include <iostream>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using platen::halftone::Point;
using platen::halftone::void_and_cluster;
using Ranks = std::vector<std::uint16_t>;

struct Matrix {
  std::int32_t side = 0;
  Ranks ranks;
};

Matrix blue_noise() {
  constexpr std::int32_t side = 128;
  std::vector<Point> points;
  for (std::int32_t y = 0; y < side; ++y)
    for (std::int32_t x = 0; x < side; ++x)
      points.push_back({x, y});
  return {side, void_and_cluster(points, side, 24)}; // 1.5 pixels
}

// Dots of 2 * half * half pixels on the lattice (half, half), (half, -half): 45 degrees, 600 /
// (half sqrt 2) dots an inch. Up to half tone a dot grows by `growth`, seen from its centre, from
// two pixels to a square of half x half by way of the smaller squares, the shapes with the least
// edge and so the least dot gain; beyond, the holes between the dots shrink in the same way. The
// first step is two pixels because a laser engine does not hold a single one. At each step the dots
// of the tile take their new pixel in a blue-noise order, so that its levels, as many as it has
// pixels, show neither rows nor the tile. `reach_16`: of that order, see void_and_cluster().
Matrix clustered(std::int32_t side, std::int32_t half, std::span<const Point> growth,
                 std::int32_t reach_16) {
  std::vector<Point> dots;
  for (std::int32_t y = 0; y < side; y += half)
    for (std::int32_t x = y % (2 * half); x < side; x += 2 * half)
      dots.push_back({x, y});
  const auto at = [side](std::int32_t x, std::int32_t y) {
    return static_cast<std::size_t>((y + side) % side * side + (x + side) % side);
  };
  const Ranks order = void_and_cluster(dots, side, reach_16);
  const auto count = static_cast<std::int32_t>(dots.size());
  const std::int32_t pixels = side * side;
  Ranks ranks(static_cast<std::size_t>(pixels));
  for (std::size_t dot = 0; dot < dots.size(); ++dot)
    for (std::int32_t step = 0; step < half * half; ++step) {
      const Point pixel = growth[static_cast<std::size_t>(step)];
      const std::int32_t place = order[dot];
      const std::int32_t rank = step < 2 ? 2 * place + step : step * count + place;
      ranks[at(dots[dot].x + pixel.x, dots[dot].y + pixel.y)] = static_cast<std::uint16_t>(rank);
      ranks[at(dots[dot].x + pixel.x + half, dots[dot].y + pixel.y)] =
          static_cast<std::uint16_t>(pixels - 1 - rank);
    }
  return {side, std::move(ranks)};
}

// 106 to the inch: 512 dots in the tile, 16,384 levels.
Matrix clustered_coarse() {
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
  return clustered(128, 4, growth, 24 * 17 / 3); // the dots are 5.66 pixels apart
}

// 141 to the inch: 2,048 dots in the tile, 36,864 levels. The side is a multiple of 6, in which the
// lattice comes round; with one of 96 the waves below 50 an inch are twice as strong.
Matrix clustered_fine() {
  constexpr std::array<Point, 9> growth{{{-1, -1},
                                         {0, -1},
                                         {0, 0},
                                         {-1, 0}, // 2 x 2
                                         {1, 0},
                                         {1, -1}, // 3 x 2
                                         {0, 1},
                                         {-1, 1},
                                         {1, 1}}};
  return clustered(192, 3, growth, 24 * 17 / 4); // the dots are 4.24 pixels apart
}

void write(std::ostream& out, std::string_view name, const Matrix& matrix) {
  out << "constexpr std::uint16_t " << name << "_ranks[] = {";
  for (std::size_t i = 0; i < matrix.ranks.size(); ++i)
    out << (i % 16 == 0 ? "\n" : "") << matrix.ranks[i] << ',';
  out << "\n};\nconstexpr Matrix " << name << "{" << matrix.side << ", " << name << "_ranks};\n";
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ofstream out(argv[1]);
  out << "// Made by make_matrices.\n#include \"halftone/matrices.h\"\n"
         "namespace platen::halftone {\nnamespace {\n";
  write(out, "blue_noise", blue_noise());
  write(out, "clustered", clustered_coarse());
  write(out, "clustered_fine", clustered_fine());
  out << "} // namespace\n"
         "Matrix blue_noise_matrix() { return blue_noise; }\n"
         "Matrix clustered_matrix() { return clustered; }\n"
         "Matrix clustered_fine_matrix() { return clustered_fine; }\n"
         "} // namespace platen::halftone\n";
  out.close();
  if (out) return 0;
  std::cerr << "cannot write " << argv[1] << '\n';
  return 1;
}
