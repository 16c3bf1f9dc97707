#include "flow/colour_target.h"

#include "codec/gamma_profile.h"
#include "model/colour_choice.h"

namespace platen::flow {

namespace {

using model::BlackPoint;
using model::ColorManagement;
using model::RenderingIntent;

bool refuses_broken(const model::Ticket& ticket) {
  if (ticket.broken_profile == model::BrokenProfile::automatic)
    return ticket.managed_by == ColorManagement::platen;
  return ticket.broken_profile == model::BrokenProfile::refuse;
}

} // namespace

model::ColourTarget colour_target(const JobContext& job, ColorModel model) {
  const model::Ticket& ticket = job.ticket;
  model::ColourTarget target;
  target.model = job.gamut ? ColorModel::rgb : model; // what is asked about is the paper
  const auto chosen = model::effective_intent(ticket);
  // What nobody has asked for is left to the document, whose objects may have intents of their own.
  const bool left_open =
      ticket.intent == RenderingIntent::automatic && chosen.intent == RenderingIntent::relative;
  target.intent = left_open ? RenderingIntent::automatic : chosen.intent;
  target.black_point = chosen.black_point_compensation ? BlackPoint::on : BlackPoint::off;
  target.unchanged = ticket.managed_by == ColorManagement::none && !job.gamut;
  target.refuse_broken = refuses_broken(ticket);
  const bool toned_first = job.behind_toning != nullptr && !job.gamut;
  if (job.profile != nullptr && target.model == ColorModel::rgb && !toned_first)
    target.profile = *job.profile;
  return target;
}

JobContext in_colours_of(const encode::SideSpec& side, const JobContext& job) {
  static const Buffer adobe_rgb =
      codec::make_rgb_profile(codec::adobe_rgb_primaries, codec::adobe_rgb_gamma,
                              "AdobeRGB, by its primaries and gamma")
          .value();
  JobContext seen = job;
  if (side.adobe_rgb) seen.profile = &adobe_rgb;
  return seen;
}

Result<std::unique_ptr<const ColourTable>> make_table_behind_toning(const JobContext& job,
                                                                    const render::Limits& limits) {
  EXPECTS(job.behind_toning == nullptr);
  if (job.profile == nullptr || job.gamut || !model::black_and_white(job.ticket.black_and_white))
    return nullptr;
  TRY(ColourTable table,
      render::make_table({.source = {}, .target = colour_target(job, ColorModel::rgb)}, limits,
                         job.cancel));
  return std::make_unique<const ColourTable>(std::move(table));
}

} // namespace platen::flow
