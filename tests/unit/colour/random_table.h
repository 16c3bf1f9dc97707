#pragma once

#include "image/colour_table.h"

#include <algorithm>
#include <random>
#include <vector>

namespace platen::test {

// Sound tables of every kind, full of extreme and random numbers.
class RandomTables {
public:
  // gentle: input curves stay inside the range and rise by less than half of it.
  explicit RandomTables(std::uint64_t seed, bool gentle = false) : random_(seed), gentle_(gentle) {}

  ColourTable curve(std::int32_t channels, std::int32_t curve_bits) {
    ColourTable table;
    table.kind = ColourTable::Kind::curve;
    table.inputs = table.outputs = channels;
    add_input_curves(table, curve_bits, 65535);
    return table;
  }

  ColourTable matrix(std::int32_t outputs, std::int32_t curve_bits) {
    ColourTable table;
    table.kind = ColourTable::Kind::matrix;
    table.inputs = 3;
    table.outputs = outputs;
    add_input_curves(table, curve_bits, std::int64_t{1} << 30);
    for (std::int32_t i = 0; i < 3 * outputs; ++i)
      table.matrix.push_back(static_cast<std::int32_t>(between(-(1 << 26), 1 << 26)));
    for (std::int32_t i = 0; i < outputs * ColourTable::output_curve_size; ++i)
      table.output_curves.push_back(static_cast<std::uint16_t>(random_()));
    return table;
  }

  // curve_bits 0: no input curves.
  ColourTable clut(std::int32_t inputs, std::int32_t outputs, std::int32_t grid,
                   std::int32_t curve_bits) {
    ColourTable table;
    table.kind = ColourTable::Kind::clut;
    table.inputs = inputs;
    table.outputs = outputs;
    table.grid = grid;
    if (curve_bits > 0) add_input_curves(table, curve_bits, 65535);
    std::size_t entries = static_cast<std::size_t>(outputs);
    for (std::int32_t i = 0; i < inputs; ++i)
      entries *= static_cast<std::size_t>(grid);
    for (std::size_t i = 0; i < entries; ++i)
      table.clut.push_back(sample());
    return table;
  }

  ColourTable clut_matrix(std::int32_t inputs, std::int32_t outputs, std::int32_t grid,
                          std::int32_t curve_bits, std::int32_t light_bits) {
    ColourTable table = matrix(outputs, light_bits);
    table.light_curve_size = table.curve_size;
    table.light_curves = std::move(table.input_curves);
    // The curves of a clut_matrix may be as dark as they can be bright.
    for (std::size_t i = 0; i < table.light_curves.size(); ++i)
      if (i / static_cast<std::size_t>(table.light_curve_size) == 1)
        table.light_curves[i] = -table.light_curves[i];
    ColourTable front = clut(inputs, 3, grid, curve_bits);
    table.kind = ColourTable::Kind::clut_matrix;
    table.inputs = inputs;
    table.grid = grid;
    table.curve_size = front.curve_size;
    table.input_curves = std::move(front.input_curves);
    table.clut = std::move(front.clut);
    return table;
  }

  // curve_bits 0: no curves before and behind the grid in Lab.
  ColourTable lab_grid(std::int32_t outputs, std::int32_t grid, std::int32_t curve_bits) {
    ColourTable table = matrix(3, 11);
    table.kind = ColourTable::Kind::lab_grid;
    table.outputs = outputs;
    add_lab(table, grid, curve_bits);
    return table;
  }
  ColourTable clut_lab_grid(std::int32_t inputs, std::int32_t outputs, std::int32_t grid,
                            std::int32_t curve_bits) {
    ColourTable table = clut_matrix(inputs, 3, 9, curve_bits, 11);
    table.kind = ColourTable::Kind::clut_lab_grid;
    table.outputs = outputs;
    add_lab(table, grid, curve_bits);
    return table;
  }

  // Often at the ends of the range and of a grid's cell.
  std::uint16_t sample() {
    switch (random_() % 6) {
    case 0:
      return 0;
    case 1:
      return 65535;
    case 2:
      return static_cast<std::uint16_t>(random_() % 33 * 2048);
    default:
      return static_cast<std::uint16_t>(random_());
    }
  }

private:
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }

  void add_lab(ColourTable& table, std::int32_t grid, std::int32_t curve_bits) {
    LabGrid& lab = table.lab;
    lab.factor = {19'000, 32'000, 12'850};
    lab.offset = {-170'000'000, 539'000'000, 539'000'000};
    lab.grid = grid;
    for (std::int32_t i = 0; i < grid * grid * grid * table.outputs; ++i)
      lab.nodes.push_back(sample());
    if (curve_bits > 0) {
      lab.curve_size = lab.output_curve_size = (1 << curve_bits) + 1;
      add_curves(lab.input_curves, 3, curve_bits, 65535);
      add_curves(lab.output_curves, table.outputs, curve_bits, 65535);
    }
    if (curve_bits != 8)
      for (std::int32_t o = 0; o < table.outputs; ++o)
        lab.white_rise.push_back(static_cast<std::int32_t>(between(0, 1100)));
  }

  void add_input_curves(ColourTable& table, std::int32_t bits, std::int64_t one) {
    table.curve_size = (1 << bits) + 1;
    add_curves(table.input_curves, table.inputs, bits, one);
  }

  // A random walk inside the bounds, in steps as steep as check() allows.
  void add_curves(std::vector<std::int32_t>& curves, std::int32_t channels, std::int32_t bits,
                  std::int64_t one) {
    const int shift = 16 - bits;
    std::int64_t steepest = shift == 0 ? one : (std::int64_t{1} << (31 - shift)) - 1;
    std::int64_t low = -one / 256, high = one + one / 256;
    if (gentle_) steepest = std::min<std::int64_t>(steepest, 32767), low = 0, high = one;
    for (std::int32_t channel = 0; channel < channels; ++channel) {
      std::int64_t value = between(low, high);
      for (std::int32_t i = 0; i <= 1 << bits; ++i) {
        curves.push_back(static_cast<std::int32_t>(value));
        value = std::clamp(value + between(-steepest, steepest), low, high);
      }
    }
  }

  std::mt19937_64 random_;
  bool gentle_;
};

} // namespace platen::test
