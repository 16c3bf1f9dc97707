#include "render/formula_profile.h"

#include "image/icc_file.h"

#include <algorithm>
#include <cmath>

namespace platen::render {
namespace {

// A table of ICC.1:2001, 6.5.7 (lut16Type): a curve for each channel that comes in, a grid with the
// corners of their space alone, between which it is linear, and a curve for each that goes out.
class Table {
public:
  Table(std::uint8_t in, std::uint8_t out, std::uint16_t in_points, std::uint16_t out_points) {
    w_.text("mft2");
    w_.u32be(0);
    for (const std::uint8_t number : {in, out, std::uint8_t{2}, std::uint8_t{0}})
      w_.u8(number);
    for (int i = 0; i < 9; ++i)
      w_.u32be(icc_fixed(i % 4 == 0 ? 1 : 0)); // a matrix that changes nothing
    w_.u16be(in_points);
    w_.u16be(out_points);
  }
  void put(double v) {
    w_.u16be(static_cast<std::uint16_t>(std::lround(std::clamp(v, 0.0, 1.0) * 65535)));
  }
  Buffer take() {
    while (w_.buffer.size() % 4 != 0)
      w_.u8(0);
    return std::move(w_.buffer);
  }

private:
  ByteWriter w_;
};

constexpr double most_xyz = 1 + 32767.0 / 32768; // what 65,535 stands for in XYZ
constexpr std::uint16_t points = 4001;           // of a curve; one of them where ink is full

// The light of the weighted sum of the channels, as XYZ of a gray. `gray_of`: of a sum, up to the
// weights' own.
template<std::size_t inks, class GrayOf>
Buffer to_light(const std::array<double, inks>& weights, GrayOf gray_of) {
  Table table(inks, 3, 2, points);
  for (std::size_t i = 0; i < inks; ++i)
    for (const double end : {0.0, 1.0})
      table.put(end);
  double most = 0;
  for (const double weight : weights)
    most += weight;
  for (std::size_t corner = 0; corner < std::size_t{1} << inks; ++corner) {
    double sum = 0; // the first channel changes slowest
    for (std::size_t i = 0; i < inks; ++i)
      sum += (corner >> (inks - 1 - i) & 1) != 0 ? weights[i] : 0;
    for (int i = 0; i < 3; ++i)
      table.put(sum / most);
  }
  for (const double white : icc_white)
    for (int i = 0; i < points; ++i)
      table.put(white * srgb_light(gray_of(most * i / (points - 1))) / most_xyz);
  return table.take();
}

// Of XYZ, Y alone counts.
Buffer inks_of_light() {
  Table table(3, 4, points, 2);
  for (int axis = 0; axis < 3; ++axis)
    for (int i = 0; i < points; ++i) {
      const double v = i / (points - 1.0);
      table.put(axis == 1 ? srgb_sample(std::min(1.0, v * most_xyz)) : v);
    }
  for (int corner = 0; corner < 8; ++corner)
    for (int ink = 0; ink < 4; ++ink)
      table.put(ink < 3 && (corner & 2) == 0 ? 1 : 0);
  for (int ink = 0; ink < 4; ++ink)
    for (const double end : {0.0, 1.0})
      table.put(end);
  return table.take();
}

std::vector<IccTag> common_tags(std::string_view description) {
  return {{"desc", icc_description(description)},
          {"cprt", icc_text("no copyright")},
          {"wtpt", icc_xyz(icc_white)}};
}

} // namespace

Buffer cmyk_formula_profile() {
  std::vector<IccTag> tags = common_tags("CMYK, by the formula of PDF");
  constexpr std::array<double, 4> weights{0.3, 0.59, 0.11, 1};
  tags.push_back({"A2B0", to_light(weights, [](double ink) { return 1 - std::min(1.0, ink); })});
  tags.push_back({"B2A0", inks_of_light()});
  return make_icc_file("prtr", "CMYK", tags);
}

Buffer rgb_formula_profile() {
  std::vector<IccTag> tags = common_tags("RGB, by the formula of PDF");
  constexpr std::array<double, 3> weights{0.3, 0.59, 0.11};
  tags.push_back({"A2B0", to_light(weights, [](double light) { return std::min(1.0, light); })});
  return make_icc_file("scnr", "RGB ", tags);
}

} // namespace platen::render
