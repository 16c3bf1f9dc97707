#include "flow/screens.h"

#include "halftone/toner_saver.h"
#include "pipeline/pulled.h"

#include <algorithm>

namespace platen::flow {

std::optional<halftone::ScreenKind> screen_kind(model::Screen screen) {
  switch (screen) {
  case model::Screen::clustered_dot:
    return halftone::ScreenKind::clustered;
  case model::Screen::blue_noise:
    return halftone::ScreenKind::blue_noise;
  case model::Screen::clustered_dot_fine:
    return halftone::ScreenKind::clustered_fine;
  case model::Screen::error_diffusion:
    break;
  }
  return std::nullopt;
}

bool dots_by_renderer(const model::Ticket& ticket) {
  const bool measured = std::ranges::find(ticket.tone_curves, ticket.screen,
                                          &model::ScreenCurve::screen) != ticket.tone_curves.end();
  return !measured && ticket.toner_save != model::TonerSave::on &&
         screen_kind(ticket.screen).has_value();
}

std::vector<std::uint16_t> tone_curve(const JobContext& job) {
  const auto& curves = job.ticket.tone_curves;
  const auto found = std::ranges::find(curves, job.ticket.screen, &model::ScreenCurve::screen);
  return found == curves.end() ? job.model.tone_curve : model::full_curve(found->areas);
}

void add_screening(pipeline::Stages& stages, PageShape page, PixelFormat raster,
                   const JobContext& job) {
  if (page.format.model != ColorModel::gray || raster.depth == Depth::bits16) return;
  if (job.ticket.toner_save == model::TonerSave::on && !job.gamut)
    stages.push_back(halftone::make_toner_saver(page));
  const auto kind = screen_kind(job.ticket.screen);
  if (raster.model == ColorModel::mask && kind)
    stages.push_back(halftone::make_halftone(page, *kind, tone_curve(job)));
}

Result<std::unique_ptr<RowSource>> screened_page(std::unique_ptr<RowSource> page,
                                                 PixelFormat raster, const JobContext& job) {
  pipeline::Stages stages;
  add_screening(stages, page->shape(), raster, job);
  if (stages.empty()) return page;
  return pipeline::make_pulled(std::move(page), std::move(stages));
}

DotSink::DotSink(PageShape made, PixelFormat raster, const JobContext& job, RowSink& encoder)
    : encoder_(encoder) {
  if (raster.model == ColorModel::mask && made.format.model == ColorModel::gray)
    diffused_.emplace(made, tone_curve(job), encoder);
}

} // namespace platen::flow
