#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace platen {

// Numbers that take source samples to device samples, computed from ICC profiles inside the sandbox
// (colour/icc) and applied outside it (colour/apply). Plain data, no pointers into any profile.
//
// HOW A PIXEL IS EVALUATED. This is the whole definition; every implementation gives these numbers.
// All arithmetic is on integers; ">>" rounds towards minus infinity; nothing overflows the width
// that is named.
//
// Samples. x is a source sample of 16 bits, 0..65535 (a sample v of 8 bits counts as v * 257). The
// result is a sample of 16 bits.
//
// identity (inputs == outputs): result[c] = x[c].
//
// Input curves (kinds curve and matrix always; kind clut unless input_curves is empty).
//   curve_size == (1 << k) + 1, k in 8..16; s = 16 - k. Channel c has the entries
//   t = input_curves[c * curve_size ...]. Entry i belongs to the sample i << s; the last one lies a
//   step past the sample 65535, so that the interpolation ends at the right value.
//     i = x >> s;  f = x & ((1 << s) - 1)
//     in(x) = t[i] + (((t[i + 1] - t[i]) * f + ((1 << s) >> 1)) >> s)          signed, 32 bits
//   Neighbours differ by less than 1 << (31 - s), so the product fits (k = 16 needs none).
//   Kind clut_matrix has input curves as kind clut has them.
//
// curve (inputs == outputs): result[c] = clamp(in(x[c]), 0, 65535); entries are 16-bit samples.
//
// matrix (inputs == 3, outputs 1 or 3). The input curves' entries are linear light, 1.0 = 1 << 30;
//   coefficients are 1.0 = 1 << 25, row major, `outputs` rows of 3. For each output o:
//     sum = m[3o] * in(x[0]) + m[3o + 1] * in(x[1]) + m[3o + 2] * in(x[2])     signed, 64 bits
//     y = clamp((sum + (1 << 31)) >> 32, 0, 1 << 23)             linear light, 1.0 = 1 << 23
//   then o's output curve, q = output_curves[o * output_curve_size ...], whose entries lie evenly
//   within each octave of z, so that shadows are as exact as lights:
//     z = y + 128                              128..(1 << 23) + 128, exact as a 32-bit float
//     e = floor(log2 z)                        7..23
//     i = ((e - 7) << 7) + (z >> (e - 7)) - 128                                      0..2048
//     f = ((z << (30 - e)) >> 8) & 32767       unsigned, 32 bits: the 15 bits of z that follow
//                                              its first 8 significant ones
//     result[o] = q[i] + (((q[i + 1] - q[i]) * f + 16384) >> 15)               signed, 32 bits
//   (With b the bits of z as an IEEE float: i = (b >> 16) - (134 << 7), f = (b >> 1) & 32767.)
//
// clut (inputs 1..4). x' = x, or clamp(in(x), 0, 65535) where there are input curves. The grid's
//   points lie evenly over 0..65535. For each axis:
//     u = x' + (x' >> 15);  p = u * (grid - 1)             u is 0..65536; p unsigned, 32 bits
//     cell = min(p >> 16, grid - 2);  f = p - (cell << 16)                       f is 0..65536
//   then simplex ("tetrahedral") interpolation. Sort the axes by falling f: f1 >= f2 >= ... >= fn
//   (the order of equal ones does not matter). The first corner is the cell's lowest; each next one
//   lies a step further along the next axis; their weights are 65536 - f1, f1 - f2, ..., fn.
//     result[o] = (sum of weight * corner[o] + 32768) >> 16                  unsigned, 32 bits
//   corner[o] is clut[((i0 * grid + i1) * grid + i2 ...) * outputs + o]: the first input is
//   slowest. Four inputs go as ICC engines take them, a line between two tetrahedra: with the last
//   three axes, a is the result in the cell's lower slab along the first axis, b in its upper one,
//   and f that axis' own:
//     result[o] = (a[o] * (65536 - f) + b[o] * f + 32768) >> 16              unsigned, 32 bits
//
// clut_matrix (inputs 1..4, outputs 1 or 3): a clut of three outputs, whatever `outputs` says, and
//   then a matrix whose x are the clut's results and whose input curves are the light curves: t =
//   light_curves[c * light_curve_size ...]. Its linear light may lie in -1.0..1.0. So a grid can
//   hold colours beyond the gamut of the target; they are clipped where they have left it.
//
// lab_grid (inputs 3, outputs 1 or 3): a matrix of three outputs, whatever `outputs` says, and then
//   `lab`, the grid in Lab that the target's profile holds. The linear light of its input curves
//   may lie in -1.0..1.0; what its output curves give are r, the roots of X, Y and Z, in which Lab
//   is linear:
//     d[0] = r[1];  d[1] = clamp(r[0] - r[1], -32768, 32767);  d[2] = r[1] - r[2]
//     x[i] = clamp((lab.factor[i] * d[i] + lab.offset[i]) >> 14, 0, 65535)     signed, 32 bits
//   then lab's input curves, as kind clut has them, and the cell and the f of each axis likewise.
//   The interpolation is trilinear: where f_i is the third axis', then the second's, then the
//   first's, and a and b lie at the axis' lower and upper ends,
//     (a * (65536 - f_i) + b * f_i + 32768) >> 16                              unsigned, 32 bits
//   then lab's output curves, clamped as kind curve does it. White is white at last:
//     m = the least x of the three that the table was given (four: 65535 - the greatest)
//     result[o] = min(result[o] + ((lab.white_rise[o] * max(m - 65279, 0)) >> 8), 65535)
//
// clut_lab_grid (inputs 3 or 4, outputs 1 or 3): lab_grid behind a clut as clut_matrix is a matrix
//   behind one.
struct LabGrid {
  std::array<std::int32_t, 3> factor{}, offset{};
  std::int32_t curve_size = 0; // entries of an input curve; 0: there are none
  std::vector<std::int32_t> input_curves;
  std::int32_t grid = 0; // points an axis
  std::vector<std::uint16_t> nodes;
  std::int32_t output_curve_size = 0; // likewise
  std::vector<std::int32_t> output_curves;
  std::vector<std::int32_t> white_rise; // one for each output, or none
};

