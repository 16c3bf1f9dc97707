#include "encode/pages/page_rows.h"
#include "encode/pages/turned_rows.h"
#include "support.h"

#include <rapidcheck.h>

namespace platen::encode {
namespace {

using test::Page;

// Keeps what it gets.
class Kept final : public SideEncoder {
public:
  explicit Kept(Page& page) : page_(page) {}
  Result<void> write(ConstBand rows) override {
    for (std::int32_t y = rows.rows().first; y < rows.rows().end(); ++y) {
      if (y != next_++) return fail(Errc::bug, "rows out of order");
      std::ranges::copy(rows.row(y), page_.row(y).begin());
    }
    return {};
  }
  Result<void> finish() override {
    return next_ == page_.shape().height ? Result<void>{} : fail(Errc::bug, "rows are missing");
  }

private:
  Page& page_;
  std::int32_t next_ = 0;
};

struct Colour {
  int r = 255, g = 255, b = 255;
  bool operator==(const Colour&) const = default;
};

// A pixel of any format as the eye sees it; outside the page is paper.
Colour seen(const Page& page, std::int32_t x, std::int32_t y) {
  if (x < 0 || y < 0 || x >= page.shape().width || y >= page.shape().height) return {};
  const Bytes row = page.row(y);
  const auto at = static_cast<std::size_t>(x);
  const auto byte = [&](std::size_t i) { return std::to_integer<int>(row[i]); };
  if (page.shape().format == mask1) {
    const int level = (byte(at / 8) >> (7 - at % 8) & 1) != 0 ? 0 : 255;
    return {level, level, level};
  }
  if (page.shape().format == gray8) return {byte(at), byte(at), byte(at)};
  return {byte(3 * at), byte(3 * at + 1), byte(3 * at + 2)};
}

Colour as_gray(Colour c) {
  const int level = (54 * c.r + 183 * c.g + 19 * c.b + 128) / 256;
  return {level, level, level};
}

TEST(PageRows, PutsTheAreaOnTheSheetInEveryFormat) {
  ASSERT_TRUE(rc::check("each pixel is the area's, or paper", [] {
    const auto [from, to] =
        *rc::gen::element(std::pair(mask1, mask1), std::pair(mask1, gray8), std::pair(mask1, rgb8),
                          std::pair(gray8, gray8), std::pair(gray8, rgb8), std::pair(rgb8, rgb8),
                          std::pair(rgb8, gray8));
    const PageShape area{*rc::gen::inRange(1, 40), *rc::gen::inRange(1, 20), from};
    SheetFrame frame;
    frame.area = area;
    frame.sheet = {*rc::gen::inRange(1, 50), *rc::gen::inRange(1, 30), to};
    frame.left = *rc::gen::inRange(-20, 30);
    frame.top = *rc::gen::inRange(-20, 30);
    const Page page = test::make_page(area, 60, *rc::gen::arbitrary<std::uint64_t>());
    Page sheet(frame.sheet);
    const auto rows = make_page_rows(frame, std::make_unique<Kept>(sheet));
    const auto done = test::write_page(page, *rows, *rc::gen::inRange(1, 30));
    RC_ASSERT(done.has_value());
    for (std::int32_t y = 0; y < frame.sheet.height; ++y)
      for (std::int32_t x = 0; x < frame.sheet.width; ++x) {
        const Colour wanted = seen(page, x - frame.left, y - frame.top);
        RC_ASSERT(seen(sheet, x, y) == (from == rgb8 && to == gray8 ? as_gray(wanted) : wanted));
      }
  }));
}

TEST(TurnedRows, MirrorsAcrossAndAlong) {
  ASSERT_TRUE(rc::check("each pixel is where the turn puts it", [] {
    const PageShape shape{*rc::gen::inRange(1, 40), *rc::gen::inRange(1, 30),
                          *rc::gen::element(mask1, gray8, rgb8)};
    const bool across = *rc::gen::arbitrary<bool>();
    const bool along = *rc::gen::arbitrary<bool>();
    const Page page = test::make_page(shape, 60, *rc::gen::arbitrary<std::uint64_t>());
    Page turned(shape);
    const auto rows = make_turned_rows(shape, across, along, std::make_unique<Kept>(turned));
    const auto done = test::write_page(page, *rows, *rc::gen::inRange(1, 30));
    RC_ASSERT(done.has_value());
    for (std::int32_t y = 0; y < shape.height; ++y)
      for (std::int32_t x = 0; x < shape.width; ++x)
        RC_ASSERT(seen(turned, x, y) ==
                  seen(page, across ? shape.width - 1 - x : x, along ? shape.height - 1 - y : y));
  }));
}

} // namespace
} // namespace platen::encode
