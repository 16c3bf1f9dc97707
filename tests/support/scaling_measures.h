#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// How well a program scales pictures, as numbers: the same for platen and for its peers.
namespace platen::test {

// One channel, 0..1, row by row.
struct GrayImage {
  std::size_t width = 0, height = 0;
  std::vector<double> samples;
  double at(std::size_t x, std::size_t y) const { return samples[y * width + x]; }
};

std::vector<std::uint16_t> samples16(const GrayImage& image);
GrayImage from_samples16(std::size_t width, std::size_t height,
                         const std::vector<std::uint16_t>& samples);

// A step from 0.2 to 0.8 between the middle columns of a picture of a few rows.
GrayImage step_edge(std::size_t width, std::size_t height);
// How far the scaled step leaves 0.2..0.8, as a part of the step.
double overshoot(const GrayImage& scaled);
// The spatial frequency, in cycles a sample of the coarser of the two grids, at which the contrast
// of the scaled step has fallen to one half of that of an ideal edge.
double mtf50(const GrayImage& scaled, double scale);

// cos(r^2) around the middle whose frequency grows to half a cycle a sample at the middle of each
// side: 0.1..0.9.
GrayImage zone_plate(std::size_t side);
struct ZonePlateFigures {
  double kept_db = 0; // contrast where the result can hold the rings (up to 0.25 cycles a sample)
  double alias_db =
      0; // contrast where it cannot (from 0.75 cycles a sample on), against the plate's
};
// Of a zone plate that was made smaller: `scale` < 1.
ZonePlateFigures zone_plate_figures(const GrayImage& scaled, double scale);

} // namespace platen::test
