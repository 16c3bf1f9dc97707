#include "base/limits.h"
#include "layout/paper.h"
#include "layout/place.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace platen::layout {

namespace {

// A page as page-ranges, overrides and messages call it.
struct NumberedPage {
  std::int32_t index = 0;  // among all pages
  std::int32_t number = 1; // within its document, or within all when they are a single one
};

// Pages beyond a document are ignored, as RFC 8011 section 5.2.7 has it, unless nothing is left.
Result<std::vector<NumberedPage>> chosen_pages(std::span<const SourcePage> pages,
                                               const model::Ticket& ticket) {
  const auto in_ranges = [&](std::int32_t number) {
    return ticket.page_ranges.empty() ||
           std::any_of(ticket.page_ranges.begin(), ticket.page_ranges.end(),
                       [&](const model::PageRange& range) {
                         return number >= range.first && number <= range.last;
                       });
  };
  const bool single = ticket.collate == model::Collate::single_document;
  std::vector<NumberedPage> chosen;
  std::int32_t number = 0, document = 0;
  for (std::int32_t index = 0; std::cmp_less(index, pages.size()); ++index) {
    const std::int32_t its = pages[static_cast<std::size_t>(index)].document;
    number = !single && its != std::exchange(document, its) ? 1 : number + 1;
    if (in_ranges(number)) chosen.push_back({index, number});
  }
  if (chosen.empty())
    return fail(Errc::invalid, pages.empty()
                                   ? std::string("the document has no pages")
                                   : "page-ranges=" + model::to_string(ticket.page_ranges) +
                                         ": the document has only " + std::to_string(pages.size()) +
                                         (pages.size() == 1 ? " page" : " pages"));
  return chosen;
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
  side.document = page.document;
  side.media_type = ticket.media_type;
  side.media_source = ticket.media_source;
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

bool same_paper(const SidePlan& a, const SidePlan& b) {
  return a.media == b.media && a.media_type == b.media_type && a.media_source == b.media_source;
}

} // namespace

Result<std::vector<SidePlan>> plan(std::span<const SourcePage> pages, const model::Model& model,
                                   const model::Ticket& ticket) {
  TRY(const auto chosen, chosen_pages(pages, ticket));
  const bool two_sided = ticket.sides != model::Sides::one_sided;
  const bool single = ticket.collate == model::Collate::single_document;
  std::vector<SidePlan> sides;
  bool back_is_free = false;
  for (const auto& [index, number] : chosen) {
    auto side = plan_side(index, pages[static_cast<std::size_t>(index)], model,
                          model::ticket_for_page(ticket, number));
    if (!side) return fail_within("page " + std::to_string(number), std::move(side).error());
    const auto goes_on = [&](const SidePlan& front) {
      return same_paper(*side, front) && (single || side->document == front.document);
    };
    if (back_is_free && !goes_on(sides.back())) {
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
