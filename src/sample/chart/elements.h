#pragma once

#include "sample/chart/element.h"

namespace platen::sample {

// The parts of the chart, one file each. Every box is in pixels of the page.

// The sunset, as a photograph.
std::unique_ptr<Element> make_photograph(Box box);
// 24 colours that everyone knows, with their Lab values: skins, nature, inks, greys.
std::unique_ptr<Element> make_colour_patches(Box box);
// Nine continuous ramps, strictly rising in 16 bits.
std::unique_ptr<Element> make_gradients(Box box);
// Two planes of equal lightness and the whole surface of the gamut, with the border of sRGB.
std::unique_ptr<Element> make_gamut_slices(Box box);
// 21 even steps of L*.
std::unique_ptr<Element> make_grey_wedge(Box box);
// Patches next to black and next to paper white.
std::unique_ptr<Element> make_near_black(Box box);
std::unique_ptr<Element> make_near_white(Box box);
// Bars of 1 to 4 pixels in three directions.
std::unique_ptr<Element> make_line_pairs(Box box);
// 120 spokes; rings mark where they are 1 to 5 line pairs per millimetre.
std::unique_ptr<Element> make_siemens_star(Box box);
// Circles that grow finer outwards, to half a cycle per pixel.
std::unique_ptr<Element> make_zone_plate(Box box);
// Words from 4 to 12 points, black, reversed and coloured.
std::unique_ptr<Element> make_text_sample(Box box);
// Rulers in inches and millimetres round the page, between the registration marks.
std::unique_ptr<Element> make_rulers(Box page);
// Logo, title and legend.
std::unique_ptr<Element> make_masthead(Box box);

} // namespace platen::sample
