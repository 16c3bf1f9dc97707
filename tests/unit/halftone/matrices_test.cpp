#include "halftone/matrices.h"

#include <algorithm>
#include <complex>
#include <numbers>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace platen::halftone {
namespace {

TEST(Matrices, HoldEachRankOnce) {
  for (const Matrix& matrix : {blue_noise_matrix(), clustered_matrix(), clustered_fine_matrix()}) {
    std::vector<std::uint16_t> sorted(matrix.ranks.begin(), matrix.ranks.end());
    std::sort(sorted.begin(), sorted.end());
    ASSERT_EQ(sorted.size(), matrix.side * matrix.side);
    for (std::size_t i = 0; i < sorted.size(); ++i)
      ASSERT_EQ(sorted[i], i);
  }
}

// FNV-1a over the ranks. The matrices are part of what "the same print again" means: a compiler or
// library that computes other ones must not go unnoticed.
std::uint64_t fingerprint(const Matrix& matrix) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::uint16_t rank : matrix.ranks)
    hash = (hash ^ rank) * 1099511628211ULL;
  return hash;
}

TEST(Matrices, AreTheSameEverywhere) {
  EXPECT_EQ(fingerprint(blue_noise_matrix()), 18133476707547559049ULL);
  EXPECT_EQ(fingerprint(clustered_matrix()), 16018318017899852541ULL);
  EXPECT_EQ(fingerprint(clustered_fine_matrix()), 3125432219310442385ULL);
}

// Mean power of the pattern "rank < level" over a ring of frequencies, in cycles a pixel, relative
// to the mean over all.
double ring_power(const Matrix& matrix, int level, double from, double to) {
  const auto ranks = matrix.ranks;
  const int side = static_cast<int>(matrix.side);
  std::vector<std::complex<double>> turn(matrix.side);
  for (std::size_t k = 0; k < matrix.side; ++k)
    turn[k] = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) / side);
  const auto at = [&](int k) { return static_cast<std::size_t>(k) % matrix.side; };
  // Rows first, then columns: a plain discrete transform.
  std::vector<std::complex<double>> rows(ranks.size()), plane(ranks.size());
  for (int y = 0; y < side; ++y)
    for (int u = 0; u < side; ++u)
      for (int x = 0; x < side; ++x)
        if (ranks[static_cast<std::size_t>(y * side + x)] < level)
          rows[static_cast<std::size_t>(y * side + u)] += turn[at(u * x)];
  for (int u = 0; u < side; ++u)
    for (int v = 0; v < side; ++v)
      for (int y = 0; y < side; ++y)
        plane[static_cast<std::size_t>(v * side + u)] +=
            rows[static_cast<std::size_t>(y * side + u)] * turn[at(v * y)];
  double ring = 0, all = 0;
  int in_ring = 0;
  for (int v = 0; v < side; ++v)
    for (int u = 0; u < side; ++u) {
      if (u == 0 && v == 0) continue;
      const double power = std::norm(plane[static_cast<std::size_t>(v * side + u)]);
      const double f = std::hypot(std::min(u, side - u), std::min(v, side - v)) / side;
      all += power;
      if (f < from || f >= to) continue;
      ring += power;
      ++in_ring;
    }
  return (ring / in_ring) / (all / (side * side - 1));
}

TEST(Matrices, BlueNoiseHasNoLowFrequencies) {
  for (const int level : {820, 1638, 4096, 8192, 12288, 15565}) {
    const double share = std::min(level, 16384 - level) / 16384.0;
    const double principal = std::min(0.5, std::sqrt(share)); // where Ulichney puts the peak
    EXPECT_LT(ring_power(blue_noise_matrix(), level, 0, principal * 0.5), 0.11) << level;
  }
}

TEST(Matrices, ClusteredDotsKeepToTheirLattice) {
  // Below the screen's own frequency of 1 / (4 sqrt 2) = 0.177 there must be next to nothing to
  // see.
  for (const int level : {1024, 2048, 4096, 6500, 8192, 12288, 15360})
    EXPECT_LT(ring_power(clustered_matrix(), level, 0, 0.06), 0.02) << level;
  // And below that of the fine one, 1 / (3 sqrt 2) = 0.236.
  for (const int level : {4096, 9216, 14624, 18432, 27648, 32768})
    EXPECT_LT(ring_power(clustered_fine_matrix(), level, 0, 0.06), 0.02) << level;
}

// The share of the bytes of a flat tone, as it is sent, that differ from the one before them.
double changing_bytes(const Matrix& matrix, int level) {
  const std::size_t in_row = matrix.side / 8;
  const auto byte = [&](std::size_t i) {
    unsigned bits = 0;
    for (const std::uint16_t rank : matrix.ranks.subspan(8 * i, 8))
      bits = 2 * bits + (rank < level ? 1U : 0U);
    return bits;
  };
  std::size_t changing = 0;
  for (std::size_t i = 0; i < matrix.ranks.size() / 8; ++i)
    changing += byte(i) == byte(i / in_row * in_row + (i + 1) % in_row) ? 0U : 1U;
  return static_cast<double>(changing) / static_cast<double>(matrix.ranks.size() / 8);
}

TEST(Matrices, ClusteredDotsGrowInPairsSoThatBytesRepeat) {
  const Matrix matrix = clustered_matrix();
  double sum = 0;
  int levels = 0;
  for (int level = 2048; level <= 14336; level += 64, ++levels)
    sum += changing_bytes(matrix, level);
  EXPECT_LT(sum / levels, 0.04); // 0.09 if each dot grew by itself
}

TEST(Matrices, ClusteredInkAndPaperMirrorEachOther) {
  // What the dots do up to half tone, the holes beside them do beyond it.
  for (const auto& [matrix, apart] :
       {std::pair{clustered_matrix(), 4}, std::pair{clustered_fine_matrix(), 3}}) {
    const std::size_t side = matrix.side, last = side * side - 1;
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t x = 0; x < side; ++x) {
        const std::size_t rank = matrix.ranks[y * side + x];
        const std::size_t beside =
            matrix.ranks[y * side + (x + static_cast<std::size_t>(apart)) % side];
        ASSERT_TRUE(2 * rank > last || beside == last - rank) << x << ',' << y;
      }
  }
}

} // namespace
} // namespace platen::halftone
