#include "colour/icc/linear.h"

#include <algorithm>
#include <cmath>

namespace platen::colour {

std::optional<std::vector<double>> solve(std::vector<double> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row)
      if (std::abs(a[row * n + column]) > std::abs(a[pivot * n + column])) pivot = row;
    if (!(std::abs(a[pivot * n + column]) > 1e-12)) return std::nullopt;
    for (std::size_t i = 0; i < n; ++i)
      std::swap(a[column * n + i], a[pivot * n + i]);
    std::swap(b[column], b[pivot]);
    for (std::size_t row = 0; row < n; ++row) {
      if (row == column) continue;
      const double factor = a[row * n + column] / a[column * n + column];
      for (std::size_t i = column; i < n; ++i)
        a[row * n + i] -= factor * a[column * n + i];
      b[row] -= factor * b[column];
    }
  }
  for (std::size_t i = 0; i < n; ++i)
    b[i] /= a[i * n + i];
  return b;
}

std::optional<std::vector<double>> least_solution(std::span<const double> rows,
                                                  std::span<const double> b) {
  const std::size_t n = b.size();
  std::vector<double> squares(n * n); // rows times their transpose
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t c = 0; c < n; ++c)
      for (std::size_t i = 0; i < 3; ++i)
        squares[r * n + c] += rows[3 * r + i] * rows[3 * c + i];
  const auto weights = solve(std::move(squares), {b.begin(), b.end()});
  if (!weights) return std::nullopt;
  std::vector<double> x(3);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t i = 0; i < 3; ++i)
      x[i] += (*weights)[r] * rows[3 * r + i];
  return x;
}

} // namespace platen::colour
