#include "intake/ipp/icon.h"

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <zlib.h>

namespace platen::intake::ipp {

namespace {

struct Rgb {
  std::uint8_t r, g, b;
};

// A rounded rectangle in a square of side 1, y downwards.
struct Shape {
  double left, top, right, bottom, radius;
  Rgb colour;
};

constexpr Rgb white{252, 252, 250}, body{74, 85, 104}, dark{45, 55, 72}, light{160, 174, 192},
    green{72, 187, 120}, cyan{49, 151, 204}, magenta{213, 63, 140}, yellow{236, 201, 75};

bool is_inside(const Shape& s, double x, double y) {
  if (x < s.left || x > s.right || y < s.top || y > s.bottom) return false;
  const double dx = std::max({s.left + s.radius - x, x - (s.right - s.radius), 0.0});
  const double dy = std::max({s.top + s.radius - y, y - (s.bottom - s.radius), 0.0});
  return dx * dx + dy * dy <= s.radius * s.radius || s.radius == 0;
}

std::vector<Shape> shapes(bool color) {
  std::vector<Shape> list{
      {0.27, 0.06, 0.73, 0.40, 0.02, white}, // paper that goes in
      {0.06, 0.32, 0.94, 0.74, 0.07, body},  {0.06, 0.58, 0.94, 0.74, 0.05, dark},
      {0.20, 0.54, 0.80, 0.62, 0.02, dark},  {0.24, 0.58, 0.76, 0.94, 0.02, white}, // the sheet
      {0.80, 0.40, 0.86, 0.46, 0.03, green},
  };
  const std::array<Rgb, 3> inks =
      color ? std::array<Rgb, 3>{cyan, magenta, yellow} : std::array<Rgb, 3>{dark, light, light};
  double top = 0.68;
  for (const Rgb ink : inks) {
    list.push_back({0.31, top, 0.69, top + 0.05, 0.01, ink});
    top += 0.085;
  }
  return list;
}

constexpr int samples = 4; // along each side of a pixel

std::array<std::uint8_t, 4> pixel(const std::vector<Shape>& list, int size, int px, int py) {
  int red = 0, green_sum = 0, blue = 0, covered = 0;
  for (int i = 0; i < samples * samples; ++i) {
    const double x = (px + (i % samples + 0.5) / samples) / size;
    const double y = (py + (i / samples + 0.5) / samples) / size;
    const auto top = std::find_if(list.rbegin(), list.rend(),
                                  [&](const Shape& shape) { return is_inside(shape, x, y); });
    if (top == list.rend()) continue;
    ++covered;
    red += top->colour.r;
    green_sum += top->colour.g;
    blue += top->colour.b;
  }
  if (covered == 0) return {0, 0, 0, 0};
  const auto mean = [&](int sum) { return static_cast<std::uint8_t>(sum / covered); };
  return {mean(red), mean(green_sum), mean(blue),
          static_cast<std::uint8_t>(covered * 255 / (samples * samples))};
}

void append_chunk(ByteWriter& file, std::string_view type, Bytes content) {
  file.u32be(static_cast<std::uint32_t>(content.size()));
  ByteWriter checked;
  checked.text(type);
  checked.bytes(content);
  file.bytes(checked.buffer);
  file.u32be(
      static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(checked.buffer.data()),
                                       static_cast<uInt>(checked.buffer.size()))));
}

Buffer deflated(const Buffer& rows) {
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  Buffer out(size);
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(rows.data()), static_cast<uLong>(rows.size()),
            Z_BEST_COMPRESSION);
  out.resize(size);
  return out;
}

} // namespace

std::string printer_icon(int size, bool color) {
  const auto list = shapes(color);
  ByteWriter rows;
  for (int y = 0; y < size; ++y) {
    rows.u8(0); // no filter
    for (int x = 0; x < size; ++x)
      for (const std::uint8_t value : pixel(list, size, x, y))
        rows.u8(value);
  }
  ByteWriter header, file; // ISO/IEC 15948 clauses 5.2 and 11.2.2
  header.u32be(static_cast<std::uint32_t>(size));
  header.u32be(static_cast<std::uint32_t>(size));
  for (const int value : {8, 6, 0, 0, 0}) // 8 bits, RGB with alpha
    header.u8(static_cast<std::uint8_t>(value));
  file.text("\x89PNG\r\n\x1a\n");
  append_chunk(file, "IHDR", header.buffer);
  append_chunk(file, "IDAT", deflated(rows.buffer));
  append_chunk(file, "IEND", {});
  return std::string(as_text(file.buffer));
}

} // namespace platen::intake::ipp
