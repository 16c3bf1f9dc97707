#include "calibration/page.h"

#include "model/words.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

namespace platen::calibration {

namespace {

constexpr double width = 560, height = 755; // points: within the margins of A4 and of Letter
constexpr double left = 30, patch = 62, pitch_x = 96, pitch_y = 92, top_row = 575;
constexpr std::size_t columns = 5;

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

// A string of PDF.
std::string quoted(std::string_view text) {
  std::string out = "(";
  for (const char c : text) {
    if (c < ' ' || c > '~') continue;
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c;
  }
  return out + ")";
}

std::string line(double x, double y, double size, std::string_view text) {
  return "BT /F1 " + number(size) + " Tf " + number(x) + " " + number(y) + " Td " + quoted(text) +
         " Tj ET\n";
}

std::string content(model::Screen screen, const std::string& printer) {
  const std::string name(model::to_string(screen));
  std::string out = line(left, 710, 16, "Calibration of " + name + " on " + printer);
  out += line(left, 687, 9,
              "Measure each patch in its middle: its density, its lightness (L*) or its "
              "reflectance, all in one unit.");
  out += line(left, 675, 9,
              "Write them into a file: screen " + name +
                  "; unit density (or lightness, or reflectance); then a line for each");
  out += line(
      left, 663, 9,
      "patch, its ink and its value, such as: 35 0.41. Then: platen calibrate -d NAME read FILE");
  for (std::size_t i = 0; i < model::tone_steps; ++i) {
    const double x = left + pitch_x * static_cast<double>(i % columns);
    const double y = top_row - pitch_y * static_cast<double>(i / columns);
    const double gray = 1 - static_cast<double>(i) / static_cast<double>(model::tone_steps - 1);
    out += number(gray) + " g " + number(x) + " " + number(y) + " " + number(patch) + " " +
           number(patch) + " re f 0 g\n";
    out += line(x, y - 11, 9, std::to_string(5 * i) + " %");
  }
  return out;
}

} // namespace

std::string calibration_page(model::Screen screen, const std::string& printer) {
  const std::string drawing = content(screen, printer);
  const std::vector<std::string> objects{
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + number(width) + " " + number(height) +
          "]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
      "<</Length " + std::to_string(drawing.size()) + ">>\nstream\n" + drawing + "endstream"};
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t start = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    std::array<char, 32> entry{};
    std::snprintf(entry.data(), entry.size(), "%010zu 00000 n \n", offset);
    out += entry.data();
  }
  return out + "trailer<</Size " + std::to_string(objects.size() + 1) +
         "/Root 1 0 R>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

} // namespace platen::calibration
