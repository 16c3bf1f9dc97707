#include "render/one_ink.h"

#include <algorithm>

namespace platen::render {
namespace {

constexpr std::int32_t band_rows = 32;

// Thousandths of an ink's full darkness for each of its 255 steps, and what they are together.
constexpr std::uint32_t darkness(const std::byte* inks) {
  const auto of = [inks](int ink) { return std::to_integer<std::uint32_t>(inks[ink]); };
  return 300 * of(0) + 590 * of(1) + 110 * of(2) + 1000 * of(3);
}

constexpr std::uint32_t gray_of(std::uint32_t dark) {
  return 255 - std::min<std::uint32_t>(255, (dark + 500) / 1000);
}

void mix(std::span<const std::byte> inks, std::span<std::byte> grays) {
  for (std::size_t x = 0; x < grays.size(); ++x)
    grays[x] = static_cast<std::byte>(gray_of(darkness(inks.data() + 4 * x)));
}

// The screen that makes dots of grays: ink where gray < threshold.
class Dots {
public:
  Dots(std::shared_ptr<const std::vector<std::uint8_t>> screen, const VectorRun& run)
      : screen_(std::move(screen)), width_(static_cast<std::size_t>(run.screen_width)),
        height_(run.screen_height), thresholds_((static_cast<std::size_t>(run.width) + 7) / 8 * 8) {
  }

  // Row y of the page; `grays` has a byte for each of the pixels, `dots` a bit, and paper behind.
  void make(std::span<const std::byte> grays, std::span<std::byte> dots, std::int32_t y) {
    const std::uint8_t* const row =
        screen_->data() + static_cast<std::size_t>(y % height_) * width_;
    for (std::size_t x = 0; x < thresholds_.size(); x += width_)
      std::copy_n(row, std::min(width_, thresholds_.size() - x), thresholds_.data() + x);
    const std::size_t whole = grays.size() / 8;
    for (std::size_t i = 0; i < whole; ++i)
      dots[i] = eight(grays.data() + 8 * i, thresholds_.data() + 8 * i, 8);
    std::fill(dots.begin() + static_cast<std::ptrdiff_t>(whole), dots.end(), std::byte{0});
    if (const std::size_t rest = grays.size() % 8; rest > 0)
      dots[whole] = eight(grays.data() + 8 * whole, thresholds_.data() + 8 * whole, rest);
  }

private:
  static std::byte eight(const std::byte* grays, const std::uint8_t* thresholds,
                         std::size_t count) {
    unsigned bits = 0;
    for (std::size_t i = 0; i < count; ++i)
      bits |= unsigned{std::to_integer<std::uint8_t>(grays[i]) < thresholds[i]} << (7 - i);
    return static_cast<std::byte>(bits);
  }

  const std::shared_ptr<const std::vector<std::uint8_t>> screen_;
  const std::size_t width_;
  const std::int32_t height_;
  std::vector<std::uint8_t> thresholds_; // of a row of the page
};

class OneInkPage final : public RowSource {
public:
  OneInkPage(std::unique_ptr<RowSource> drawn, const VectorRun& run)
      : drawn_(std::move(drawn)), shape_{run.width, run.height, run.format},
        band_(run.width, band_rows, drawn_->shape().format),
        grays_(static_cast<std::size_t>(run.width)) {
    if (run.format == mask1) dots_.emplace(run.screen, run);
  }

  PageShape shape() const override { return shape_; }

  Result<void> read(Band into) override {
    EXPECTS(into.format() == shape_.format && into.width() == shape_.width &&
            into.rows().end() <= shape_.height);
    for (std::int32_t first = into.rows().first; first < into.rows().end(); first += band_rows) {
      const RowRange rows{first, std::min(band_rows, into.rows().end() - first)};
      const Band drawn = band_.band(rows);
      TRY_VOID(drawn_->read(drawn));
      for (std::int32_t y = rows.first; y < rows.end(); ++y)
        make_row(drawn.row(y), into.row(y), y);
    }
    return {};
  }

private:
  void make_row(std::span<const std::byte> drawn, std::span<std::byte> made, std::int32_t y) {
    const bool inks = drawn_->shape().format == cmyk8;
    if (!dots_) {
      mix(drawn, made);
      return;
    }
    if (inks) mix(drawn, grays_);
    dots_->make(inks ? std::span<const std::byte>(grays_) : drawn, made, y);
  }

  const std::unique_ptr<RowSource> drawn_;
  const PageShape shape_;
  RowBuffer band_;
  Buffer grays_; // of a row of inks
  std::optional<Dots> dots_;
};

class OneInk final : public PageStream {
public:
  OneInk(std::unique_ptr<PageStream> drawn, VectorRun run)
      : drawn_(std::move(drawn)), run_(std::move(run)) {}

  Result<std::unique_ptr<RowSource>> next() override {
    TRY(auto page, drawn_->next());
    return std::make_unique<OneInkPage>(std::move(page), run_);
  }
  Result<std::vector<std::string>> finish() override { return drawn_->finish(); }

private:
  const std::unique_ptr<PageStream> drawn_;
  const VectorRun run_;
};

} // namespace

std::unique_ptr<PageStream> make_one_ink(std::unique_ptr<PageStream> drawn, const VectorRun& run) {
  return std::make_unique<OneInk>(std::move(drawn), run);
}

} // namespace platen::render
