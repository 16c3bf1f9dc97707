#include "base/result.h"
#include "colour/widen.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "colour/widen_simd.cpp"
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace platen::colour::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void widen(std::span<const std::uint8_t> in, std::span<std::uint16_t> out) {
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Rebind<std::uint8_t, decltype(d)> narrow;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= in.size(); i += lanes) {
    const auto v = hn::PromoteTo(d, hn::LoadU(narrow, in.data() + i));
    hn::StoreU(hn::Or(hn::ShiftLeft<8>(v), v), d, out.data() + i);
  }
  reference::widen(in.subspan(i), out.subspan(i));
}

} // namespace platen::colour::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace platen::colour {

HWY_EXPORT(widen);

void widen(std::span<const std::uint8_t> in, std::span<std::uint16_t> out) {
  EXPECTS(out.size() >= in.size());
  HWY_DYNAMIC_DISPATCH(widen)(in, out);
}

} // namespace platen::colour
#endif
