#pragma once

#include "scan/page/page_image.h"

#include <array>
#include <cstdint>
#include <vector>

// Scanned pages that never were: a sheet with known content, place and angle, as a scanner might
// give it. The same seed gives the same page.
namespace platen::test {

// Uniform and normal numbers that are the same everywhere (the distributions of <random> are not).
class Dice {
public:
  explicit Dice(std::uint64_t seed) : state_((seed + 1) * 0xD1342543DE82EF95ULL) {}
  std::uint32_t bits();
  double between(double low, double high);
  int from_to(int low, int high); // both included
  bool chance(double share) { return between(0, 1) < share; }
  double normal();

private:
  std::uint64_t state_;
};

enum class Content : std::uint8_t { none, text, table, pencil, pen, photo };

// Lengths are millimetres, angles degrees clockwise, levels 0 (black) to 255.
struct Scene {
  std::uint64_t seed = 1;
  std::int32_t dpi = 300;
  bool color = false;
  double picture_width = 216, picture_height = 297;

  double sheet_width = 210, sheet_height = 297;
  double middle_x = 108, middle_y = 148.5, skew = 0;
  std::array<double, 3> paper{236, 236, 236};
  std::array<double, 3> surroundings{236, 236, 236};
  double lid_shadow = 0; // width of the shadow that a lid throws right of and below the sheet

  Content content = Content::none;
  double text_size = 11; // points
  double contrast = 0.9; // of ink on paper, 0 to 1
  int lines = 40;
  bool stamp = false; // red, round

  double noise = 2;                   // standard deviation of a pixel
  double fading = 0;                  // of the lamp, from left to right, share of the level
  double show_through = 0;            // contrast of the back's text, before the paper blurs it
  double blur = 0.3;                  // by the paper, standard deviation
  int dust = 0, folds = 0, holes = 0; // holes at the left edge, 0, 2 or 4
  double edge_shadow = 0;             // depth of a dark shadow on the sheet's left edge
  int jpeg_quality = 0;               // 0: as it was
};

struct Scanned {
  scan::PageImage page;
  std::vector<std::string> words; // of the text
};
Scanned scan_of(const Scene& scene);

} // namespace platen::test
