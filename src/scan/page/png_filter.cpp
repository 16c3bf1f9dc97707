#include "scan/page/png_filter.h"

#include <cstdlib>

namespace platen::scan::png {
namespace {

// The predictor of filter 4 (PNG 9.4): of left, above and above left, the nearest to their plane.
std::uint8_t paeth(int left, int above, int corner) {
  const int plane = left + above - corner;
  const int to_left = std::abs(plane - left), to_above = std::abs(plane - above);
  const int to_corner = std::abs(plane - corner);
  if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
  return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

} // namespace

Result<void> unfilter(std::uint8_t filter, std::size_t pixel, std::span<const std::uint8_t> above,
                      std::span<std::uint8_t> row) {
  const auto add = [](std::uint8_t a, int b) { return static_cast<std::uint8_t>(a + b); };
  const auto left = [&](std::size_t i) { return i < pixel ? 0 : int{row[i - pixel]}; };
  const auto corner = [&](std::size_t i) { return i < pixel ? 0 : int{above[i - pixel]}; };
  switch (filter) {
  case 0:
    return {};
  case 1:
    for (std::size_t i = pixel; i < row.size(); ++i)
      row[i] = add(row[i], row[i - pixel]);
    return {};
  case 2:
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = add(row[i], above[i]);
    return {};
  case 3:
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = add(row[i], (left(i) + above[i]) / 2);
    return {};
  case 4:
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = add(row[i], paeth(left(i), above[i], corner(i)));
    return {};
  default:
    return fail(Errc::malformed, "a filter that PNG does not have");
  }
}

} // namespace platen::scan::png
