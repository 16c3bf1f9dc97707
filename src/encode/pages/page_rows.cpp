#include "encode/pages/page_rows.h"

#include <algorithm>
#include <cstring>

namespace platen::encode {

namespace {

std::uint8_t at(Bytes row, std::size_t i) {
  return std::to_integer<std::uint8_t>(row[i]);
}

bool inked(Bytes row, std::size_t x) {
  return (at(row, x / 8) >> (7 - x % 8) & 1) != 0;
}

// Luma of sRGB values with the weights of Rec. 709, in 256ths: exact on gray.
std::uint8_t luma(Bytes row, std::size_t x) {
  return static_cast<std::uint8_t>(
      (54 * at(row, 3 * x) + 183 * at(row, 3 * x + 1) + 19 * at(row, 3 * x + 2) + 128) >> 8);
}

class PageRows final : public SideEncoder {
public:
  PageRows(const SheetFrame& frame, std::unique_ptr<SideEncoder> onward)
      : frame_(frame), onward_(std::move(onward)), line_(frame.sheet.width, 1, frame.sheet.format) {
    EXPECTS(frame.area.width > 0 && frame.area.height > 0);
    EXPECTS(frame.sheet.format == rgb8 || frame.sheet.format == gray8 ||
            (frame.sheet.format == mask1 && frame.area.format == mask1));
    const std::int32_t from = std::max(0, frame.left);
    const std::int32_t to = std::min(frame.sheet.width, frame.left + frame.area.width);
    first_ = from;
    count_ = std::max(0, to - from);
    skip_ = from - frame.left;
  }

  Result<void> write(ConstBand rows) override {
    EXPECTS(rows.format() == frame_.area.format && rows.width() == frame_.area.width);
    TRY_VOID(paper_up_to(frame_.top));
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      const std::int32_t row = frame_.top + y;
      if (row < 0 || row >= frame_.sheet.height) continue;
      fill(rows.row(y));
      TRY_VOID(put());
    }
    return {};
  }

  Result<void> finish() override {
    TRY_VOID(paper_up_to(frame_.sheet.height));
    return onward_->finish();
  }

private:
  std::byte paper() const { return frame_.sheet.format == mask1 ? std::byte{0} : std::byte{0xff}; }

  Result<void> paper_up_to(std::int32_t row) {
    if (next_ >= std::min(row, frame_.sheet.height)) return {};
    std::ranges::fill(line_.band({0, 1}).row(0), paper());
    while (next_ < std::min(row, frame_.sheet.height))
      TRY_VOID(put());
    return {};
  }

  Result<void> put() {
    TRY_VOID(onward_->write(line_.band({next_, 1})));
    ++next_;
    return {};
  }

  void fill(Bytes from) {
    const auto to = line_.band({0, 1}).row(0);
    std::ranges::fill(to, paper());
    const auto count = static_cast<std::size_t>(count_);
    const auto first = static_cast<std::size_t>(first_);
    const auto skip = static_cast<std::size_t>(skip_);
    if (frame_.sheet.format == mask1) {
      for (std::size_t x = 0; x < count; ++x)
        if (inked(from, skip + x)) to[(first + x) / 8] |= std::byte{0x80} >> ((first + x) % 8);
    } else if (frame_.sheet.format == frame_.area.format) {
      const auto pixel = static_cast<std::size_t>(frame_.sheet.format.bits_per_pixel()) / 8;
      std::memcpy(to.data() + first * pixel, from.data() + skip * pixel, count * pixel);
    } else {
      convert(from, to);
    }
  }

  // 1 bit or colour to gray; 1 bit or gray to colour.
  void convert(Bytes from, std::span<std::byte> to) const {
    const bool to_color = frame_.sheet.format == rgb8;
    for (std::int32_t i = 0; i < count_; ++i) {
      const auto source = static_cast<std::size_t>(skip_ + i);
      const auto target = static_cast<std::size_t>(first_ + i);
      std::uint8_t value = 0;
      if (frame_.area.format == mask1)
        value = inked(from, source) ? 0 : 255;
      else
        value = frame_.area.format == gray8 ? at(from, source) : luma(from, source);
      if (to_color)
        std::fill_n(to.begin() + static_cast<std::ptrdiff_t>(3 * target), 3, std::byte{value});
      else
        to[target] = std::byte{value};
    }
  }

  SheetFrame frame_;
  std::unique_ptr<SideEncoder> onward_;
  RowBuffer line_;
  std::int32_t first_ = 0, count_ = 0, skip_ = 0; // pixels of a row that land on the sheet
  std::int32_t next_ = 0;                         // row of the sheet
};

} // namespace

std::unique_ptr<SideEncoder> make_page_rows(const SheetFrame& frame,
                                            std::unique_ptr<SideEncoder> onward) {
  return std::make_unique<PageRows>(frame, std::move(onward));
}

} // namespace platen::encode
