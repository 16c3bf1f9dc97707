#pragma once

#include <cstdint>
#include <string>

namespace platen::setup {

// What the test page is drawn for. Lengths are in hundredths of a millimetre.
struct Sheet {
  std::int32_t width = 21000, height = 29700;
  std::int32_t top = 0, bottom = 0, left = 0, right = 0; // where the device prints nothing
  bool color = false;
  bool two_sided = false;      // a second page, for the back
  std::string language = "en"; // of its words: "en" or "de"
  // For people: the queue, what it is called, its model, its language, the paper, the time.
  std::string printer, info, model, device_language, paper, time;
};

// The page by which a person judges a printer, as a PDF of the sheet's size: a frame along the
// printable area with marks 10 mm apart, arrows to the top edge, words from 4 to 18 points, lines
// down to one device pixel, grays in steps and without, colours. What is inside the frame is made
// smaller on a small sheet; the frame and its marks are not.
std::string test_sheet(const Sheet& sheet);

} // namespace platen::setup
