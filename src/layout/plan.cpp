#include "layout/compose.h"
#include "layout/office.h"
#include "layout/place.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace platen::layout {

namespace {

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
    const bool printed = !pages[static_cast<std::size_t>(index)].left_out;
    if (printed && in_ranges(number)) chosen.push_back({index, number});
  }
  if (!chosen.empty()) return chosen;
  if (pages.empty()) return fail(Errc::invalid, "the document has no pages");
  const std::string asked = "page-ranges=" + model::to_string(ticket.page_ranges) + ": ";
  if (!single && pages.front().document != pages.back().document)
    return fail(Errc::invalid, asked + "none of the documents has such a page");
  return fail(Errc::invalid, asked + "the document has only " + std::to_string(pages.size()) +
                                 (pages.size() == 1 ? " page" : " pages"));
}

// A page that follows a scan of its size is placed as that is: a renderer draws pages that are
// placed alike, and each change costs the start of another.
class Scans {
public:
  SourcePage placed_alike(const SourcePage& page, double dpi) {
    const bool alike = last_ && last_->document == page.document && !page.picture &&
                       last_->width.v == page.width.v && last_->height.v == page.height.v;
    const bool scan = can_be_dot_for_dot(page, dpi);
    if (!alike || (scan && !nearly(page, *last_))) {
      if (scan) last_ = page;
      return page;
    }
    SourcePage as_last = page;
    as_last.dots_width = last_->dots_width;
    as_last.dots_height = last_->dots_height;
    return as_last;
  }

private:
  // The places of their pictures are rounded in the file.
  static bool nearly(const SourcePage& a, const SourcePage& b) {
    constexpr double rounding = 0.1;
    return std::abs(a.dots_width - b.dots_width) <= rounding &&
           std::abs(a.dots_height - b.dots_height) <= rounding;
  }

  std::optional<SourcePage> last_; // that can be printed dot for dot
};

Result<SidePlan> plan_side(const NumberedPage& which, const SourcePage& page, Scans& scans,
                           const model::Model& model, const model::Ticket& ticket) {
  TRY_VOID(check_page(page));
  if (ticket.layout.special()) return plan_single(page, which, model, ticket);
  Sheet sheet;
  TRY(SidePlan side, begin_side(page, model, ticket, sheet));
  side.page = which.index;
  side.placement = place(scans.placed_alike(page, sheet.dpi), sheet, ticket);
  const Placement& p = side.placement;
  TRY_VOID(check_safe({p.x, p.y, p.width, p.height}, sheet, side, model));
  return side;
}

SidePlan blank_back(const SidePlan& front) {
  SidePlan side = front;
  side.page = -1;
  side.placement = {};
  side.composition = nullptr;
  side.back = true;
  return side;
}

Result<std::vector<SidePlan>> plan_pages(std::span<const SourcePage> pages,
                                         std::span<const NumberedPage> chosen,
                                         const model::Model& model, const model::Ticket& ticket) {
  std::vector<SidePlan> sides;
  Scans scans;
  for (const NumberedPage& which : chosen) {
    auto side = plan_side(which, pages[static_cast<std::size_t>(which.index)], scans, model,
                          model::ticket_for_page(ticket, which.number));
    if (!side) return fail_within(page_name(pages, which), std::move(side).error());
    sides.push_back(*std::move(side));
  }
  return sides;
}

bool same_paper(const SidePlan& a, const SidePlan& b) {
  return a.media == b.media && a.media_type == b.media_type && a.media_source == b.media_source;
}

} // namespace

Result<std::vector<SidePlan>> plan(std::span<const SourcePage> pages, const model::Model& model,
                                   const model::Ticket& ticket) {
  TRY(const auto chosen, chosen_pages(pages, ticket));
  const bool several = ticket.layout.several();
  // A renderer draws the pages of a document in their order alone: backwards each is a side that is
  // composed, as others are.
  const bool reverse = ticket.office.delivery == model::PageDelivery::reverse_order;
  const bool plain_layout = !several && !ticket.layout.special();
  const bool office = ticket.office.arranged() || (reverse && plain_layout && !ticket.borderless);
  TRY(auto printed, office    ? plan_office(pages, chosen, model, ticket)
                    : several ? plan_sheets(pages, chosen, model, ticket)
                              : plan_pages(pages, chosen, model, ticket));
  const bool two_sided = ticket.sides != model::Sides::one_sided;
  // The documents of a contact sheet lie on it together.
  const bool single = ticket.collate == model::Collate::single_document || several;
  std::vector<SidePlan> sides;
  bool back_is_free = false;
  for (SidePlan& side : printed) {
    const auto goes_on = [&](const SidePlan& front) {
      return same_paper(side, front) && (single || side.document == front.document);
    };
    if (back_is_free && !goes_on(sides.back())) {
      sides.push_back(blank_back(sides.back()));
      back_is_free = false;
    }
    side.back = back_is_free;
    back_is_free = two_sided && !side.back && !side.one_sided;
    sides.push_back(std::move(side));
  }
  if (back_is_free && (ticket.copies > 1 || reverse)) sides.push_back(blank_back(sides.back()));
  TRY_VOID(move_sides(sides, pages, chosen, model, ticket));
  if (reverse) reverse_sheets(sides);
  return sides;
}

} // namespace platen::layout
