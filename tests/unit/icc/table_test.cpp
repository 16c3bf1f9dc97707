#include "image/colour_table.h"

#include <gtest/gtest.h>

namespace platen {
namespace {

using Kind = ColourTable::Kind;

ColourTable sound_matrix() {
  ColourTable t;
  t.kind = Kind::matrix;
  t.curve_size = 257;
  for (int c = 0; c < 3; ++c)
    for (int i = 0; i <= 256; ++i)
      t.input_curves.push_back(i << 22);
  t.matrix.assign(9, 1 << 25);
  t.output_curves.resize(3 * ColourTable::output_curve_size);
  return t;
}

ColourTable sound_clut() {
  ColourTable t;
  t.kind = Kind::clut;
  t.inputs = 4;
  t.grid = 3;
  t.clut.resize(3 * 81);
  return t;
}

TEST(ColourTable, SoundTablesPass) {
  EXPECT_TRUE(check(ColourTable{}));
  EXPECT_TRUE(check(sound_matrix()));
  EXPECT_TRUE(check(sound_clut()));
}

TEST(ColourTable, ATableThatWouldReadPastItsEndsOrOverflowIsRefused) {
  const auto refused = [](ColourTable t, auto spoil) {
    spoil(t);
    const auto result = check(t);
    return !result && result.error().code == Errc::malformed;
  };
  EXPECT_TRUE(refused({}, [](auto& t) { t.outputs = 1; }));
  EXPECT_TRUE(refused({}, [](auto& t) { t.inputs = t.outputs = 5; }));
  EXPECT_TRUE(refused({}, [](auto& t) { t.kind = static_cast<Kind>(9); }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.input_curves.pop_back(); }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.curve_size = 258; }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.curve_size = 129; }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.matrix.pop_back(); }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.output_curves.pop_back(); }));
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.outputs = 2; }));
  EXPECT_TRUE(
      refused(sound_matrix(), [](auto& t) { t.input_curves[300] += 1 << 24; })); // too steep
  EXPECT_TRUE(refused(sound_matrix(), [](auto& t) { t.input_curves[0] = -(1 << 28); }));
  EXPECT_TRUE(refused(sound_clut(), [](auto& t) { t.grid = 2; }));
  EXPECT_TRUE(refused(sound_clut(), [](auto& t) { t.grid = 1; }));
  EXPECT_TRUE(refused(sound_clut(), [](auto& t) { t.grid = 32770; }));
  EXPECT_TRUE(
      refused(sound_clut(), [](auto& t) { t.curve_size = 257, t.input_curves.resize(257); }));
}

} // namespace
} // namespace platen
