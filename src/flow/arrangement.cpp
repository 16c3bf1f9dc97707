#include "flow/arrangement.h"

#include "flow/job_sheet.h"
#include "flow/on_paper.h"
#include "flow/page_layers.h"
#include "flow/vector_run.h"
#include "flow/written_sides.h"

#include <algorithm>

namespace platen::flow {

namespace {

using layout::Cell;

std::vector<render::PaintedBox> painted(const std::vector<layout::Fill>& fills,
                                        const OnPaper& paper) {
  std::vector<render::PaintedBox> boxes;
  for (const layout::Fill& fill : fills)
    boxes.push_back({paper.box(fill.box), fill.color.red / 255.0, fill.color.green / 255.0,
                     fill.color.blue / 255.0});
  return boxes;
}

// What the texts on the pages of a document may name, but for the page.
TextFacts facts_of(const Documents& documents, std::size_t document, const JobPlan& plan,
                   std::int64_t created) {
  TextFacts facts;
  facts.created = created;
  facts.user = plan.ticket.user_name;
  facts.title = plan.ticket.job_name;
  facts.pages = 0;
  const bool single = plan.ticket.collate == model::Collate::single_document;
  for (std::size_t i = 0; i < own_documents(documents, plan.ticket).size(); ++i)
    if (single || i == document)
      facts.pages += static_cast<std::int32_t>(documents[i]->info().pages.size());
  return facts;
}

// Whether the document's bars are to have their widths on the side: on a raster without shades of
// gray, where they cannot be a part of a pixel wider.
bool exact_bars(const render::DocumentInfo& info, const Side& side) {
  return info.bars && side.plan.raster.format == mask1;
}

// Makes the sheets of one document.
class Arranger {
public:
  Arranger(const render::DocumentInfo& info, TextFacts facts, const model::Ticket& ticket,
           const Letterheads& letterheads)
      : info_(info), ticket_(ticket), facts_(std::move(facts)),
        layers_(ticket.office, letterheads) {}

  // The side becomes the next page.
  void add(Side& side) {
    const OnPaper paper(side.plan, ticket_.resolution);
    const layout::Composition& content = *side.plan.composition;
    render::ImposedSheet sheet;
    sheet.width = paper.width();
    sheet.height = paper.height();
    sheet.under = painted(content.under, paper);
    for (const Cell& cell : content.cells) {
      render::PlacedPage at = placed(cell);
      at.matrix = matrix_of(paper.moved(cell.placement), page_of(cell), paper.paper_pixels(),
                            ticket_.resolution);
      at.window = paper.box(cell.window);
      sheet.pages.push_back(at);
    }
    sheet.over = painted(content.over, paper);
    if (exact_bars(info_, side)) sheet.pixels = ticket_.resolution.v / 72.0;
    side.plan.page = static_cast<std::int32_t>(imposition_.sheets.size());
    side.plan.placement = paper.whole();
    side.plan.composition = nullptr;
    imposition_.sheets.push_back(std::move(sheet));
  }

  // The next page is the document's own, of which `cell` shows something, or nothing.
  void add_page(std::int32_t page, const Cell* cell, double pixels) {
    Cell plain;
    plain.page = page;
    render::PlacedPage at;
    at.page = page;
    if (cell != nullptr) at = placed(*cell);
    const render::PageInfo& own = page_of(plain);
    at.window = {0, 0, own.width.v, own.height.v};
    render::ImposedSheet sheet;
    sheet.width = own.width.v;
    sheet.height = own.height.v;
    sheet.pixels = pixels;
    sheet.pages.push_back(at);
    imposition_.sheets.push_back(std::move(sheet));
  }

  render::Imposition take() {
    layers_.finish(imposition_);
    return std::move(imposition_);
  }

private:
  const render::PageInfo& page_of(const Cell& cell) const {
    return info_.pages[static_cast<std::size_t>(cell.page)];
  }

  // With what lies around the page.
  render::PlacedPage placed(const Cell& cell) {
    render::PlacedPage at;
    at.page = cell.page;
    TextFacts facts = facts_;
    facts.page = cell.number;
    layers_.put_around(at, page_of(cell).width, page_of(cell).height, facts, {});
    return at;
  }

