#include "model/colour_choice.h"

#include "model/words.h"

#include <algorithm>

namespace platen::model {

namespace {

bool fits(const PaperProfile& profile, const Ticket& ticket) {
  return profile.media_type == ticket.media_type &&
         (!profile.quality || *profile.quality == ticket.quality) &&
         (!profile.intent || *profile.intent == ticket.intent);
}

int closeness(const PaperProfile& profile) {
  return (profile.quality ? 2 : 0) + (profile.intent ? 1 : 0);
}

// The last of the closest ones: the one that was added last.
std::optional<ProfileName> profile_for(const Model& model, const Ticket& ticket) {
  const PaperProfile* best = nullptr;
  for (const PaperProfile& profile : model.profiles)
    if (fits(profile, ticket) && (best == nullptr || closeness(profile) >= closeness(*best)))
      best = &profile;
  return best == nullptr ? std::nullopt : std::optional(best->id);
}

Failure contradiction(std::string what) {
  return fail(Errc::invalid, std::move(what));
}

} // namespace

Result<void> choose_colour(const Model& model, Ticket& ticket) {
  using enum ColorManagement;
  const std::string asked = "color-management=" + std::string(to_string(ticket.color_management));
  const bool named = ticket.profile.has_value();
  const bool gray = !model.color || ticket.color_mode == ColorMode::monochrome;
  if (named && (ticket.color_management == printer || ticket.color_management == none))
    return contradiction(asked + " and icc-profile contradict each other: leave one of them out");
  if (gray && (named || ticket.color_management == platen))
    return contradiction("a colour profile needs print-color-mode=color or auto");
  if (ticket.intent == RenderingIntent::absolute && ticket.black_point == BlackPoint::on)
    return contradiction("black-point-compensation=on has no meaning with "
                         "print-rendering-intent=absolute: choose relative, or off");
  if (ticket.color_management == printer || ticket.color_management == none || gray) {
    ticket.managed_by = ticket.color_management == none ? none : printer;
    return {};
  }
  if (!named) ticket.profile = profile_for(model, ticket);
  if (ticket.profile) {
    ticket.managed_by = platen;
    return {};
  }
  ticket.managed_by = printer;
  if (ticket.color_management == automatic) return {};
  return contradiction(asked +
                       " needs a profile, and there is none for media-type=" + ticket.media_type +
                       ": choose printer, add a profile (platen profiles add FILE --paper "
                       "NAME), or name one with icc-profile");
}

EffectiveIntent effective_intent(const Ticket& ticket) {
  using enum RenderingIntent;
  EffectiveIntent chosen{ticket.intent, false};
  const bool graphics = ticket.content == ContentOptimize::graphic ||
                        ticket.content == ContentOptimize::text_and_graphic;
  if (ticket.intent == automatic)
    chosen = graphics ? EffectiveIntent{saturation, false} : EffectiveIntent{relative, true};
  if (ticket.intent == relative_bpc) chosen = {relative, true};
  if (ticket.black_point != BlackPoint::automatic && chosen.intent != absolute)
    chosen.black_point_compensation = ticket.black_point == BlackPoint::on;
  return chosen;
}

} // namespace platen::model
