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

// The dots of a tile, `half` rows apart and 2 * half pixels along the row: at 45 degrees.
std::vector<Point> lattice(std::int32_t side, std::int32_t half) {
  std::vector<Point> dots;
  for (std::int32_t y = 0; y < side; y += half)
    for (std::int32_t x = y % (2 * half); x < side; x += 2 * half)
      dots.push_back({x, y});
  return dots;
}

// An order of the dots of lattice() in which two neighbours in a row come at once, and the pairs in
// a blue-noise order of the reach given, see void_and_cluster(). In every other row the pairs begin
// a dot later.
Ranks order_in_pairs(const std::vector<Point>& dots, std::int32_t side, std::int32_t half,
                     std::int32_t reach_16) {
  const auto in_row = static_cast<std::size_t>(side / (2 * half));
  std::vector<Point> firsts;
  const auto nth = [&](std::size_t row, std::size_t place) {
    return row * in_row + (place + row % 2) % in_row;
  };
  for (std::size_t row = 0; row < dots.size() / in_row; ++row)
    for (std::size_t place = 0; place < in_row; place += 2)
      firsts.push_back(dots[nth(row, place)]);
  const Ranks pairs = void_and_cluster(firsts, side, reach_16);
  Ranks order(dots.size());
  for (std::size_t i = 0; i < dots.size(); ++i)
    order[nth(i / in_row, i % in_row)] = static_cast<std::uint16_t>(2 * pairs[i / 2] + i % 2);
  return order;
}

// The orders in which the dots of a tile take a new pixel.
struct Orders {
  Ranks first; // of the two with which they begin
  Ranks later;
};

// Dots of 2 * half * half pixels on the lattice (half, half), (half, -half): 45 degrees, 600 /
// (half sqrt 2) dots an inch. Up to half tone a dot grows by `growth`, seen from its centre, from
// two pixels to a square of half x half by way of the smaller squares, the shapes with the least
// edge and so the least dot gain; beyond, the holes between the dots shrink in the same way. The
// first step is two pixels because a laser engine does not hold a single one. At each step the dots
// of the tile take their new pixel in an order that shows neither rows nor the tile in its levels,
// as many as it has pixels.
Matrix clustered(std::int32_t side, std::int32_t half, std::span<const Point> growth,
                 const Orders& orders) {
  const std::vector<Point> dots = lattice(side, half);
  const auto at = [side](std::int32_t x, std::int32_t y) {
    return static_cast<std::size_t>((y + side) % side * side + (x + side) % side);
  };
  const auto count = static_cast<std::int32_t>(dots.size());
  const std::int32_t pixels = side * side;
  Ranks ranks(static_cast<std::size_t>(pixels));
  for (std::size_t dot = 0; dot < dots.size(); ++dot)
    for (std::int32_t step = 0; step < half * half; ++step) {
      const Point pixel = growth[static_cast<std::size_t>(step)];
      const std::int32_t rank = step < 2 ? 2 * std::int32_t{orders.first[dot]} + step
                                         : step * count + std::int32_t{orders.later[dot]};
      ranks[at(dots[dot].x + pixel.x, dots[dot].y + pixel.y)] = static_cast<std::uint16_t>(rank);
      ranks[at(dots[dot].x + pixel.x + half, dots[dot].y + pixel.y)] =
          static_cast<std::uint16_t>(pixels - 1 - rank);
    }
  return {side, std::move(ranks)};
}

// 106 to the inch: 512 dots in the tile, 16,384 levels. The dots of a row are 8 pixels apart, a
// byte. If each took its pixel in an order of its own, every tenth byte of a flat tone would be
// another than the one before it, and the PackBits of a photograph a sixth longer. So neighbours
// take theirs in pairs; but for the first two pixels, since single dots are seen. The pairs' reach
// is the one of those tried with the weakest waves below 50 an inch. (ADR 19.)
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
  constexpr std::int32_t side = 128, half = 4; // the dots are 5.66 pixels apart
  const std::vector<Point> dots = lattice(side, half);
  return clustered(
      side, half, growth,
      {void_and_cluster(dots, side, 24 * 17 / 3), order_in_pairs(dots, side, half, 16 * 5)});
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
  constexpr std::int32_t side = 192, half = 3; // the dots are 4.24 pixels apart
  const Ranks order = void_and_cluster(lattice(side, half), side, 24 * 17 / 4);
  return clustered(side, half, growth, {order, order});
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
