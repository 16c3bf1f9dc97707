#include "image/colour_table.h"

#include "base/bytes.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <span>

namespace platen {
namespace {

Failure broken(const char* what) {
  return fail(Errc::malformed, std::string("the colour table is not valid: ") + what);
}

// The entries of one input curve: inside the bounds, and neighbours close enough for 32-bit
// products.
bool curve_is_sound(std::span<const std::int32_t> curve, std::int64_t low, std::int64_t high) {
  const int shift = 16 - std::countr_zero(static_cast<std::uint32_t>(curve.size() - 1));
  const std::int64_t step_bound = std::int64_t{1} << (31 - shift);
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve[i] < low || curve[i] > high) return false;
    if (shift > 0 && i > 0 && std::abs(std::int64_t{curve[i]} - curve[i - 1]) >= step_bound)
      return false;
  }
  return true;
}

struct Curves {
  std::int32_t size;
  std::int32_t count;
  const std::vector<std::int32_t>& entries;
  std::int64_t low, high;
};

Result<void> check_curves(const Curves& curves) {
  if (curves.size < 257 || curves.size > 65537 ||
      !std::has_single_bit(static_cast<std::uint32_t>(curves.size - 1)))
    return broken("the curve size");
  const auto size = static_cast<std::size_t>(curves.size);
  const auto count = static_cast<std::size_t>(curves.count);
  if (curves.entries.size() != size * count) return broken("the curves' length");
  for (std::size_t c = 0; c < count; ++c)
    if (!curve_is_sound(std::span(curves.entries).subspan(c * size, size), curves.low, curves.high))
      return broken("an entry of a curve");
  return {};
}

constexpr std::int64_t full_sample = 65535, full_light = std::int64_t{1} << 30;

// The last entry overshoots by up to one part in 255 of the range (curve_size 257).
constexpr std::int64_t margin(std::int64_t one) {
  return one / 255 + 2;
}

Result<void> check_input_curves(const ColourTable& t, std::int64_t one) {
  return check_curves({t.curve_size, t.inputs, t.input_curves, -margin(one), one + margin(one)});
}

// Three products of 31 and 30 bits, and a little: inside 63.
Result<void> check_light(std::int32_t size, const std::vector<std::int32_t>& curves) {
  return check_curves(
      {size, 3, curves, -full_light - margin(full_light), full_light + margin(full_light)});
}

Result<void> check_matrix(const ColourTable& t) {
  if (t.outputs != 1 && t.outputs != 3) return broken("a matrix is 3 x 3 or 1 x 3");
  const auto outputs = static_cast<std::size_t>(matrix_outputs(t));
  if (t.matrix.size() != 3 * outputs) return broken("the matrix's length");
  if (t.output_curves.size() != outputs * ColourTable::output_curve_size)
    return broken("the output curves' length");
  return {};
}

Result<void> check_clut(const ColourTable& t) {
  if (t.grid < 2 || t.grid > 32769) return broken("the grid");
  auto size = static_cast<std::size_t>(clut_outputs(t));
  for (std::int32_t axis = 0; axis < t.inputs; ++axis) {
    TRY(size, checked_multiply(size, static_cast<std::size_t>(t.grid), "the colour table"));
  }
  if (t.clut.size() != size) return broken("the grid's length");
  if (t.input_curves.empty()) return {};
  return check_input_curves(t, full_sample);
}

Result<void> check_clut_matrix(const ColourTable& t) {
  TRY_VOID(check_clut(t));
  TRY_VOID(check_matrix(t));
  return check_light(t.light_curve_size, t.light_curves);
}

// |factor * d + offset| stays inside 31 bits for every d that there can be.
bool lab_axes_are_sound(const LabGrid& lab) {
  for (std::size_t i = 0; i < 3; ++i) {
    const std::int64_t furthest = i == 1 ? 32768 : 65535;
    const std::int64_t reach = std::abs(std::int64_t{lab.factor[i]}) * furthest;
    if (reach + std::abs(std::int64_t{lab.offset[i]}) > 0x7fffffff) return false;
  }
  return true;
}

// A curve of samples for each of `count` channels, or none.
Result<void> check_samples(std::int32_t size, std::int32_t count,
                           const std::vector<std::int32_t>& curves) {
  if (curves.empty()) return {};
  return check_curves(
      {size, count, curves, -margin(full_sample), full_sample + margin(full_sample)});
}

