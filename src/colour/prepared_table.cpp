#include "colour/prepared_table.h"

#include <bit>
#include <cstddef>
#include <utility>

namespace platen::colour {

namespace {

std::int32_t word(std::uint16_t low, std::uint16_t high) {
  return std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(high) << 16 | low);
}

std::int32_t curve_shift(std::int32_t size) {
  return 16 - std::countr_zero(static_cast<std::uint32_t>(size - 1));
}

std::vector<std::int32_t> packed(const std::vector<std::int32_t>& curves, std::int32_t size) {
  std::vector<std::int32_t> words(curves.size());
  for (std::size_t i = 0; i + 1 < curves.size(); ++i) {
    if ((i + 1) % static_cast<std::size_t>(size) == 0) continue; // the end of a channel
    const std::int32_t rise = curves[i + 1] - curves[i];
    if (curves[i] < 0 || curves[i] > 65535 || rise < -32768 || rise > 32767) return {};
    words[i] = word(static_cast<std::uint16_t>(curves[i]), static_cast<std::uint16_t>(rise));
  }
  return words;
}

std::vector<std::int32_t> pair_up(const ColourTable& table) {
  std::vector<std::int32_t> pairs;
  const auto size = static_cast<std::size_t>(ColourTable::output_curve_size);
  const auto& curves = table.output_curves;
  for (std::size_t i = 0; i < curves.size(); ++i)
    pairs.push_back(word(curves[i], i % size + 1 < size ? curves[i + 1] : curves[i]));
  return pairs;
}

std::vector<std::int32_t> lay_out_nodes(const std::vector<std::uint16_t>& samples,
                                        std::int32_t outputs) {
  std::vector<std::int32_t> nodes;
  const auto step = static_cast<std::size_t>(outputs);
  nodes.reserve(samples.size() / step *
                static_cast<std::size_t>(PreparedTable::words_of_node(outputs)));
  for (std::size_t node = 0; node < samples.size(); node += step)
    for (std::size_t o = 0; o < step; o += 2)
      nodes.push_back(
          word(samples[node + o], o + 1 < step ? samples[node + o + 1] : std::uint16_t{0}));
  return nodes;
}

PreparedCurves light(const std::vector<std::int32_t>& curves, std::int32_t size) {
  if (curves.empty()) return {};
  return {.size = size, .shift = curve_shift(size), .entries = curves, .packed = {}};
}

PreparedCurves samples(const std::vector<std::int32_t>& curves, std::int32_t size) {
  PreparedCurves made = light(curves, size);
  if (!curves.empty()) made.packed = packed(curves, size);
  return made;
}

PreparedLabGrid lab_grid(const ColourTable& table) {
  const LabGrid& lab = table.lab;
  return {.factor = lab.factor,
          .offset = lab.offset,
          .input_curves = samples(lab.input_curves, lab.curve_size),
          .output_curves = samples(lab.output_curves, lab.output_curve_size),
          .grid = lab.grid,
          .nodes = lay_out_nodes(lab.nodes, table.outputs),
          .white_rise = lab.white_rise};
}

} // namespace

PreparedTable prepare(ColourTable table) {
  PreparedTable made;
  made.kind = table.kind;
  made.inputs = table.inputs;
  made.outputs = table.outputs;
  using Kind = ColourTable::Kind;
  if (table.kind == Kind::matrix || table.kind == Kind::lab_grid)
    made.input_curves = light(table.input_curves, table.curve_size);
  else if (table.kind != Kind::identity)
    made.input_curves = samples(table.input_curves, table.curve_size);
  if (has_matrix(table.kind)) {
    made.matrix = table.matrix;
    made.output_pairs = pair_up(table);
  }
  if (has_clut(table.kind)) {
    made.grid = table.grid;
    made.nodes = lay_out_nodes(table.clut, clut_outputs(table));
    if (has_matrix(table.kind))
      made.light_curves = light(table.light_curves, table.light_curve_size);
  }
  if (has_lab_grid(table.kind)) made.lab = lab_grid(table);
  made.source = std::move(table);
  return made;
}

} // namespace platen::colour
