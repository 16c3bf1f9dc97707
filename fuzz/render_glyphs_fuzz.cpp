// What a Ghostscript that was taken over may write in place of letters. The first byte says how many
// bytes come at once.
#include "render/glyphs/interpreter.h"

#include <algorithm>
#include <cstdlib>

using namespace platen;
using namespace platen::render;

namespace {

constexpr PageShape shape{300, 200, mask1};

// Painted fast and plainly, in bands of so many rows.
void compare(const glyphs::Page& page, std::int32_t rows) {
  RowBuffer fast(shape.width, rows, mask1), plain(shape.width, rows, mask1);
  for (std::int32_t y = 0; y < shape.height; y += rows) {
    const RowRange range{y, std::min(rows, shape.height - y)};
    page.paint(fast.band(range));
    page.paint_plainly(plain.band(range));
    for (std::int32_t row = y; row < range.end(); ++row)
      if (!std::ranges::equal(fast.band(range).row(row), plain.band(range).row(row))) std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0];
  Bytes left = std::as_bytes(std::span(data + 1, size - 1));
  const auto fill = [&left, piece](std::span<std::byte> into) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, into.size(), left.size()});
    std::copy_n(left.begin(), count, into.begin());
    left = left.subspan(count);
    return count;
  };
  glyphs::Interpreter interpreter(fill, shape, Dpi{600});
  for (int pages = 0; pages < 4; ++pages) {
    const auto page = interpreter.next_page();
    if (!page && page.error().what.empty()) std::abort();
    if (!page) return 0;
    compare(**page, 1 + data[0] % 140);
  }
  return 0;
}
