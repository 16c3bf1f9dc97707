#include "colour/evaluate.h"
#include "colour/widen.h"
#include "unit/colour/random_table.h"
#include "unit/pipeline/every_target.h"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>
#include <lcms2.h>

namespace platen::colour {
namespace {

using Samples = std::vector<std::uint16_t>;

Samples evaluated(const ColourTable& table, const Samples& in) {
  const auto pixels = in.size() / static_cast<std::size_t>(table.inputs);
  Samples out(pixels * static_cast<std::size_t>(table.outputs));
  evaluate(prepare(table), in, out);
  return out;
}

void expect_equal_on_every_target(const ColourTable& table) {
  constexpr std::size_t widest = 200;
  ASSERT_TRUE(check(table).has_value());
  const PreparedTable prepared = prepare(table);
  const auto inputs = static_cast<std::size_t>(table.inputs);
  const auto outputs = static_cast<std::size_t>(table.outputs);
  test::RandomTables random(17);
  Samples in(widest * inputs), expected(widest * outputs);
  for (auto& sample : in)
    sample = random.sample();
  reference::evaluate(table, in, expected);
  test::on_every_target([&] {
    for (std::size_t width = 0; width <= widest; ++width) {
      Samples out(width * outputs);
      // From the right end, so that every width has pixels of its own in its last vector.
      evaluate(prepared, std::span(in).last(width * inputs), out);
      ASSERT_TRUE(std::equal(out.begin(), out.end(), expected.end() - std::ssize(out)))
          << width << " pixels";
    }
  });
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForCurves) {
  test::RandomTables random(1);
  for (const std::int32_t channels : {1, 3, 4})
    for (const std::int32_t bits : {8, 11, 16})
      expect_equal_on_every_target(random.curve(channels, bits));
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForCurvesThatArePacked) {
  test::RandomTables random(9, true);
  for (const std::int32_t bits : {8, 11, 16}) {
    const ColourTable curves = random.curve(3, bits), grid = random.clut(4, 3, 9, bits);
    EXPECT_FALSE(prepare(curves).input_curves.packed.empty());
    EXPECT_FALSE(prepare(grid).input_curves.packed.empty());
    expect_equal_on_every_target(curves);
    expect_equal_on_every_target(grid);
  }
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForMatrices) {
  test::RandomTables random(2);
  for (const std::int32_t outputs : {1, 3})
    for (const std::int32_t bits : {8, 11, 16})
      expect_equal_on_every_target(random.matrix(outputs, bits));
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForGrids) {
  test::RandomTables random(3);
  for (const std::int32_t inputs : {1, 3, 4})
    for (const std::int32_t outputs : {1, 3, 4})
      for (const std::int32_t grid : {2, 17})
        for (const std::int32_t bits : {0, 12})
          expect_equal_on_every_target(random.clut(inputs, outputs, grid, bits));
  expect_equal_on_every_target(random.clut(1, 1, 32'769, 0));
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForGridsWithAMatrixBehind) {
  test::RandomTables random(7);
  for (const std::int32_t inputs : {1, 3, 4})
    for (const std::int32_t outputs : {1, 3})
      for (const std::int32_t bits : {0, 12})
        for (const std::int32_t light_bits : {8, 12, 16})
          expect_equal_on_every_target(random.clut_matrix(inputs, outputs, 9, bits, light_bits));
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForGridsInLab) {
  test::RandomTables random(10);
  for (const std::int32_t outputs : {1, 3})
    for (const std::int32_t bits : {0, 8, 12}) {
      expect_equal_on_every_target(random.lab_grid(outputs, 9, bits));
      for (const std::int32_t inputs : {3, 4})
        expect_equal_on_every_target(random.clut_lab_grid(inputs, outputs, 5, bits));
    }
  test::RandomTables gentle(12, true);
  for (const std::int32_t bits : {8, 12}) {
    const ColourTable table = gentle.lab_grid(3, 33, bits);
    EXPECT_FALSE(prepare(table).lab.input_curves.packed.empty());
    expect_equal_on_every_target(table);
  }
}

TEST(Evaluate, GivesEqualBytesOnEveryTargetForTheIdentity) {
  for (const std::int32_t channels : {1, 3, 4}) {
    ColourTable table;
    table.inputs = table.outputs = channels;
    expect_equal_on_every_target(table);
  }
}

TEST(Evaluate, ReproducesTheGridsOwnPoints) {
  test::RandomTables random(4);
  for (const std::int32_t inputs : {1, 3, 4}) {
    // A grid of 16 has its points at multiples of 65535 / 15 = 4369, which u = x + (x >> 15) makes
    // multiples of 65536 / 15, to within 14/15 of a unit.
    const ColourTable table = random.clut(inputs, 3, 16, 0);
    const auto nodes = table.clut.size() / 3, axes = static_cast<std::size_t>(inputs);
    Samples in(nodes * axes);
    for (std::size_t node = 0; node < nodes; ++node)
      for (std::size_t axis = axes, rest = node; axis-- > 0; rest /= 16)
        in[node * axes + axis] = static_cast<std::uint16_t>(rest % 16 * 4369);
    const Samples out = evaluated(table, in);
    // Off by up to a unit of 4369 on each axis, where neighbours may differ by 65535.
    for (std::size_t i = 0; i < out.size(); ++i)
      ASSERT_NEAR(out[i], table.clut[i], 16 * inputs);
  }
}

TEST(Evaluate, OfALinearGridIsLinear) {
  ColourTable table;
  table.kind = ColourTable::Kind::clut;
  table.grid = 33;
  for (int r = 0; r < 33; ++r)
    for (int g = 0; g < 33; ++g)
      for (int b = 0; b < 33; ++b)
        for (const int v : {r, g, b})
          table.clut.push_back(static_cast<std::uint16_t>((v * 65535 + 16) / 32));
  test::RandomTables random(5);
  Samples in(3000);
  for (auto& sample : in)
    sample = random.sample();
  const Samples out = evaluated(table, in);
  for (std::size_t i = 0; i < in.size(); ++i)
    ASSERT_NEAR(out[i], in[i], 1.01);
}

// lcms2 as the referee: the same smooth grid, interpolated by both.
TEST(Evaluate, AgreesWithLcms2OnASmoothGrid) {
  constexpr int grid = 17;
  ColourTable table;
  table.kind = ColourTable::Kind::clut;
  table.grid = grid;
  for (int r = 0; r < grid; ++r)
    for (int g = 0; g < grid; ++g)
      for (int b = 0; b < grid; ++b) {
        const double x = r / 16.0, y = g / 16.0, z = b / 16.0;
        for (const double v :
             {0.8 * x + 0.2 * y * z, std::sqrt(y) * (0.9 + 0.1 * x), z * z * 0.7 + 0.3 * x * y})
          table.clut.push_back(static_cast<std::uint16_t>(std::lround(65535 * v)));
      }
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 3, 3);
  cmsPipelineInsertStage(pipeline, cmsAT_END,
                         cmsStageAllocCLut16bit(nullptr, grid, 3, 3, table.clut.data()));
  test::RandomTables random(6);
  Samples in(60'000);
  for (auto& sample : in)
    sample = random.sample();
  const Samples out = evaluated(table, in);
  int worst = 0;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    std::uint16_t theirs[3];
    cmsPipelineEval16(in.data() + i, theirs, pipeline);
    for (std::size_t c = 0; c < 3; ++c)
      worst = std::max(worst, std::abs(int{out[i + c]} - int{theirs[c]}));
  }
  cmsPipelineFree(pipeline);
  EXPECT_LE(worst, 3) << "of 65535";
}

// The same for four inputs, where its way is a line between two tetrahedra; on a rough grid.
TEST(Evaluate, AgreesWithLcms2OnAnyGridOfFourInputs) {
  test::RandomTables random(8);
  const ColourTable table = random.clut(4, 3, 9, 0);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
  cmsPipelineInsertStage(pipeline, cmsAT_END,
                         cmsStageAllocCLut16bit(nullptr, 9, 4, 3, table.clut.data()));
  Samples in(80'000);
  for (auto& sample : in)
    sample = random.sample();
  const Samples out = evaluated(table, in);
  int worst = 0;
  for (std::size_t i = 0; i < in.size() / 4; ++i) {
    std::uint16_t theirs[3];
    cmsPipelineEval16(in.data() + 4 * i, theirs, pipeline);
    for (std::size_t c = 0; c < 3; ++c)
      worst = std::max(worst, std::abs(int{out[3 * i + c]} - int{theirs[c]}));
  }
  cmsPipelineFree(pipeline);
  // Our axis ends at 65536, theirs at 65535: up to a unit of place, where neighbours differ by all.
  EXPECT_LE(worst, 4 * 8 + 2) << "of 65535";
}

TEST(Widen, IsEqualOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t width = 0; width <= 256; ++width) {
      std::vector<std::uint8_t> in(width);
      for (std::size_t i = 0; i < width; ++i)
        in[i] = static_cast<std::uint8_t>(255 - i);
      Samples out(width), expected(width);
      widen(in, out);
      reference::widen(in, expected);
      ASSERT_EQ(out, expected);
    }
  });
}

} // namespace
} // namespace platen::colour
