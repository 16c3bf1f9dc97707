#pragma once

namespace platen::worker {

// The linear part of a matrix: x' = a x + c y, y' = b x + d y.
struct Linear {
  double a = 1, b = 0, c = 0, d = 1;
};
Linear operator*(const Linear& first, const Linear& then);

// Whether what lies along the axes still does: each along its own, or along the other one.
bool keeps_axes(const Linear& m);
bool swaps_axes(const Linear& m);

} // namespace platen::worker
