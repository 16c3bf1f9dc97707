#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace platen {

// Numbers that take source samples to device samples, computed from ICC profiles inside the sandbox
// (colour/icc) and applied outside it (colour/apply). Plain data, no pointers into any profile.
//
// HOW A PIXEL IS EVALUATED. This is the whole definition; every implementation gives these numbers.
// All arithmetic is on integers; ">>" rounds towards minus infinity; no step overflows the width
// named.
//
//  Samples.  x is a source sample of 16 bits, 0..65535 (an 8-bit sample v counts as v * 257; that
//  is
//            exact for 0 and 255). The result is a sample of 16 bits.
//
//  identity  result[c] = x[c].  inputs == outputs.
//
//  Input curve (kinds curve and matrix always; kind clut unless input_curves is empty).
//            curve_size == (1 << k) + 1, k in 8..16, s = 16 - k. Channel c has the entries
//            t = input_curves[c * curve_size ...]; entry i belongs to the sample i << s (the last
//            entry lies one step past the sample 65535, so that the interpolation ends right).
//              i = x >> s;  f = x & ((1 << s) - 1);
//              in(x) = t[i] + (((t[i + 1] - t[i]) * f + ((1 << s) >> 1)) >> s)              32
//              bits, signed
//            Neighbours differ by less than 1 << (31 - s), so the product fits (k = 16: no product
//            is needed).
//
//  curve     result[c] = clamp(in(x[c]), 0, 65535).  inputs == outputs; entries in samples of 16
//  bits.
//
//  matrix    inputs == 3, outputs == 1 or 3. Entries of the input curves are linear light, 1.0 = 1
//  << 30.
//            Coefficients are 1.0 = 1 << 25, row major, `outputs` rows of 3. For each output o:
//              sum = matrix[3o] * in(x[0]) + matrix[3o+1] * in(x[1]) + matrix[3o+2] * in(x[2]) 64
//              bits y   = clamp((sum + (1 << 31)) >> 32, 0, 1 << 23)            linear light, 1.0 =
//              1 << 23
//            then the output curve of o, whose entries q = output_curves[o * output_curve_size ...]
//            lie evenly in each octave of z, so that shadows are as exact as lights:
//              z = y + 128;                       128 <= z <= (1 << 23) + 128, exact as a 32-bit
//              float e = floor(log2 z);                 7..23 i = ((e - 7) << 7) + (z >> (e - 7)) -
//              128                    0..2048 f = the 15 bits of z that follow its first 8
//              significant bits, missing ones 0:
//                  ((z << (30 - e)) >> 8) & 32767    with z << (30 - e) in 32 bits, unsigned
//              result[o] = q[i] + (((q[i + 1] - q[i]) * f + 16384) >> 15)   32 bits, signed
//            (With b the bits of z as an IEEE float: i = (b >> 16) - (134 << 7), f = (b >> 1) &
//            32767.)
//
//  clut      inputs 1..4, any outputs. x'[c] = input_curves.empty() ? x[c] : clamp(in(x[c]), 0,
//  65535).
//            `grid` points an axis lie evenly over 0..65535. For each axis:
//              u = x' + (x' >> 15);  p = u * (grid - 1);                    0..65536; 32 bits,
//              unsigned cell = min(p >> 16, grid - 2);  f = p - (cell << 16)          0..65536
//            then simplex ("tetrahedral") interpolation: with the axes sorted by falling f, f1 >=
//            f2 >= ..., the first corner is the cell's lowest, each next one is one step further
//            along the next axis, and the weights are 65536 - f1, f1 - f2, ..., fn (equal f: the
//            order does not matter):
//              result[o] = (sum of weight * corner[o] + 32768) >> 16        32 bits, unsigned
//            clut[((i0 * grid + i1) * grid + i2) ... * outputs + o]: the first input is the
//            slowest.
struct ColourTable {
  enum class Kind : std::uint8_t { identity, curve, matrix, clut };
  static constexpr std::int32_t output_curve_size = 2050; // entries of one output curve

  Kind kind = Kind::identity;
  std::int32_t inputs = 3, outputs = 3; // channels
  std::int32_t curve_size = 0;          // entries of one input curve; 0: there are none
  std::vector<std::int32_t> input_curves;
  std::vector<std::int32_t> matrix;
  std::vector<std::uint16_t> output_curves; // matrix only
  std::int32_t grid = 0;                    // clut only: points an axis
  std::vector<std::uint16_t> clut;
  std::string source_profile; // its description, for people
  std::string note;           // for people: what had to be assumed; empty: nothing
};

// Whether the table keeps every promise above, so that evaluating it cannot read outside its
// vectors or overflow. A table that came from another process is checked before it is used.
// Errc::malformed.
Result<void> check(const ColourTable& table);

} // namespace platen
