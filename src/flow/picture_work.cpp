#include "flow/picture_work.h"

#include <cmath>

namespace platen::flow {

namespace {

// A picture that has the printer's own pixels already, and a page that a client drew for this
// paper, have been prepared by whoever made them: unless it is asked for, nothing is added.
std::optional<sharpen::Strength> sharpening(bool scaled, const layout::SidePlan& plan,
                                            const JobContext& job) {
  if (job.gamut) return std::nullopt; // an answer for each pixel, not a picture
  const bool prepared = !scaled || drawn_for_paper(job.document.info());
  if (prepared && job.ticket.sharpening == model::Sharpening::automatic) return std::nullopt;
  const model::MediaType* const type = job.model.find_type(plan.media_type);
  return sharpen::strength_for(job.ticket.sharpening,
                               type != nullptr ? type->finish : model::Finish::plain);
}

} // namespace

resample::Turn turn_of(const JobContext& job, const layout::SidePlan& plan) {
  const auto& page = job.document.info().pages[static_cast<std::size_t>(plan.page)];
  return resample::make_turn(page.exif_orientation, plan.placement.quarter_turns);
}

resample::Destination destination_of(const layout::Placement& at) {
  const auto px = [](double v) { return static_cast<std::int32_t>(std::lround(v)); };
  return {px(at.x), px(at.y), px(at.width), px(at.height)};
}

std::optional<model::BlackAndWhite> toning_on(PixelFormat raster, const JobContext& job) {
  if (raster.model != ColorModel::rgb || job.gamut) return std::nullopt;
  return model::black_and_white(job.ticket.black_and_white);
}

PictureWork picture_work(const PageShape& turned, const layout::SidePlan& plan,
                         const JobContext& job) {
  PictureWork work;
  work.destination = destination_of(plan.placement);
  work.scaled = turned.width != work.destination.width || turned.height != work.destination.height;
  work.toning = toning_on(plan.raster.format, job);
  work.sharpening = sharpening(work.scaled, plan, job);
  return work;
}

} // namespace platen::flow
