// Any small page, any wish: a page comes back, of the colours that were asked for.
#include "scan/clean/clean.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace platen;

// Bytes as they are given, and again from the first when they end.
class Input {
public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::uint8_t next() { return size_ == 0 ? 0 : data_[at_++ % size_]; }

private:
  const std::uint8_t* data_;
  std::size_t size_, at_ = 0;
};

scan::OnOff on_off(unsigned bits) {
  return static_cast<scan::OnOff>(bits % 3);
}

scan::CleanUp wishes(Input& in) {
  scan::CleanUp how;
  how.deskew = on_off(in.next());
  how.crop = on_off(in.next());
  how.orientation = on_off(in.next());
  how.whiten = on_off(in.next());
  how.edge_shadows = on_off(in.next());
  return how;
}

// Squares of one level each, as wide as the input says, so that few bytes make edges and text.
scan::PageImage draw(Input& in, PageShape shape, Dpi resolution) {
  scan::PageImage page(shape, resolution);
  const std::int32_t square = 1 + in.next() % 64;
  std::vector<std::uint8_t> levels(static_cast<std::size_t>(shape.width / square) * 3 + 3);
  for (std::int32_t y = 0; y < shape.height; ++y) {
    if (y % square == 0)
      for (std::uint8_t& level : levels)
        level = in.next();
    const auto row = page.band().samples<std::uint8_t>(y);
    const auto step = static_cast<std::size_t>(square * shape.format.channels());
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = levels[i / step * 3 + i % 3];
  }
  return page;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input in(data, size);
  const scan::CleanUp how = wishes(in);
  const auto mode = static_cast<scan::ColorMode>(in.next() % 4);
  const std::uint8_t given = in.next();
  const auto threshold =
      given % 2 == 0 ? std::optional<std::int32_t>() : std::optional<std::int32_t>(in.next());
  const std::int32_t turn = in.next() % 4 * 90;
  const PageShape shape{1 + in.next() * 2 + in.next() / 8, 1 + in.next() * 2 + in.next() / 8,
                        in.next() % 2 == 0 ? gray8 : rgb8};
  const Dpi resolution{in.next() * 4};
  const auto find = [turn](const scan::PageImage&) -> Result<std::pair<std::int32_t, double>> {
    return std::pair{turn, 5.0};
  };
  const auto done = scan::clean(draw(in, shape, resolution), how, mode, threshold, find);
  if (!done) std::abort();
  const PixelFormat format = done->page.shape().format;
  const bool as_wanted = mode == scan::ColorMode::automatic ||
                         (mode == scan::ColorMode::bilevel && format == mask1) ||
                         (mode == scan::ColorMode::gray && format == gray8) ||
                         (mode == scan::ColorMode::color && format == shape.format);
  if (!as_wanted || done->page.resolution != resolution || done->page.height < 1) std::abort();
  return 0;
}
