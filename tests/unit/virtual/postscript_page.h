#pragma once

#include <string>
#include <vector>

// Pages that other people's encoders are given.
namespace platen::twin::test {

// PostScript that paints one picture of `width` x `height` samples at 1/600 inch a sample, whose
// top left corner is at (x, y) sixhundredths of an inch from that of an A4 page.
inline std::string postscript_page(int width, int height, int bits, int x, int y,
                                   const std::string& hex, const char* paint = "image") {
  const double points = 72.0 / 600;
  const std::string w = std::to_string(width), h = std::to_string(height);
  return "%!PS\n<< /PageSize [595 842] >> setpagedevice\n/DeviceGray setcolorspace\n" +
         std::to_string(x * points) + " " + std::to_string(842 - (y + height) * points) +
         " translate " + std::to_string(width * points) + " " + std::to_string(height * points) +
         " scale\n" + w + " " + h + " " +
         (std::string(paint) == "imagemask" ? "true" : std::to_string(bits)) + " [" + w + " 0 0 -" +
         h + " 0 " + h + "] currentfile /ASCIIHexDecode filter " + paint + "\n" + hex +
         ">\nshowpage\n";
}

// A pattern without symmetry.
inline unsigned sample_at(int x, int y) {
  return static_cast<unsigned>(x * 7 + y * 13 + (x * y) / 5) & 255u;
}

inline std::string hexadecimal(const std::vector<unsigned>& bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
    if (i % 32 == 31) text += '\n';
  }
  return text;
}

} // namespace platen::twin::test
