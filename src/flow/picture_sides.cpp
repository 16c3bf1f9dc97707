#include "colour/apply.h"
#include "flow/colour_target.h"
#include "flow/screens.h"
#include "flow/side_maker.h"
#include "halftone/dither.h"
#include "halftone/screen.h"
#include "model/words.h"
#include "pipeline/executor.h"
#include "resample/resample.h"
#include "resample/turn.h"

#include <cmath>

namespace platen::flow {

namespace {

// The page pipeline of a picture, from the turned rows to the device's raster, top to bottom.
Result<pipeline::Stages> make_stages(const PageShape source, const ColourTable& table,
                                     const layout::SidePlan& plan, const JobContext& job) {
  const layout::Placement& at = plan.placement;
  const auto px = [](double v) { return static_cast<std::int32_t>(std::lround(v)); };
  const resample::Destination destination{px(at.x), px(at.y), px(at.width), px(at.height)};
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
    return {};
  };

  if (source.format.depth == Depth::bits8) add(colour::make_widen(shape));
  if (colour_first) TRY_VOID(add_colour());
  add(resample::make_resample(shape, destination,
                              {plan.raster.width, plan.raster.height, shape.format}));
  if (!colour_first) TRY_VOID(add_colour());
  if (plan.raster.format.model == ColorModel::mask)
    add(halftone::make_halftone(shape, screen_kind(job.ticket.screen), job.model.tone_curve));
  else if (plan.raster.format.depth == Depth::bits8)
    add(halftone::make_dither(shape));
  EXPECTS(shape == plan.raster);
  return stages;
}

class PictureSides final : public SideMaker {
public:
  PictureSides(const JobContext& job, std::span<const Side> sides, std::size_t workers)
      : job_(job), sides_(sides), pool_(make_thread_pool(workers)) {}

  Result<Spool> payload(std::size_t index) override {
    const Side& side = sides_[index];
    if (side.plan.page < 0) return blank_side(job_, side.spec);

    const model::ColourTarget target =
        colour_target(job_, side.spec.raster.format.model == ColorModel::mask ? ColorModel::gray
                                                                              : ColorModel::rgb);
    TRY(auto picture, job_.document.decode(side.plan.page, target));
    note(picture, side.plan.page);
    state(picture, side);
    const auto& page = job_.document.info().pages[static_cast<std::size_t>(side.plan.page)];
    TRY(const auto rows, resample::turned(std::move(picture.rows),
                                          resample::make_turn(page.exif_orientation,
                                                              side.plan.placement.quarter_turns)));
    TRY(const auto stages, make_stages(rows->shape(), picture.colour, side.plan, job_));

    Spool payload;
    const auto encoder = job_.language.side(side.spec, payload);
    TRY_VOID(pipeline::run_banded(*rows, stages, *encoder, *pool_, {.cancel = &job_.cancel}));
    TRY_VOID(encoder->finish());
    return payload;
  }

  std::vector<std::string> warnings() override { return warnings_; }
  std::vector<PageStatement> statements() override { return statements_; }

private:
  void note(const render::Picture& picture, std::int32_t page) {
    const std::string where = "page " + std::to_string(page + 1) + ": ";
    for (const std::string& warning : picture.warnings)
      warnings_.push_back(where + warning);
    if (!picture.colour.note.empty()) warnings_.push_back(where + picture.colour.note);
  }

  void state(const render::Picture& picture, const Side& side) {
    const PixelFormat format = picture.rows->shape().format;
    PageStatement page;
    page.page = side.plan.page + 1;
    page.source = picture.colour.source_profile;
    if (page.source.empty()) page.source = supposed_space(format.model);
    page.source_bits = format.depth == Depth::bits16 ? 16 : 8;
    page.transform = fingerprint(picture.colour);
    page.device_bits = side.plan.raster.format.model == ColorModel::mask ? 1 : 8;
    page.dither = page.device_bits == 1 ? std::string(to_string(job_.ticket.screen))
                                        : std::string(halftone::dither_name);
    statements_.push_back(std::move(page));
  }

  static const char* supposed_space(ColorModel model) {
    if (model == ColorModel::cmyk) return "untagged CMYK";
    return model == ColorModel::gray ? "untagged gray" : "untagged RGB, as sRGB";
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
