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

// The last entry overshoots by up to one part in 255 of the range (curve_size 257), hence the
// margins.
Result<void> check_input_curves(const ColourTable& t) {
  if (t.curve_size < 257 || t.curve_size > 65537 ||
      !std::has_single_bit(static_cast<std::uint32_t>(t.curve_size - 1)))
    return broken("the curve size");
  const auto size = static_cast<std::size_t>(t.curve_size);
  if (t.input_curves.size() != size * static_cast<std::size_t>(t.inputs))
    return broken("the curves' length");
  const std::int64_t one = t.kind == ColourTable::Kind::matrix ? std::int64_t{1} << 30 : 65535;
  const std::int64_t margin = one / 255 + 2;
  for (std::size_t c = 0; c < static_cast<std::size_t>(t.inputs); ++c)
    if (!curve_is_sound(std::span(t.input_curves).subspan(c * size, size), -margin, one + margin))
      return broken("an entry of a curve");
  return {};
}

Result<void> check_matrix(const ColourTable& t) {
  if (t.inputs != 3 || (t.outputs != 1 && t.outputs != 3))
    return broken("a matrix is 3 x 3 or 1 x 3");
  const auto outputs = static_cast<std::size_t>(t.outputs);
  if (t.matrix.size() != 3 * outputs) return broken("the matrix's length");
  if (t.output_curves.size() != outputs * ColourTable::output_curve_size)
    return broken("the output curves' length");
  return check_input_curves(t);
}

Result<void> check_clut(const ColourTable& t) {
  if (t.grid < 2 || t.grid > 32769) return broken("the grid");
  std::size_t size = static_cast<std::size_t>(t.outputs);
  for (std::int32_t axis = 0; axis < t.inputs; ++axis) {
    TRY(size, checked_multiply(size, static_cast<std::size_t>(t.grid), "the colour table"));
  }
  if (t.clut.size() != size) return broken("the grid's length");
  if (t.input_curves.empty()) return {};
  return check_input_curves(t);
}

} // namespace

Result<void> check(const ColourTable& t) {
  if (t.inputs < 1 || t.inputs > 4 || t.outputs < 1 || t.outputs > 4)
    return broken("the channel count");
  switch (t.kind) {
  case ColourTable::Kind::identity:
    return t.inputs == t.outputs ? Result<void>{} : broken("an identity of unequal channel counts");
  case ColourTable::Kind::curve:
    if (t.inputs != t.outputs) return broken("curves of unequal channel counts");
    return check_input_curves(t);
  case ColourTable::Kind::matrix:
    return check_matrix(t);
  case ColourTable::Kind::clut:
    return check_clut(t);
  }
  return broken("the kind");
}

} // namespace platen
