#include "base/result.h"
#include "halftone/save_row.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "halftone/save_row_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::halftone::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Calls step(d, x) for all x of 0 .. count, a vector at a time and then one by one.
template<class Sample, class Step> HWY_INLINE void for_row(std::size_t count, const Step& step) {
  const hn::ScalableTag<Sample> d;
  const hn::CappedTag<Sample, 1> one;
  std::size_t x = 0;
  for (; x + hn::Lanes(d) <= count; x += hn::Lanes(d))
    step(d, x);
  for (; x < count; ++x)
    step(one, x);
}

template<class Sample>
void save(const RowsAround<Sample>& rows, Sample step, std::span<Sample> most,
          std::span<Sample> out) {
  constexpr std::size_t reach = outline_px;
  std::fill_n(most.begin(), reach, Sample{0});
  std::fill_n(most.begin() + static_cast<std::ptrdiff_t>(reach + out.size()), reach, Sample{0});
  for_row<Sample>(out.size(), [&](auto d, std::size_t x) HWY_ATTR {
    auto lightest = hn::LoadU(d, rows[0].data() + x);
    for (std::size_t i = 1; i < rows.size(); ++i)
      lightest = hn::Max(lightest, hn::LoadU(d, rows[i].data() + x));
    hn::StoreU(lightest, d, most.data() + reach + x);
  });
  constexpr auto white = static_cast<Sample>(~Sample{0});
  for_row<Sample>(out.size(), [&](auto d, std::size_t x) HWY_ATTR {
    auto lightest = hn::LoadU(d, most.data() + x);
    for (std::size_t i = 1; i < 2 * reach + 1; ++i)
      lightest = hn::Max(lightest, hn::LoadU(d, most.data() + x + i));
    const auto v = hn::LoadU(d, rows[reach].data() + x);
    const auto half = hn::AverageRound(v, hn::Set(d, white));
    const auto thin = hn::AverageRound(half, hn::AverageRound(half, v));
    const auto outline = hn::Gt(hn::Sub(lightest, v), hn::Set(d, static_cast<Sample>(step - 1)));
    hn::StoreU(hn::IfThenElse(outline, v, thin), d, out.data() + x);
  });
}

void save_row8(const RowsAround<std::uint8_t>& rows, std::span<std::uint8_t> most,
               std::span<std::uint8_t> out) {
  save(rows, outline_step8, most, out);
}
void save_row16(const RowsAround<std::uint16_t>& rows, std::span<std::uint16_t> most,
                std::span<std::uint16_t> out) {
  save(rows, outline_step16, most, out);
}

} // namespace platen::halftone::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::halftone {

HWY_EXPORT(save_row8);
HWY_EXPORT(save_row16);

namespace {

template<class Sample>
bool fit(const RowsAround<Sample>& rows, std::span<Sample> most, std::span<Sample> out) {
  const bool even =
      std::ranges::all_of(rows, [&](const auto& row) { return row.size() == out.size(); });
  return even && most.size() >= out.size() + 2 * outline_px;
}

} // namespace

void save_row(const RowsAround<std::uint8_t>& rows, std::span<std::uint8_t> most,
              std::span<std::uint8_t> out) {
  EXPECTS(fit(rows, most, out));
  HWY_DYNAMIC_DISPATCH(save_row8)(rows, most, out);
}

void save_row(const RowsAround<std::uint16_t>& rows, std::span<std::uint16_t> most,
              std::span<std::uint16_t> out) {
  EXPECTS(fit(rows, most, out));
  HWY_DYNAMIC_DISPATCH(save_row16)(rows, most, out);
}

} // namespace platen::halftone
#endif
