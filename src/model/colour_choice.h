#pragma once

#include "model/model.h"

namespace platen::model {

// Settles who manages the colours of a ticket whose other options are set, and with which profile:
// the one that was asked for, else the model's that fits the paper, the quality and the intent best
// (a profile that names a quality before one that names an intent, before one for all of them).
// Errc::invalid for what contradicts itself, and for platen without a profile.
Result<void> choose_colour(const Model& model, Ticket& ticket);

// Whether black is compensated for, with the intent that "auto" stands for settled.
struct EffectiveIntent {
  RenderingIntent intent = RenderingIntent::relative; // not automatic, not relative_bpc
  bool black_point_compensation = false;
};
// automatic is relative with compensation; saturation where the content is graphics.
EffectiveIntent effective_intent(const Ticket& ticket);

} // namespace platen::model
