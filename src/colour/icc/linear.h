#pragma once

#include <optional>
#include <span>
#include <vector>

namespace platen::colour {

// x of a x = b, where row i of `a` is a[i * n ...] and n is b.size(); nothing if there is no one
// answer.
std::optional<std::vector<double>> solve(std::vector<double> a, std::vector<double> b);

// The x of least length with rows x = b; `rows` are b.size() rows of three.
std::optional<std::vector<double>> least_solution(std::span<const double> rows,
                                                  std::span<const double> b);

} // namespace platen::colour