  const render::DocumentInfo& info_;
  const model::Ticket& ticket_;
  const TextFacts facts_;
  PageLayers layers_;
  render::Imposition imposition_;
};

bool is_alone(const Side& side) {
  return std::ranges::all_of(side.plan.composition->cells,
                             [&](const Cell& cell) { return cell.document == side.plan.document; });
}

// Whether every side of the document can be one of its imposed pages.
bool can_arrange(const Documents& documents, const JobPlan& plan, std::size_t document) {
  bool any = false;
  for (const Side& side : plan.sides) {
    if (!side.plan.composition) continue;
    const auto has_page = [&](const Cell& cell) {
      return static_cast<std::size_t>(cell.document) == document;
    };
    if (!std::ranges::any_of(side.plan.composition->cells, has_page)) continue;
    if (!is_alone(side)) return false;
    any = true;
  }
  return any && documents[document]->can_be_imposed();
}

// How a page of a document is shown: the last time, where it is several times.
struct Shown {
  const Cell* cell = nullptr; // null: not among others
  double pixels = 0;          // ImposedSheet::pixels
};

double pixels_of(const layout::Placement& at, const render::PageInfo& page) {
  return (at.quarter_turns % 2 == 0 ? at.width : at.height) / page.width.v;
}

std::vector<Shown> shown_pages(const render::DocumentInfo& info, std::size_t document,
                               const std::vector<Side>& sides) {
  std::vector<Shown> shown(info.pages.size());
  const auto show = [&](const Side& side, std::int32_t page, const layout::Placement& at,
                        const Cell* cell) {
    const auto index = static_cast<std::size_t>(page);
    shown[index].cell = cell;
    if (exact_bars(info, side)) shown[index].pixels = pixels_of(at, info.pages[index]);
  };
  for (const Side& side : sides) {
    if (side.plan.composition) {
      for (const Cell& cell : side.plan.composition->cells)
        if (static_cast<std::size_t>(cell.document) == document)
          show(side, cell.page, cell.placement, &cell);
    } else if (side.plan.page >= 0 && static_cast<std::size_t>(side.plan.document) == document) {
      show(side, side.plan.page, side.plan.placement, nullptr);
    }
  }
  return shown;
}

// The pages themselves, as they are, written on where they share sides with those of other
// documents, with bars of exact widths.
void add_pages(Arranger& arranger, const std::vector<Shown>& shown) {
  for (std::size_t page = 0; page < shown.size(); ++page)
    arranger.add_page(static_cast<std::int32_t>(page), shown[page].cell, shown[page].pixels);
}

// Whether something on the pages of a document is to be drawn in another way than it comes.
bool needs_exact_bars(const render::Document& document, const std::vector<Shown>& shown) {
  return document.can_be_imposed() &&
         std::ranges::any_of(shown, [](const Shown& page) { return page.pixels > 0; });
}

} // namespace

std::vector<const render::Document*> Arrangement::drawn(const Documents& own) const {
  std::vector<const render::Document*> all;
  for (std::size_t i = 0; i < own.size(); ++i)
    all.push_back(&document(own, i));
  return all;
}

Result<Arrangement> arrange(const Documents& documents, const JobPlan& plan, const Writing& how) {
  Arrangement made{plan.sides, Documents(documents.size()), nullptr};
  const model::OfficeLayout& office = plan.ticket.office;
  const bool reverse = office.delivery == model::PageDelivery::reverse_order;
  const bool composed = office.composed() || reverse;
  TRY(const Letterheads letterheads,
      open_letterheads(how.underlay, how.overlay, how.limits, how.cancel));
  const std::size_t own = own_documents(documents, plan.ticket).size();
  for (std::size_t document = 0; document < own; ++document) {
    const render::Document& its = *documents[document];
    const bool whole = composed && can_arrange(documents, plan, document);
    const std::vector<Shown> shown = shown_pages(its.info(), document, plan.sides);
    const bool written = composed && office.written() && its.can_be_imposed();
    if (!whole && !written && !needs_exact_bars(its, shown)) continue;
    Arranger arranger(its.info(), facts_of(documents, document, plan, how.created), plan.ticket,
                      letterheads);
    if (!whole) add_pages(arranger, shown);
    for (Side& side : made.sides)
      if (whole && side.plan.composition &&
          static_cast<std::size_t>(side.plan.document) == document)
        arranger.add(side);
    auto imposed = its.impose(arranger.take());
    if (!imposed && !whole && !written) continue; // drawn as it comes: its bars alone are lost
    if (!imposed && own > 1)
      return fail_within("document " + std::to_string(document + 1), std::move(imposed).error());
    if (!imposed) return Failure(std::move(imposed).error());
    made.documents[document] = *std::move(imposed);
  }
  if (!composed || !office.written()) return made;
  const auto facts = [&](const Cell& cell) {
    TextFacts its = facts_of(documents, static_cast<std::size_t>(cell.document), plan, how.created);
    its.page = cell.number;
    return its;
  };
  TRY(made.written, write_on_pictures(made.sides, documents, plan, letterheads, facts, how));
  return made;
}

} // namespace platen::flow
