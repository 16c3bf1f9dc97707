#include "image/colour_table.h"

#include <functional>

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

ColourTable sound_clut_matrix() {
  ColourTable t = sound_matrix();
  t.kind = Kind::clut_matrix;
  t.inputs = 4;
  t.light_curve_size = 257;
  t.light_curves.swap(t.input_curves);
  t.curve_size = 0;
  t.grid = 3;
  t.clut.resize(3 * 81);
  return t;
}

TEST(ColourTable, SoundTablesPass) {
  EXPECT_TRUE(check(ColourTable{}));
  EXPECT_TRUE(check(sound_matrix()));
  EXPECT_TRUE(check(sound_clut()));
  EXPECT_TRUE(check(sound_clut_matrix()));
  ColourTable to_gray = sound_clut_matrix();
  to_gray.outputs = 1;
  to_gray.matrix.resize(3);
  to_gray.output_curves.resize(ColourTable::output_curve_size);
  EXPECT_TRUE(check(to_gray));
}

bool refused(ColourTable t, const std::function<void(ColourTable&)>& spoil) {
  spoil(t);
  const auto result = check(t);
  return !result && result.error().code == Errc::malformed;
}

TEST(ColourTable, AGridWithAMatrixIsRefusedForEitherHalf) {
  const ColourTable sound = sound_clut_matrix();
  EXPECT_TRUE(refused(sound, [](auto& t) { t.outputs = 4; }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.outputs = 1; }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.clut.pop_back(); }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.matrix.pop_back(); }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.output_curves.pop_back(); }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.light_curves.pop_back(); }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.light_curves.clear(); }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.light_curve_size = 0; }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.light_curve_size = 258; }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.light_curves[300] += 1 << 24; })); // too steep
  EXPECT_TRUE(refused(sound, [](auto& t) {
    for (auto& v : t.light_curves)
      v = -v - (1 << 23);
  }));
  EXPECT_TRUE(refused(sound, [](auto& t) { t.curve_size = 257, t.input_curves.resize(257); }));
}

TEST(ColourTable, ATableThatWouldReadPastItsEndsOrOverflowIsRefused) {
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
