#include "halftone/matrices.h"
#include "halftone/screen.h"
#include "support/spectrum.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

// What the screens look like on paper: flat tones, screened as a page is, and their spectra.
namespace platen::halftone {
namespace {

constexpr int field = 512;
constexpr double dpi = 600;

// A flat field of 8-bit gray: 1 where there is ink.
std::vector<double> flat(const pipeline::Stage& stage, int gray) {
  RowBuffer in(field, field, gray8), out(field, field, mask1);
  const RowRange all{0, field};
  for (int y = 0; y < field; ++y)
    std::ranges::fill(in.band(all).samples<std::uint8_t>(y), static_cast<std::uint8_t>(gray));
  EXPECT_TRUE(stage.run(nullptr, in.band(all), out.band(all)).has_value());
  std::vector<double> picture;
  for (int y = 0; y < field; ++y)
    for (std::size_t x = 0; x < field; ++x)
      picture.push_back((out.band(all).row(y)[x / 8] & std::byte{0x80} >> (x % 8)) != std::byte{0});
  return picture;
}

struct Clustered {
  const char* name;
  ScreenKind kind;
  double lpi;
};
class ClusteredScreens : public testing::TestWithParam<Clustered> {};
INSTANTIATE_TEST_SUITE_P(Both, ClusteredScreens,
                         testing::Values(Clustered{"Coarse", ScreenKind::clustered, 106.07},
                                         Clustered{"Fine", ScreenKind::clustered_fine, 141.42}),
                         [](const auto& row) { return row.param.name; });

TEST_P(ClusteredScreens, HaveTheirRulingAndAngle) {
  const auto stage = make_halftone({field, field, gray8}, GetParam().kind);
  for (const int gray : {32, 64, 96, 128, 160, 192, 224}) {
    const test::Spectrum spectrum(flat(*stage, gray), field);
    const auto peak = spectrum.peak(0.01, 0.3); // below the harmonics
    EXPECT_NEAR(peak.frequency() * dpi, GetParam().lpi, 0.01 * GetParam().lpi) << gray;
    const double angle = std::fmod(peak.degrees() + 90, 90); // the lattice is square
    EXPECT_NEAR(angle, 45, 0.45) << gray;
  }
}

// The strongest wave that the eye could take for a pattern, as its amplitude: a wave from bare
// paper to solid has 0.5. The eye sees some 5 cycles a degree best, which is 25 an inch at 30 cm,
// and beyond twice that soon less; it takes the ruling itself for gray.
double pattern(const test::Spectrum& spectrum) {
  constexpr double most_seen = 50 / dpi;
  const double line = std::sqrt(spectrum.peak(2.5 / field, most_seen).power);
  return 8 * line / (field * field); // the window's sum is a quarter of the field
}
constexpr double allowed = 0.0075; // that of the lightest and darkest tones, whose dots are few

TEST_P(ClusteredScreens, ShowNoTile) {
  const auto stage = make_halftone({field, field, gray8}, GetParam().kind);
  for (int gray = 4; gray < 256; gray += 12)
    EXPECT_LT(pattern(test::Spectrum(flat(*stage, gray), field)), allowed) << gray;
}

// The same dots, but at each step they take their pixels row by row: what the test above must find.
std::vector<double> row_by_row(const Matrix& matrix, int gray) {
  const std::size_t pixels = matrix.ranks.size();
  const std::size_t dots = pixels / (matrix.side == 128 ? 32 : 18);
  // At the first step a dot takes two, and the last hole loses two.
  const auto step = [&](std::size_t rank) {
    return std::clamp(rank / dots, std::size_t{1}, pixels / dots - 2);
  };
  std::vector<std::size_t> next(pixels / dots); // rank of each step
  for (std::size_t i = 2; i < next.size(); ++i)
    next[i] = i * dots;
  std::vector<std::size_t> again;
  for (const std::uint16_t rank : matrix.ranks)
    again.push_back(next[step(rank)]++);
  std::vector<double> picture;
  for (std::size_t y = 0; y < field; ++y)
    for (std::size_t x = 0; x < field; ++x) {
      const std::size_t rank = again[y % matrix.side * matrix.side + x % matrix.side];
      picture.push_back(rank * 255 < static_cast<std::size_t>(255 - gray) * pixels);
    }
  return picture;
}

TEST_P(ClusteredScreens, WouldShowATileWhoseDotsGrowRowByRow) {
  const Matrix matrix =
      GetParam().kind == ScreenKind::clustered ? clustered_matrix() : clustered_fine_matrix();
  double most = 0;
  for (int gray = 4; gray < 256; gray += 12)
    most = std::max(most, pattern(test::Spectrum(row_by_row(matrix, gray), field)));
  EXPECT_GT(most, 4.0 * allowed);
}

} // namespace
} // namespace platen::halftone
