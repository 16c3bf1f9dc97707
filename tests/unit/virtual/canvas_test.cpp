#include "virtual/pclxl/canvas.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace platen::twin::pclxl {
namespace {

// The same drawing, pixel by pixel.
struct PlainCanvas {
  int width, height;
  std::vector<bool> ink = std::vector<bool>(static_cast<std::size_t>(width * height));
  void put(int x, int y, const Buffer& bits, int count, Canvas::Mix mix) {
    for (int i = 0; i < count; ++i) {
      if (x + i < 0 || x + i >= width || y < 0 || y >= height) continue;
      const bool bit =
          (std::to_integer<int>(bits[static_cast<std::size_t>(i / 8)]) >> (7 - i % 8) & 1) != 0;
      auto pixel = ink[static_cast<std::size_t>(y * width + x + i)];
      pixel = mix == Canvas::Mix::copy ? bit : (pixel || bit);
    }
  }
};

TEST(PclXlCanvas, BitsLandWhereTheyBelongAtAnyOffset) {
  const bool held = rc::check("canvas", [] {
    const int width = *rc::gen::inRange(1, 70), height = *rc::gen::inRange(1, 4);
    Canvas canvas(width, height);
    PlainCanvas plain{width, height};
    const int strokes = *rc::gen::inRange(1, 5);
    for (int s = 0; s < strokes; ++s) {
      const auto raw =
          *rc::gen::container<std::vector<std::uint8_t>>(10, rc::gen::arbitrary<std::uint8_t>());
      Buffer bits;
      for (const auto b : raw)
        bits.push_back(std::byte{b});
      const int x = *rc::gen::inRange(-90, 80), y = *rc::gen::inRange(-1, 5),
                count = *rc::gen::inRange(1, 81);
      const auto mix = *rc::gen::element(Canvas::Mix::copy, Canvas::Mix::darken);
      canvas.put_bits(x, y, bits, count, mix);
      plain.put(x, y, bits, count, mix);
    }
    const int first = *rc::gen::inRange(0, width), count = *rc::gen::inRange(1, width - first + 1);
    const bool gray = *rc::gen::arbitrary<bool>();
    if (gray) canvas.make_gray();
    Buffer row(canvas.format().row_bytes(count));
    for (int y = 0; y < height; ++y) {
      canvas.read(first, y, count, row);
      for (int i = 0; i < count; ++i) {
        const bool ink =
            gray ? row[static_cast<std::size_t>(i)] == std::byte{0}
                 : (std::to_integer<int>(row[static_cast<std::size_t>(i / 8)]) >> (7 - i % 8) &
                    1) != 0;
        RC_ASSERT(ink == plain.ink[static_cast<std::size_t>(y * width + first + i)]);
      }
    }
  });
  EXPECT_TRUE(held);
}

TEST(PclXlCanvas, GrayTurnsTheWholePageGray) {
  Canvas canvas(4, 1);
  const Buffer ink{std::byte{0x80}};
  canvas.put_bits(0, 0, ink, 1, Canvas::Mix::copy);
  const std::uint8_t gray[] = {100, 200};
  canvas.put_gray(-1, 0, gray, Canvas::Mix::darken); // 200 over black stays black
  canvas.put_gray(3, 0, gray, Canvas::Mix::copy);
  Buffer row(4);
  canvas.read(0, 0, 4, row);
  EXPECT_EQ(row, (Buffer{std::byte{0}, std::byte{255}, std::byte{255}, std::byte{100}}));
}

} // namespace
} // namespace platen::twin::pclxl
