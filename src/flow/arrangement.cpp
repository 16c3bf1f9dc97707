#include "flow/arrangement.h"

#include "flow/job_sheet.h"
#include "flow/page_texts.h"
#include "flow/vector_run.h"
#include "layout/place.h"

#include <algorithm>
#include <tuple>

namespace platen::flow {

namespace {

using layout::Cell;
using render::PointBox;

// From the raster of a side (pixels, y down) to its paper (points, y up).
class OnPaper {
public:
  explicit OnPaper(const layout::SidePlan& side, Dpi resolution)
      : sheet_(layout::make_sheet(side.media, side.margins, resolution)),
        points_(72.0 / resolution.v) {}

  double width() const { return sheet_.paper_width * points_; }
  double height() const { return sheet_.paper_height * points_; }

  layout::Placement moved(layout::Placement at) const {
    at.x -= sheet_.paper_x;
    at.y -= sheet_.paper_y;
    return at;
  }
  PointBox box(const layout::PixelBox& box) const {
    return {(box.x - sheet_.paper_x) * points_,
            height() - (box.bottom() - sheet_.paper_y) * points_, box.width * points_,
            box.height * points_};
  }
  double paper_pixels() const { return sheet_.paper_height; }
  // Where a page of the paper's own size lies.
  layout::Placement whole() const {
    return {0, sheet_.paper_x, sheet_.paper_y, sheet_.paper_width, sheet_.paper_height};
  }

private:
  layout::Sheet sheet_;
  double points_;
};

bool same_text(const render::PageText& a, const render::PageText& b) {
  const auto key = [](const render::PageText& t) {
    return std::tie(t.text, t.x, t.y, t.align, t.size, t.most_width, t.degrees, t.gray, t.outlined,
                    t.framed);
  };
  return key(a) == key(b);
}

// The text pages of one document; those that follow each other with the same content are one.
class TextPages {
public:
  // -1: nothing is written.
  std::int32_t add(render::TextPage page, std::int32_t& last) {
    if (page.texts.empty()) return -1;
    if (last >= 0) {
      const render::TextPage& before = pages_[static_cast<std::size_t>(last)];
      if (before.width == page.width && before.height == page.height &&
          std::ranges::equal(before.texts, page.texts, same_text))
        return last;
    }
    pages_.push_back(std::move(page));
    return last = static_cast<std::int32_t>(pages_.size()) - 1;
  }
  std::vector<render::TextPage> take() { return std::move(pages_); }

private:
  std::vector<render::TextPage> pages_;
};

std::vector<render::PaintedBox> painted(const std::vector<layout::Fill>& fills,
                                        const OnPaper& paper) {
  std::vector<render::PaintedBox> boxes;
  for (const layout::Fill& fill : fills)
    boxes.push_back({paper.box(fill.box), fill.color.red / 255.0, fill.color.green / 255.0,
                     fill.color.blue / 255.0});
  return boxes;
}

// Makes the sheets of one document.
class Arranger {
public:
  Arranger(const Documents& documents, std::size_t document, const JobPlan& plan,
           std::int64_t created)
      : info_(documents[document]->info()), ticket_(plan.ticket) {
    facts_.created = created;
    facts_.user = ticket_.user_name;
    facts_.title = ticket_.job_name;
    facts_.pages = 0;
    const bool single = ticket_.collate == model::Collate::single_document;
    for (std::size_t i = 0; i < own_documents(documents, ticket_).size(); ++i)
      if (single || i == document)
        facts_.pages += static_cast<std::int32_t>(documents[i]->info().pages.size());
  }

  // The side becomes the next page.
  void add(Side& side) {
    const OnPaper paper(side.plan, ticket_.resolution);
    const layout::Composition& content = *side.plan.composition;
    render::ImposedSheet sheet;
    sheet.width = paper.width();
    sheet.height = paper.height();
    sheet.under = painted(content.under, paper);
    for (const Cell& cell : content.cells)
      sheet.pages.push_back(placed(cell, paper));
    sheet.over = painted(content.over, paper);
    side.plan.page = static_cast<std::int32_t>(imposition_.sheets.size());
    side.plan.placement = paper.whole();
    side.plan.composition = nullptr;
    imposition_.sheets.push_back(std::move(sheet));
  }

  render::Imposition take() {
    imposition_.texts = texts_.take();
    return std::move(imposition_);
  }

private:
  render::PlacedPage placed(const Cell& cell, const OnPaper& paper) {
    const render::PageInfo& page = info_.pages[static_cast<std::size_t>(cell.page)];
    render::PlacedPage at;
    at.page = cell.page;
    at.matrix =
        matrix_of(paper.moved(cell.placement), page, paper.paper_pixels(), ticket_.resolution);
    at.window = paper.box(cell.window);
    TextFacts facts = facts_;
    facts.page = cell.number;
    PageTexts written = page_texts(ticket_.office, page.width, page.height, facts);
    at.under = texts_.add(std::move(written.under), last_under_);
    at.over = texts_.add(std::move(written.over), last_over_);
    return at;
  }

  const render::DocumentInfo& info_;
  const model::Ticket& ticket_;
  TextFacts facts_;
  TextPages texts_;
  std::int32_t last_under_ = -1, last_over_ = -1;
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

Failure cannot_write(const Documents& documents, std::size_t document) {
  const render::Document& its = *documents[document];
  std::string why = its.info().vector ? "PostScript; print it as a PDF" : "pictures";
  if (its.can_be_imposed()) why = "sheets shared with other documents";
  return fail(Errc::unsupported, "page-header, page-footer, watermark and stamp are written on the "
                                 "pages of PDF and text documents, and these are " +
                                     why);
}

} // namespace

Result<Arrangement> arrange(const Documents& documents, const JobPlan& plan, std::int64_t created) {
  Arrangement made{plan.sides, Documents(documents.size())};
  const model::OfficeLayout& office = plan.ticket.office;
  const bool reverse = office.delivery == model::PageDelivery::reverse_order;
  if (!office.composed() && !reverse) return made;
  const std::size_t own = own_documents(documents, plan.ticket).size();
  for (std::size_t document = 0; document < own; ++document) {
    if (!can_arrange(documents, plan, document)) {
      if (office.written()) return cannot_write(documents, document);
      continue;
    }
    Arranger arranger(documents, document, plan, created);
    for (Side& side : made.sides)
      if (side.plan.composition && static_cast<std::size_t>(side.plan.document) == document)
        arranger.add(side);
    auto imposed = documents[document]->impose(arranger.take());
    if (!imposed && own > 1)
      return fail_within("document " + std::to_string(document + 1), std::move(imposed).error());
    if (!imposed) return Failure(std::move(imposed).error());
    made.documents[document] = *std::move(imposed);
  }
  return made;
}

} // namespace platen::flow
