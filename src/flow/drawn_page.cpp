#include "flow/drawn_page.h"

#include "colour/apply.h"
#include "colour/black_and_white.h"
#include "flow/colour_target.h"
#include "flow/picture_work.h"
#include "flow/rows.h"
#include "flow/vector_run.h"

namespace platen::flow {

namespace {

// A page drawn for its window; its renderer's last words are heard behind the last row.
class DrawnPage final : public RowSource {
public:
  DrawnPage(std::unique_ptr<render::PageStream> stream, std::unique_ptr<RowSource> rows,
            const layout::Placement& at, Words words)
      : stream_(std::move(stream)), page_(std::move(rows), at), words_(std::move(words)) {}

  PageShape shape() const override { return page_.shape(); }
  Result<void> read(Band into) override {
    TRY_VOID(page_.read(into));
    if (into.rows().end() < shape().height) return {};
    auto words = stream_->finish();
    words_(words ? *std::move(words) : std::vector{words.error().message()});
    return {};
  }

private:
  const std::unique_ptr<render::PageStream> stream_;
  CutPage page_;
  const Words words_;
};

Result<std::unique_ptr<RowSource>> draw(const JobContext& job, const layout::Cell& cell,
                                        PixelFormat format, const model::ColourTarget& target,
                                        Words words) {
  layout::Placement at = cell.placement;
  at.x -= cell.window.x;
  at.y -= cell.window.y;
  render::VectorRun run;
  run.pages = {cell.page};
  run.width = cell.window.width;
  run.height = cell.window.height;
  run.resolution = job.ticket.resolution;
  run.format = format;
  set_matrix(run, at, job.document.info().pages[static_cast<std::size_t>(cell.page)],
             run.resolution);
  TRY(auto stream, job.document.draw(run, target));
  TRY(auto rows, stream->next());
  return std::make_unique<DrawnPage>(std::move(stream), std::move(rows), at, std::move(words));
}

} // namespace

Result<std::unique_ptr<RowSource>> open_gray_page(const JobContext& job, const layout::Cell& cell,
                                                  Words words) {
  return draw(job, cell, gray8, {}, std::move(words));
}

Result<Opened> open_drawn_page(const JobContext& job, PixelFormat raster, const layout::Cell& cell,
                               const render::Limits& limits, Words words) {
  const PixelFormat format = job.gamut ? rgb8 : PixelFormat{colours_of(raster), Depth::bits8};
  model::ColourTarget target = colour_target(job, format.model);
  if (job.gamut) target.profile.clear(); // asked of sRGB
  Opened opened;
  TRY(opened.rows, draw(job, cell, format, target, std::move(words)));
  PageShape shape = opened.rows->shape();
  opened.stages.push_back(colour::make_widen(shape));
  shape.format.depth = Depth::bits16;
  if (const auto toning = toning_on(raster, job)) {
    TRY(auto toned, colour::make_apply(shape, colour::black_and_white_table(*toning)));
    opened.stages.push_back(std::move(toned));
  }
  if (job.behind_toning != nullptr && !job.gamut) {
    TRY(auto profiled, colour::make_apply(shape, *job.behind_toning));
    opened.stages.push_back(std::move(profiled));
  }
  if (!job.gamut) return opened;
  TRY(ColourTable table,
      render::make_table(
          {.source = {}, .target = colour_target(job, ColorModel::rgb), .gamut = true}, limits,
          job.cancel));
  TRY(auto apply, colour::make_apply(shape, std::move(table)));
  opened.stages.push_back(std::move(apply));
  return opened;
}

} // namespace platen::flow
