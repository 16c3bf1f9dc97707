#include "flow/picture_size.h"

#include "base/limits.h"
#include "flow/side_maker.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace platen::flow {

namespace {

struct Printed {
  double ppi = 0;
  std::string text; // "480 x 320 pixels on 152 x 102 mm, 76 ppi"
};

// Nothing for what has no pixels of its own.
std::optional<Printed> printed_size(const render::DocumentInfo& document,
                                    const layout::SidePlan& plan, Dpi resolution) {
  if (document.vector || drawn_for_paper(document) || plan.page < 0) return std::nullopt;
  const render::PageInfo& page = document.pages[static_cast<std::size_t>(plan.page)];
  const layout::Placement& at = plan.placement;
  const double area = at.width * at.height;
  if (page.px_width < 1 || page.px_height < 1 || area <= 0) return std::nullopt;
  // By area: it does not matter how the picture is turned.
  const double pixels = static_cast<double>(page.px_width) * page.px_height;
  const double ppi = resolution.v * std::sqrt(pixels / area);
  const bool turned = (page.exif_orientation >= 5) != (at.quarter_turns % 2 != 0);
  const auto mm = [&](double dots) { return dots / resolution.v * 25.4; };
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "%d x %d pixels on %.0f x %.0f mm, %.3g ppi",
                turned ? page.px_height : page.px_width, turned ? page.px_width : page.px_height,
                mm(at.width), mm(at.height), ppi);
  return Printed{ppi, text.data()};
}

} // namespace

Result<void> check_pixels(const render::DocumentInfo& document, const layout::SidePlan& plan,
                          Dpi resolution) {
  const auto printed = printed_size(document, plan, resolution);
  if (!printed || printed->ppi >= limits::picture_ppi_refused) return {};
  return fail(Errc::limit, "the picture is too small for this size: " + printed->text +
                               ", and less than 5 is refused; print it smaller, for example with "
                               "print-scaling=none");
}

std::optional<double> printed_ppi(const render::DocumentInfo& document,
                                  const layout::SidePlan& plan, Dpi resolution) {
  const auto printed = printed_size(document, plan, resolution);
  return printed ? std::optional(printed->ppi) : std::nullopt;
}

std::optional<std::string> few_pixels(const render::DocumentInfo& document,
                                      const layout::SidePlan& plan, Dpi resolution) {
  const auto printed = printed_size(document, plan, resolution);
  if (!printed || printed->ppi >= limits::picture_ppi_warned) return std::nullopt;
  return "the picture has few pixels for this size: " + printed->text +
         "; below 72 they can be seen one by one";
}

} // namespace platen::flow
