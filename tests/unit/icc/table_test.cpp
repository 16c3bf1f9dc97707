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

ColourTable sound_lab_grid() {
  ColourTable t = sound_matrix();
  t.kind = Kind::lab_grid;
  t.lab.factor = {19'000, 32'000, 12'850};
  t.lab.offset = {-170'000'000, 539'000'000, 539'000'000};
  t.lab.grid = 3;
  t.lab.nodes.resize(3 * 27);
  t.lab.curve_size = t.lab.output_curve_size = 257;
  t.lab.input_curves.resize(3 * 257);
  t.lab.output_curves.resize(3 * 257);
  t.lab.white_rise = {0, 1, 2};
  return t;
}

ColourTable sound_clut_lab_grid() {
  ColourTable t = sound_clut_matrix();
  t.kind = Kind::clut_lab_grid;
  t.lab = sound_lab_grid().lab;
  return t;
}

TEST(ColourTable, SoundTablesPass) {
  EXPECT_TRUE(check(ColourTable{}));
  EXPECT_TRUE(check(sound_matrix()));
  EXPECT_TRUE(check(sound_clut()));
  EXPECT_TRUE(check(sound_clut_matrix()));
  EXPECT_TRUE(check(sound_lab_grid()));
  EXPECT_TRUE(check(sound_clut_lab_grid()));
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

TEST(ColourTable, AGridInLabIsRefusedForAnyOfItsParts) {
  for (const ColourTable& sound : {sound_lab_grid(), sound_clut_lab_grid()}) {
    EXPECT_TRUE(refused(sound, [](auto& t) { t.matrix.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.output_curves.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.nodes.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.grid = 1, t.lab.nodes.resize(3); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.grid = 257, t.lab.nodes.clear(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.input_curves.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.output_curves.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.curve_size = 0; }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.output_curve_size = 258; }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.input_curves[7] = 1 << 20; }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.white_rise.pop_back(); }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.white_rise[1] = -1; }));
    EXPECT_TRUE(refused(sound, [](auto& t) { t.lab.white_rise[1] = 65'536; }));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      EXPECT_TRUE(refused(sound, [&](auto& t) { t.lab.factor[axis] = 70'000; }));
      EXPECT_TRUE(refused(sound, [&](auto& t) { t.lab.offset[axis] = -2'000'000'000; }));
    }
    EXPECT_TRUE(refused(sound, [](auto& t) { t.outputs = 4; }));
  }
  EXPECT_TRUE(refused(sound_lab_grid(), [](auto& t) { t.inputs = 4; }));
  EXPECT_TRUE(refused(sound_clut_lab_grid(), [](auto& t) { t.clut.pop_back(); }));
  EXPECT_TRUE(refused(sound_clut_lab_grid(), [](auto& t) { t.light_curves.clear(); }));
  EXPECT_TRUE(refused(sound_clut_lab_grid(), [](auto& t) { t.inputs = 1, t.clut.resize(9); }));
}

TEST(ColourTable, TheFingerprintTellsGridsInLabApart) {
  const std::uint64_t print = fingerprint(sound_lab_grid());
  for (const auto& change : std::initializer_list<std::function<void(LabGrid&)>>{
           [](LabGrid& lab) { ++lab.factor[1]; }, [](LabGrid& lab) { ++lab.offset[2]; },
           [](LabGrid& lab) { ++lab.nodes[5]; }, [](LabGrid& lab) { ++lab.input_curves[5]; },
           [](LabGrid& lab) { ++lab.output_curves[5]; },
           [](LabGrid& lab) { ++lab.white_rise[0]; }}) {
    ColourTable other = sound_lab_grid();
    change(other.lab);
    EXPECT_NE(fingerprint(other), print);
  }
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
