#include "colour/apply.h"
#include "colour/black_and_white.h"
#include "flow/colour_target.h"
#include "flow/neutral.h"
#include "flow/page_statement.h"
#include "flow/picture_size.h"
#include "flow/picture_stages.h"
#include "flow/picture_work.h"
#include "flow/screens.h"
#include "flow/side_maker.h"
#include "halftone/dither.h"
#include "halftone/screen.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "resample/turn.h"
#include "sharpen/sharpen.h"

namespace platen::flow {

// The page pipeline of a picture, from the turned rows to the device's raster, top to bottom.
Result<pipeline::Stages> make_stages(const PageShape source, const ColourTable& table,
                                     const layout::SidePlan& plan, const JobContext& job) {
  const PictureWork work = picture_work(source, plan, job);
  const resample::Destination& destination = work.destination;
  const std::int64_t source_pixels = std::int64_t{source.width} * source.height;
  const std::int64_t destination_pixels = std::int64_t{destination.width} * destination.height;
  const bool colour_first = source_pixels <= destination_pixels; // ADR 8

  pipeline::Stages stages;
  PageShape shape = source;
  const auto add = [&](std::unique_ptr<pipeline::Stage> stage) {
    shape = stage->output();
    stages.push_back(std::move(stage));
  };
  const auto add_colour = [&]() -> Result<void> {
    TRY(auto stage, colour::make_apply(shape, table));
    add(std::move(stage));
    if (!work.toning) return {};
    TRY(auto toned, colour::make_apply(shape, colour::black_and_white_table(*work.toning)));
    add(std::move(toned));
    if (job.behind_toning == nullptr) return {};
    TRY(auto printed, colour::make_apply(shape, *job.behind_toning));
    add(std::move(printed));
    return {};
  };

  if (source.format.depth == Depth::bits8) add(colour::make_widen(shape));
  if (colour_first) TRY_VOID(add_colour());
  add(resample::make_resample(shape, destination,
                              {plan.raster.width, plan.raster.height, shape.format}));
  if (!colour_first) TRY_VOID(add_colour());
  if (work.sharpening)
    add(sharpen::make_sharpen(shape,
                              {destination.x, destination.y, destination.width, destination.height},
                              job.ticket.resolution, *work.sharpening));
  add_screening(stages, shape, plan.raster.format, job);
  if (plan.raster.format.depth == Depth::bits8)
    add(halftone::make_dither(shape, dither_channels(job, source.format.model, work.toning)));
  return stages;
}

namespace {

class PictureSides final : public SideMaker {
public:
  PictureSides(const JobContext& job, std::span<const Side> sides, std::size_t workers)
      : job_(job), sides_(sides), pool_(make_thread_pool(workers)) {}

  Result<Spool> payload(std::size_t index) override {
    const Side& side = sides_[index];
    if (side.plan.page < 0) return blank_side(job_, side.spec);

    const JobContext job = in_colours_of(side.spec, job_);
    const model::ColourTarget target = colour_target(job, colours_of(side.spec.raster.format));
    TRY(auto picture, job.document.decode(side.plan.page, target, job.decoding(side.plan)));
    note(picture, side.plan);
    const auto turn = turn_of(job, side.plan);
    statements_.push_back(state_of(job, side, picture, all_of(side.plan.raster)));
    TRY(const auto rows, resample::turned(std::move(picture.rows), turn));
    TRY(const auto stages, make_stages(rows->shape(), picture.colour, side.plan, job));

    Spool payload;
    const auto encoder = job_.language.side(side.spec, payload);
    DotSink dots(stages.back()->output(), side.spec.raster.format, job_, *encoder);
    TRY_VOID(pipeline::run_banded(*rows, stages, dots.rows(), *pool_, {.cancel = &job_.cancel}));
    TRY_VOID(encoder->finish());
    return payload;
  }

  std::vector<std::string> warnings() override { return warnings_; }
  std::vector<PageStatement> statements() override { return statements_; }

private:
  void note(const render::Picture& picture, const layout::SidePlan& plan) {
    const std::string where = "page " + std::to_string(plan.page + 1) + ": ";
    if (const auto words = few_pixels(job_.document.info(), plan, job_.ticket.resolution))
      warnings_.push_back(where + *words);
    for (const std::string& warning : picture.warnings)
      warnings_.push_back(where + warning);
    if (!picture.colour.note.empty()) warnings_.push_back(where + picture.colour.note);
  }

  const JobContext job_;
  const std::span<const Side> sides_;
  std::vector<PageStatement> statements_;
  const std::unique_ptr<WorkerPool> pool_;
  std::vector<std::string> warnings_;
};

} // namespace

std::unique_ptr<SideMaker> make_picture_sides(const JobContext& job, std::span<const Side> sides,
                                              std::size_t workers) {
  return std::make_unique<PictureSides>(job, sides, workers);
}

} // namespace platen::flow
