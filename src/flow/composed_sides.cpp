#include "colour/apply.h"
#include "compose/sheet_rows.h"
#include "flow/colour_target.h"
#include "flow/drawn_page.h"
#include "flow/neutral.h"
#include "flow/page_statement.h"
#include "flow/picture_size.h"
#include "flow/picture_stages.h"
#include "flow/picture_work.h"
#include "flow/rows.h"
#include "flow/screens.h"
#include "flow/side_overlay.h"
#include "flow/statement.h"
#include "flow/written_layers.h"
#include "halftone/dither.h"
#include "pipeline/pulled.h"
#include "resample/turn.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>
#include <tuple>
#include <utility>

namespace platen::flow {

namespace {

PixelFormat device_colour(PixelFormat raster) {
  return {colours_of(raster), Depth::bits16};
}

// The side as if the page of a cell were alone on it.
layout::SidePlan plan_of(const layout::SidePlan& side, const layout::Cell& cell) {
  layout::SidePlan plan = side;
  plan.document = cell.document;
  plan.page = cell.page;
  plan.placement = cell.placement;
  return plan;
}

layout::Placement seen_from(layout::Placement placement, const layout::PixelBox& part) {
  placement.x -= part.x;
  placement.y -= part.y;
  return placement;
}

// The errors of whose rows begin with the name of their document.
class NamedRows final : public RowSource {
public:
  NamedRows(std::unique_ptr<RowSource> rows, std::string name)
      : rows_(std::move(rows)), name_(std::move(name)) {}
  PageShape shape() const override { return rows_->shape(); }
  Result<void> read(Band into) override {
    auto done = rows_->read(into);
    if (done) return {};
    return fail_within(name_, std::move(done).error());
  }

private:
  const std::unique_ptr<RowSource> rows_;
  const std::string name_;
};

class ComposedSides final : public SideMaker {
public:
  ComposedSides(const JobContext& job, std::span<const Side> sides, std::size_t workers,
                const render::Limits& limits)
      : job_(job), sides_(sides), limits_(limits), pool_(make_thread_pool(workers)),
        cell_pool_(make_thread_pool(workers)) {}

  Result<Spool> payload(std::size_t index) override {
    const Side& side = sides_[index];
    const layout::Composition& composition = *side.plan.composition;
    const PageShape raster = side.spec.raster;
    const PageShape colours{raster.width, raster.height, device_colour(raster.format)};
    const JobContext seen = in_colours_of(side.spec, job_);
    TRY(auto overlay, make_side_overlay(seen, composition, colours.format.model, limits_,
                                        [this](const layout::Cell& cell, std::string words) {
                                          note(cell, {std::move(words)});
                                        }));
    TRY_VOID(add_written(overlay, seen, side, limits_,
                         [this](const std::vector<std::string>& words) { note_written(words); }));
    pipeline::Stages stages;
    std::unique_ptr<RowSource> rows;
    ColorModel source_colours = ColorModel::rgb; // of several pages: any
    const layout::Cell& first = composition.cells.front();
    if (composition.cells.size() == 1 && !document_of(first).info().vector) {
      // A picture alone goes through all its stages in parallel.
      const JobContext job = job_for(first, side);
      TRY(auto source, open_picture(job, side, first, all_of(raster)));
      source_colours = source.rows->shape().format.model;
      stages = std::move(source.stages);
      rows = std::move(source.rows);
    } else {
      rows = compose::make_sheet_rows(colours, cells_of(side), cell_pool_);
    }
    stages.push_back(compose::make_overlay(colours, std::move(overlay)));
    add_screening(stages, colours, raster.format, job_);
    if (raster.format.depth == Depth::bits8)
      stages.push_back(halftone::make_dither(
          colours, dither_channels(seen, source_colours, toning_on(colours.format, seen))));

    Spool payload;
    const auto encoder = job_.language.side(side.spec, payload);
    DotSink dots(stages.back()->output(), raster.format, job_, *encoder);
    TRY_VOID(pipeline::run_banded(*rows, stages, dots.rows(), *pool_, {.cancel = &job_.cancel}));
    TRY_VOID(encoder->finish());
    return payload;
  }

  std::vector<std::string> warnings() override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> texts;
    for (const Warning& warning : warnings_)
      texts.push_back(warning.text);
    return texts;
  }

  // Each page once in each of its sizes, wherever it lies; the cells are opened in no order, and
  // those of one size share a line of the job's statement.
  std::vector<PageStatement> statements() override {
    const std::lock_guard lock(mutex_);
    std::ranges::sort(statements_, {}, [](const PageStatement& page) {
      return std::tuple(page.document, page.printed.width, page.printed.height, page.page);
    });
    const auto again = std::unique(statements_.begin(), statements_.end(),
                                   [](const PageStatement& a, const PageStatement& b) {
                                     return a.page == b.page && treated_alike(a, b);
                                   });
    statements_.erase(again, statements_.end());
    return statements_;
  }

private:
  const render::Document& document_of(const layout::Cell& cell) const {
    return *(*job_.documents)[static_cast<std::size_t>(cell.document)];
  }

  JobContext job_for(const layout::Cell& cell, const Side& side) const {
    return in_colours_of(side.spec, {document_of(cell), job_.model, job_.ticket, job_.language,
                                     job_.profile, job_.cancel, job_.room, job_.shrink, job_.gamut,
                                     job_.documents, job_.behind_toning, job_.written});
  }

