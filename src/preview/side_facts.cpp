#include "preview/side_facts.h"

#include "flow/picture_size.h"

#include <algorithm>
#include <cmath>

namespace platen::preview {

namespace {

using nlohmann::json;

json box_json(const layout::PixelBox& box) {
  return {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}};
}

json margins_json(const model::Margins& m) {
  return {{"top", m.top.v}, {"right", m.right.v}, {"bottom", m.bottom.v}, {"left", m.left.v}};
}

json pages_json(const layout::SidePlan& plan) {
  json pages = json::array();
  const auto add = [&](std::int32_t document, std::int32_t page, const layout::Placement& placement,
                       const layout::PixelBox& window) {
    pages.push_back({{"document", document + 1},
                     {"page", page + 1},
                     {"turned", placement.quarter_turns * 90},
                     {"window", box_json(window)}});
  };
  if (plan.composition) {
    for (const layout::Cell& cell : plan.composition->cells)
      add(cell.document, cell.page, cell.placement, cell.window);
  } else if (plan.page >= 0) {
    const layout::Placement& p = plan.placement;
    add(plan.document, plan.page, p,
        common(layout::pixels_around({p.x, p.y, p.width, p.height}),
               {0, 0, plan.raster.width, plan.raster.height}));
  }
  return pages;
}

// The side as if each of its pages were alone on it.
std::vector<layout::SidePlan> pages_of(const layout::SidePlan& plan) {
  if (!plan.composition) return {plan};
  std::vector<layout::SidePlan> pages;
  for (const layout::Cell& cell : plan.composition->cells) {
    layout::SidePlan alone = plan;
    alone.page = cell.page;
    alone.document = cell.document;
    alone.placement = cell.placement;
    pages.push_back(std::move(alone));
  }
  return pages;
}

} // namespace

json side_json(const flow::Side& side) {
  const layout::SidePlan& plan = side.plan;
  return {{"media", plan.media.name},
          {"media-type", plan.media_type},
          {"width-hmm", plan.media.width.v},
          {"height-hmm", plan.media.height.v},
          {"margins-hmm", margins_json(plan.margins)},
          {"printer-resolution", side.spec.resolution.v},
          {"page-pixels", {{"width", plan.raster.width}, {"height", plan.raster.height}}},
          {"pages", pages_json(plan)}};
}

std::string pages_json(const render::DocumentInfo& document) {
  constexpr double hmm_per_point = 2540.0 / 72;
  json pages = json::array();
  for (const render::PageInfo& page : document.pages) {
    const bool turned = page.exif_orientation >= 5;
    const bool picture = page.px_width > 0;
    const std::int32_t width = turned ? page.px_height : page.px_width;
    const std::int32_t height = turned ? page.px_width : page.px_height;
    const auto known = [&](auto value) { return picture ? json(value) : json(nullptr); };
    const bool sized = picture && page.sized && page.width.v > 0;
    pages.push_back(
        {{"width-hmm", std::lround(page.width.v * hmm_per_point)},
         {"height-hmm", std::lround(page.height.v * hmm_per_point)},
         {"width", known(width)},
         {"height", known(height)},
         {"resolution", sized ? json(std::lround(width * 72 / page.width.v)) : json(nullptr)}});
  }
  return pages.dump();
}

std::optional<double> effective_resolution(const Preview& preview, std::size_t side) {
  std::optional<double> least;
  for (const layout::SidePlan& page : pages_of(preview.planned(side).plan)) {
    const auto& document = preview.document(static_cast<std::size_t>(page.document));
    const auto ppi = flow::printed_ppi(document, page, preview.plan().ticket.resolution);
    if (ppi) least = least ? std::min(*least, *ppi) : *ppi;
  }
  return least;
}

std::vector<std::string> early_warnings(const Preview& preview, std::size_t side) {
  std::vector<std::string> warnings;
  const auto add = [&](const std::string& text) {
    if (std::ranges::find(warnings, text) == warnings.end()) warnings.push_back(text);
  };
  for (const layout::SidePlan& page : pages_of(preview.planned(side).plan)) {
    const auto& document = preview.document(static_cast<std::size_t>(page.document));
    for (const std::string& warning : document.warnings)
      add(warning);
    const auto words = flow::few_pixels(document, page, preview.plan().ticket.resolution);
    if (words) add("page " + std::to_string(page.page + 1) + ": " + *words);
  }
  return warnings;
}

} // namespace platen::preview
