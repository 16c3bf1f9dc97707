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

std::vector<std::int32_t> lay_out_nodes(const ColourTable& table) {
  std::vector<std::int32_t> nodes;
  const auto outputs = static_cast<std::size_t>(clut_outputs(table));
  nodes.reserve(table.clut.size() / outputs *
                static_cast<std::size_t>(PreparedTable::words_of_node(clut_outputs(table))));
  for (std::size_t node = 0; node < table.clut.size(); node += outputs)
    for (std::size_t o = 0; o < outputs; o += 2)
      nodes.push_back(word(table.clut[node + o],
                           o + 1 < outputs ? table.clut[node + o + 1] : std::uint16_t{0}));
  return nodes;
}

} // namespace

PreparedTable prepare(ColourTable table) {
  PreparedTable made;
  made.kind = table.kind;
  made.inputs = table.inputs;
  made.outputs = table.outputs;
  using Kind = ColourTable::Kind;
  if (table.kind != Kind::identity && !table.input_curves.empty()) {
    made.curve_size = table.curve_size;
    made.curve_shift = curve_shift(table.curve_size);
    made.input_curves = table.input_curves;
    if (table.kind != Kind::matrix)
      made.packed_input_curves = packed(table.input_curves, table.curve_size);
  }
  if (table.kind == Kind::matrix || table.kind == Kind::clut_matrix) {
    made.matrix = table.matrix;
    made.output_pairs = pair_up(table);
  }
  if (table.kind == Kind::clut || table.kind == Kind::clut_matrix) {
    made.grid = table.grid;
    made.nodes = lay_out_nodes(table);
  }
  if (table.kind == Kind::clut_matrix) {
    made.light_curve_size = table.light_curve_size;
    made.light_curve_shift = curve_shift(table.light_curve_size);
    made.light_curves = table.light_curves;
  }
  made.source = std::move(table);
  return made;
}

} // namespace platen::colour
