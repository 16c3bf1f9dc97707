#include "base/limits.h"
#include "layout/paper.h"
#include "layout/place.h"

#include <algorithm>
#include <cmath>

namespace platen::layout {

namespace {

std::string ranges_text(const std::vector<model::PageRange>& ranges) {
  std::string text;
  for (const auto& [first, last] : ranges)
    text += (text.empty() ? "" : ",") + std::to_string(first) +
            (last == first ? "" : "-" + std::to_string(last));
  return text;
}

// Pages beyond the document are ignored, as RFC 8011 section 5.2.7 has it, unless nothing is left.
Result<std::vector<std::int32_t>> chosen_pages(std::size_t count,
                                               const std::vector<model::PageRange>& ranges) {
  const auto in_ranges = [&](std::int32_t number) {
    return ranges.empty() ||
           std::any_of(ranges.begin(), ranges.end(), [&](const model::PageRange& range) {
             return number >= range.first && number <= range.last;
           });
  };
  std::vector<std::int32_t> pages;
  for (std::int32_t page = 0; std::cmp_less(page, count); ++page)
    if (in_ranges(page + 1)) pages.push_back(page);
  if (pages.empty())
    return fail(Errc::invalid, count == 0 ? std::string("the document has no pages")
                                          : "page-ranges=" + ranges_text(ranges) +
                                                ": the document has only " + std::to_string(count) +
                                                (count == 1 ? " page" : " pages"));
  return pages;
}

Result<void> check_page(const SourcePage& page) {
  const auto is_length = [](Points length) { return std::isfinite(length.v) && length.v > 0; };
  if (is_length(page.width) && is_length(page.height)) return {};
  return fail(Errc::malformed, "it has no width or no height");
}

Result<SidePlan> plan_side(std::int32_t index, const SourcePage& page, const model::Model& model,
                           const model::Ticket& ticket) {
  SidePlan side;
  side.page = index;
  TRY_VOID(check_page(page));
  TRY(side.media, choose_paper(page, model, ticket));
  TRY_VOID(model::check_side(model, ticket, side.media));
  TRY(side.margins, model::margins_of(model, side.media, ticket.borderless));
  const Sheet sheet = make_sheet(side.media, side.margins, ticket.resolution);
  if (sheet.width < 1 || sheet.height < 1)
    return fail(Errc::invalid,
                "nothing of " + side.media.name + " can be printed at this resolution");
  if (std::int64_t{sheet.width} * sheet.height > limits::sheet_pixels)
    return fail(Errc::limit, side.media.name + " at " + std::to_string(ticket.resolution.v) +
                                 " dpi has more than " + std::to_string(limits::sheet_pixels) +
                                 " dots; choose a lower printer-resolution");
  side.raster = {sheet.width, sheet.height, {}};
  side.placement = place(page, sheet, ticket);
  return side;
}

SidePlan blank_back(const SidePlan& front) {
  SidePlan side = front;
  side.page = -1;
  side.placement = {};
  side.back = true;
  return side;
}

} // namespace

Result<std::vector<SidePlan>> plan(std::span<const SourcePage> pages, const model::Model& model,
                                   const model::Ticket& ticket) {
  TRY(const auto chosen, chosen_pages(pages.size(), ticket.page_ranges));
  const bool two_sided = ticket.sides != model::Sides::one_sided;
  std::vector<SidePlan> sides;
  bool back_is_free = false;
  for (const std::int32_t index : chosen) {
    auto side = plan_side(index, pages[static_cast<std::size_t>(index)], model, ticket);
    if (!side) return fail_within("page " + std::to_string(index + 1), std::move(side).error());
    if (back_is_free && side->media != sides.back().media) {
      sides.push_back(blank_back(sides.back()));
      back_is_free = false;
    }
    side->back = back_is_free;
    back_is_free = two_sided && !side->back;
    sides.push_back(*std::move(side));
  }
  if (back_is_free && ticket.copies > 1) sides.push_back(blank_back(sides.back()));
  return sides;
}

} // namespace platen::layout
