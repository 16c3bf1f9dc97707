#include "flow/repeats.h"

#include <algorithm>
#include <functional>

namespace platen::flow {

namespace {

using Pages = std::span<const render::PageInfo>;

// Each page is like the one that `first` names for it.
bool all_like(Pages pages, const std::function<std::size_t(std::size_t)>& first) {
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (pages[i].likeness != pages[first(i)].likeness) return false;
  return true;
}

} // namespace

Repeats repeats_of(Pages pages, std::int32_t copies) {
  const auto times = static_cast<std::size_t>(std::max(copies, 1));
  if (times == 1 || pages.empty() || pages.size() % times != 0) return Repeats::none;
  if (std::ranges::any_of(pages, [](const auto& page) { return page.likeness == 0; }))
    return Repeats::none;
  const std::size_t set = pages.size() / times;
  if (all_like(pages, [set](std::size_t i) { return i % set; })) return Repeats::sets;
  if (all_like(pages, [times](std::size_t i) { return i - i % times; })) return Repeats::pages;
  return Repeats::none;
}

} // namespace platen::flow