struct ColourTable {
  enum class Kind : std::uint8_t {
    identity,
    curve,
    matrix,
    clut,
    clut_matrix,
    lab_grid,
    clut_lab_grid
  };
  static constexpr std::int32_t output_curve_size = 2050; // entries of one output curve

  Kind kind = Kind::identity;
  std::int32_t inputs = 3, outputs = 3; // channels
  std::int32_t curve_size = 0;          // entries of one input curve; 0: there are none
  std::vector<std::int32_t> input_curves;
  std::int32_t grid = 0; // clut and what begins with one: points an axis
  std::vector<std::uint16_t> clut;
  std::int32_t light_curve_size = 0; // clut and more behind it: entries of one light curve
  std::vector<std::int32_t> light_curves;
  std::vector<std::int32_t> matrix;         // all with a matrix
  std::vector<std::uint16_t> output_curves; // all with a matrix
  LabGrid lab;                              // lab_grid, clut_lab_grid
  std::string source_profile;               // its description, for people
  std::string note;                         // for people: what had to be assumed; empty: nothing
};

bool has_clut(ColourTable::Kind kind); // in `clut`
bool has_matrix(ColourTable::Kind kind);
bool has_lab_grid(ColourTable::Kind kind);
// What a point of the table's grid holds: its outputs, or three samples for the matrix behind it.
std::int32_t clut_outputs(const ColourTable& table);
// What the matrix gives: the outputs, or three roots for the grid behind it.
std::int32_t matrix_outputs(const ColourTable& table);

// A number that two tables share only if they do the same to every pixel (FNV-1a over all that
// counts; what is written for people does not).
std::uint64_t fingerprint(const ColourTable& table);

// Whether the table keeps every promise above, so that evaluating it cannot read outside its
// vectors or overflow. A table that came from another process is checked before it is used.
// Errc::malformed.
Result<void> check(const ColourTable& table);

} // namespace platen