  // The picture of a cell on a part of the side's raster, in 16 bits.
  Result<Opened> open_picture(const JobContext& job, const Side& side, const layout::Cell& cell,
                              const layout::PixelBox& part) {
    Side alone{plan_of(side.plan, cell), side.spec};
    layout::SidePlan& plan = alone.plan;
    const PixelFormat format = plan.raster.format;
    const ColorModel colours = colours_of(format);
    TRY(auto picture,
        job.document.decode(cell.page, colour_target(job, colours), job.decoding(plan)));
    note(cell, picture.warnings);
    if (!picture.colour.note.empty()) note(cell, {picture.colour.note});
    if (const auto words = few_pixels(job.document.info(), plan, job.ticket.resolution))
      note(cell, {*words});
    state(state_of(job, alone, picture, cell.window));
    const auto turn = turn_of(job, plan);
    plan.placement = seen_from(plan.placement, part);
    plan.raster = {part.width, part.height, device_colour(format)};
    Opened opened;
    TRY(opened.rows, resample::turned(std::move(picture.rows), turn));
    TRY(opened.stages, make_stages(opened.rows->shape(), picture.colour, plan, job));
    return opened;
  }

  // The page of a vector document, drawn on a raster of its window.
  Result<Opened> open_drawing(const JobContext& job, const layout::SidePlan& side,
                              const layout::Cell& cell) {
    TRY(Opened opened, open_drawn_page(job, side.raster.format, cell, limits_,
                                       [this, cell](const std::vector<std::string>& words) {
                                         note(cell, words);
                                       }));
    state(state_of_drawing(job, plan_of(side, cell), cell.window, true));
    return opened;
  }

  std::vector<compose::CellRows> cells_of(const Side& side) {
    std::vector<compose::CellRows> cells;
    for (const layout::Cell& cell : side.plan.composition->cells)
      cells.push_back({cell.window, [this, &side, &cell] { return open(side, cell); }});
    return cells;
  }

  Result<std::unique_ptr<RowSource>> open(const Side& side, const layout::Cell& cell) {
    if (job_.cancel.requested()) return fail(Errc::cancelled, "the job was cancelled");
    const JobContext job = job_for(cell, side);
    auto opened = job.document.info().vector ? open_drawing(job, side.plan, cell)
                                             : open_picture(job, side, cell, cell.window);
    const bool named = job_.documents->size() > 1;
    const std::string name = "document " + std::to_string(cell.document + 1);
    if (!opened && named) return fail_within(name, std::move(opened).error());
    if (!opened) return Failure(std::move(opened).error());
    if (named) opened->rows = std::make_unique<NamedRows>(std::move(opened->rows), name);
    return pipeline::make_pulled(std::move(opened->rows), std::move(opened->stages));
  }

  void state(PageStatement page) {
    const std::lock_guard lock(mutex_);
    statements_.push_back(std::move(page));
  }

  void note_written(const std::vector<std::string>& warnings) {
    const std::lock_guard lock(mutex_);
    for (const std::string& warning : warnings)
      warnings_.insert({-1, -1, "what is written on the pages: " + warning});
  }

  void note(const layout::Cell& cell, const std::vector<std::string>& warnings) {
    const std::lock_guard lock(mutex_);
    std::string where = "page " + std::to_string(cell.page + 1) + ": ";
    if (job_.documents->size() > 1)
      where = "document " + std::to_string(cell.document + 1) + ": " + where;
    for (const std::string& warning : warnings)
      warnings_.insert({cell.document, cell.page, where + warning});
  }

  const JobContext job_;
  const std::span<const Side> sides_;
  const render::Limits limits_;
  const std::unique_ptr<WorkerPool> pool_;
  const std::shared_ptr<WorkerPool> cell_pool_;
  std::mutex mutex_;
  // In order, each once: cells are opened in none, and a package has the same picture many times.
  struct Warning {
    std::int32_t document = 0, page = 0;
    std::string text;
    auto operator<=>(const Warning&) const = default;
  };
  std::set<Warning> warnings_;
  std::vector<PageStatement> statements_;
};

} // namespace

std::unique_ptr<SideMaker> make_composed_sides(const JobContext& job, std::span<const Side> sides,
                                               std::size_t workers, const render::Limits& limits) {
  return std::make_unique<ComposedSides>(job, sides, workers, limits);
}

std::unique_ptr<SideMaker> make_side_maker(const JobContext& job, std::span<const Side> sides,
                                           std::size_t workers, const render::Limits& limits) {
  if (sides.front().plan.composition) return make_composed_sides(job, sides, workers, limits);
  return job.document.info().vector ? make_vector_sides(job, sides, workers)
                                    : make_picture_sides(job, sides, workers);
}

render::Decoding JobContext::decoding(const layout::SidePlan& plan) const {
  render::Decoding how;
  how.gamut = gamut;
  if (!shrink) return how;
  const auto& page = document.info().pages[static_cast<std::size_t>(plan.page)];
  const layout::Placement& at = plan.placement;
  const double stored = std::sqrt(static_cast<double>(page.px_width) * page.px_height);
  const double shown = std::sqrt(std::max(1.0, at.width) * std::max(1.0, at.height));
  while (how.shrink < 8 && stored / (2 * how.shrink) >= shown)
    how.shrink *= 2;
  return how;
}

} // namespace platen::flow
