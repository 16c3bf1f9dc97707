#include "flow/written_sides.h"

#include "flow/on_paper.h"
#include "flow/vector_run.h"

#include <algorithm>

namespace platen::flow {

namespace {

using layout::Cell;

layout::PixelBox around(const layout::Placement& at) {
  return layout::pixels_around({at.x, at.y, at.width, at.height});
}

// The pages that are written on pictures.
class Writer {
public:
  Writer(const Documents& documents, const JobPlan& plan, const Letterheads& letterheads,
         const FactsOf& facts)
      : documents_(documents), resolution_(plan.ticket.resolution),
        layers_(plan.ticket.office, letterheads), facts_(facts) {}

  void add(Side& side) {
    const OnPaper paper(side.plan, resolution_);
    auto content = std::make_shared<layout::Composition>(*side.plan.composition);
    content->written.paper = paper.whole();
    content->written.under = add_sheet(side, paper, {.under = true, .over = false}, false);
    content->written.over = add_sheet(side, paper, {.under = false, .over = true}, false);
    if (content->written.over >= 0 && !layers_.black_above())
      content->written.over_black = add_sheet(side, paper, {.under = false, .over = true}, true);
    side.plan.composition = std::move(content);
  }

  render::Imposition take() {
    layers_.finish(imposition_);
    return std::move(imposition_);
  }

private:
  // -1 where nothing is on it.
  std::int32_t add_sheet(const Side& side, const OnPaper& paper, PageLayers::Parts parts,
                         bool on_black) {
    render::ImposedSheet sheet;
    sheet.width = paper.width();
    sheet.height = paper.height();
    if (on_black) sheet.under.push_back({{0, 0, sheet.width, sheet.height}, 0, 0, 0});
    bool any = false;
    for (const Cell& cell : side.plan.composition->cells) {
      if (documents_[static_cast<std::size_t>(cell.document)]->info().vector) continue;
      sheet.pages.push_back(written(cell, side, paper, parts));
      const render::PlacedPage& at = sheet.pages.back();
      any = any || at.under >= 0 || at.over >= 0 || at.underlay.page >= 0 || at.overlay.page >= 0;
    }
    if (!any) return -1;
    imposition_.sheets.push_back(std::move(sheet));
    return static_cast<std::int32_t>(imposition_.sheets.size()) - 1;
  }

  render::PlacedPage written(const Cell& cell, const Side& side, const OnPaper& paper,
                             PageLayers::Parts parts) {
    // As if a page of the sheet's size lay there, which shrinks where its room is smaller.
    const layout::Placement& at = cell.sheet;
    const bool lying = at.quarter_turns % 2 != 0;
    const double shown_width = paper.points(lying ? at.height : at.width);
    const double shown_height = paper.points(lying ? at.width : at.height);
    const double whole = std::max(paper.width(), paper.height());
    const double scale = std::max(shown_width, shown_height) / whole;
    render::PageInfo page;
    page.width = Points{shown_width / scale};
    page.height = Points{shown_height / scale};
    render::PlacedPage placed;
    placed.page = -1;
    placed.matrix = matrix_of(paper.moved(at), page, paper.paper_pixels(), resolution_);
    placed.window =
        paper.box(common(around(at), {0, 0, side.plan.raster.width, side.plan.raster.height}));
    layers_.put_around(placed, page.width, page.height, facts_(cell), parts);
    return placed;
  }

  const Documents& documents_;
  const Dpi resolution_;
  PageLayers layers_;
  const FactsOf& facts_;
  render::Imposition imposition_;
};

bool has_picture(const Side& side, const Documents& documents) {
  return side.plan.composition &&
         std::ranges::any_of(side.plan.composition->cells, [&](const Cell& cell) {
           return !documents[static_cast<std::size_t>(cell.document)]->info().vector;
         });
}

} // namespace

Result<std::unique_ptr<render::Document>>
write_on_pictures(std::vector<Side>& sides, const Documents& documents, const JobPlan& plan,
                  const Letterheads& letterheads, const FactsOf& facts, const Writing& how) {
  Writer writer(documents, plan, letterheads, facts);
  for (Side& side : sides)
    if (has_picture(side, documents)) writer.add(side);
  const render::Imposition sheets = writer.take();
  if (sheets.sheets.empty()) return std::unique_ptr<render::Document>();
  return render::set_sheets(sheets, how.limits, how.cancel, how.spares);
}

} // namespace platen::flow
