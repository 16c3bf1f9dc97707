#include "render/mixed_pages.h"

#include <algorithm>
#include <array>
#include <cstring>

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

class MixedPage final : public RowSource {
public:
  MixedPage(std::unique_ptr<RowSource> inks, const VectorRun& run)
      : inks_(std::move(inks)), screen_(run.screen),
        screen_width_(static_cast<std::size_t>(run.screen_width)),
        screen_height_(run.screen_height), shape_{run.width, run.height, run.format},
        band_(run.width, band_rows, cmyk8) {}

  PageShape shape() const override { return shape_; }

  Result<void> read(Band into) override {
    EXPECTS(into.format() == shape_.format && into.width() == shape_.width &&
            into.rows().end() <= shape_.height);
    for (std::int32_t first = into.rows().first; first < into.rows().end(); first += band_rows) {
      const RowRange rows{first, std::min(band_rows, into.rows().end() - first)};
      const Band inks = band_.band(rows);
      TRY_VOID(inks_->read(inks));
      for (std::int32_t y = rows.first; y < rows.end(); ++y)
        if (shape_.format == mask1)
          screen(inks.row(y), into.row(y), y);
        else
          mix(inks.row(y), into.row(y));
    }
    return {};
  }

private:
  static void mix(std::span<const std::byte> inks, std::span<std::byte> grays) {
    for (std::size_t x = 0; x < grays.size(); ++x)
      grays[x] = static_cast<std::byte>(gray_of(darkness(inks.data() + 4 * x)));
  }

  void screen(std::span<const std::byte> inks, std::span<std::byte> dots, std::int32_t y) const {
    static constexpr std::array<std::byte, 4> paper{};
    const std::uint8_t* const thresholds =
        screen_->data() + static_cast<std::size_t>(y % screen_height_) * screen_width_;
    std::fill(dots.begin(), dots.end(), std::byte{0});
    std::size_t cell = 0;
    for (std::size_t x = 0; x < inks.size() / paper.size(); ++x) {
      const std::byte* const pixel = inks.data() + x * paper.size();
      if (std::memcmp(pixel, paper.data(), paper.size()) != 0 &&
          gray_of(darkness(pixel)) < thresholds[cell])
        dots[x / 8] |= std::byte{0x80} >> (x % 8);
      if (++cell == screen_width_) cell = 0;
    }
  }

  const std::unique_ptr<RowSource> inks_;
  const std::shared_ptr<const std::vector<std::uint8_t>> screen_;
  const std::size_t screen_width_;
  const std::int32_t screen_height_;
  const PageShape shape_;
  RowBuffer band_;
};

class MixedPages final : public PageStream {
public:
  MixedPages(std::unique_ptr<PageStream> inks, VectorRun run)
      : inks_(std::move(inks)), run_(std::move(run)) {}

  Result<std::unique_ptr<RowSource>> next() override {
    TRY(auto page, inks_->next());
    return std::make_unique<MixedPage>(std::move(page), run_);
  }
  Result<std::vector<std::string>> finish() override { return inks_->finish(); }

private:
  const std::unique_ptr<PageStream> inks_;
  const VectorRun run_;
};

} // namespace

std::unique_ptr<PageStream> make_mixed_pages(std::unique_ptr<PageStream> four_inks,
                                             const VectorRun& run) {
  return std::make_unique<MixedPages>(std::move(four_inks), run);
}

} // namespace platen::render