Result<void> check_lab_grid(const LabGrid& lab, std::int32_t outputs) {
  if (!lab_axes_are_sound(lab)) return broken("the axes of its grid in Lab");
  if (lab.grid < 2 || lab.grid > 256) return broken("the grid in Lab");
  const auto side = static_cast<std::size_t>(lab.grid),
             channels = static_cast<std::size_t>(outputs);
  if (lab.nodes.size() != side * side * side * channels)
    return broken("the length of the grid in Lab");
  TRY_VOID(check_samples(lab.curve_size, 3, lab.input_curves));
  TRY_VOID(check_samples(lab.output_curve_size, outputs, lab.output_curves));
  if (lab.white_rise.empty()) return {};
  if (lab.white_rise.size() != channels) return broken("what is missing to its white");
  for (const std::int32_t rise : lab.white_rise)
    if (rise < 0 || rise > 65535) return broken("what is missing to its white");
  return {};
}

} // namespace

bool has_clut(ColourTable::Kind kind) {
  using enum ColourTable::Kind;
  return kind == clut || kind == clut_matrix || kind == clut_lab_grid;
}
bool has_lab_grid(ColourTable::Kind kind) {
  using enum ColourTable::Kind;
  return kind == lab_grid || kind == clut_lab_grid;
}
bool has_matrix(ColourTable::Kind kind) {
  using enum ColourTable::Kind;
  return kind == matrix || kind == clut_matrix || has_lab_grid(kind);
}

std::int32_t clut_outputs(const ColourTable& t) {
  return has_matrix(t.kind) ? 3 : t.outputs;
}
std::int32_t matrix_outputs(const ColourTable& t) {
  return has_lab_grid(t.kind) ? 3 : t.outputs;
}

Result<void> check(const ColourTable& t) {
  if (t.inputs < 1 || t.inputs > 4 || t.outputs < 1 || t.outputs > 4)
    return broken("the channel count");
  switch (t.kind) {
  case ColourTable::Kind::identity:
    return t.inputs == t.outputs ? Result<void>{} : broken("an identity of unequal channel counts");
  case ColourTable::Kind::curve:
    if (t.inputs != t.outputs) return broken("curves of unequal channel counts");
    return check_input_curves(t, full_sample);
  case ColourTable::Kind::matrix:
    if (t.inputs != 3) return broken("a matrix is 3 x 3 or 1 x 3");
    TRY_VOID(check_matrix(t));
    return check_input_curves(t, full_light);
  case ColourTable::Kind::clut:
    return check_clut(t);
  case ColourTable::Kind::clut_matrix:
    return check_clut_matrix(t);
  case ColourTable::Kind::lab_grid:
    if (t.inputs != 3) return broken("a matrix is 3 x 3 or 1 x 3");
    TRY_VOID(check_matrix(t));
    TRY_VOID(check_light(t.curve_size, t.input_curves));
    return check_lab_grid(t.lab, t.outputs);
  case ColourTable::Kind::clut_lab_grid:
    if (t.inputs < 3) return broken("a grid in Lab takes colours");
    TRY_VOID(check_clut_matrix(t));
    return check_lab_grid(t.lab, t.outputs);
  }
  return broken("the kind");
}

namespace {

class Fingerprint {
public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte, value >>= 8)
      hash_ = (hash_ ^ (value & 0xff)) * 0x100000001b3;
  }
  template<class T> void add(const std::vector<T>& values) {
    add(values.size());
    for (const T value : values)
      add(static_cast<std::uint64_t>(value));
  }
  void add(const LabGrid& lab) {
    for (const auto& numbers : {lab.factor, lab.offset})
      for (const std::int32_t number : numbers)
        add(static_cast<std::uint64_t>(number));
    add(static_cast<std::uint64_t>(lab.grid));
    add(lab.input_curves);
    add(lab.nodes);
    add(lab.output_curves);
    add(lab.white_rise);
  }
  std::uint64_t value() const { return hash_; }

private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

} // namespace

std::uint64_t fingerprint(const ColourTable& table) {
  Fingerprint print;
  for (const std::int32_t number :
       {static_cast<std::int32_t>(table.kind), table.inputs, table.outputs, table.curve_size,
        table.grid, table.light_curve_size})
    print.add(static_cast<std::uint64_t>(number));
  print.add(table.input_curves);
  print.add(table.clut);
  print.add(table.light_curves);
  print.add(table.matrix);
  print.add(table.output_curves);
  if (has_lab_grid(table.kind)) print.add(table.lab);
  return print.value();
}

} // namespace platen
