#include "layout/paper.h"

#include <algorithm>
#include <cstdlib>

namespace platen::layout {

namespace {

bool near_enough(Hmm page, Hmm sheet) {
  const std::int32_t tolerance = std::max(page_tolerance.v, sheet.v / 100 * page_tolerance_percent);
  return std::abs(page.v - sheet.v) <= tolerance;
}

// Nothing has so long an edge; it keeps the conversion within 32 bits.
bool is_page(const SourcePage& page) {
  constexpr double longest_points = 1e6;
  return std::max(page.width.v, page.height.v) < longest_points;
}

const model::MediaEntry* nearest_size(const SourcePage& page, const model::Model& model) {
  const auto [width, height] = std::minmax({to_hmm(page.width), to_hmm(page.height)});
  const model::MediaEntry* best = nullptr;
  std::int32_t least = 0;
  for (const model::MediaEntry& entry : model.media) {
    if (!near_enough(width, entry.size.width) || !near_enough(height, entry.size.height)) continue;
    const std::int32_t difference =
        std::abs(width.v - entry.size.width.v) + std::abs(height.v - entry.size.height.v);
    if (best != nullptr && difference >= least) continue;
    best = &entry;
    least = difference;
  }
  return best;
}

} // namespace

Result<model::MediaSize> choose_paper(const SourcePage& page, const model::Model& model,
                                      const model::Ticket& ticket) {
  if (ticket.media) return *ticket.media;
  if (page.sized && is_page(page))
    if (const model::MediaEntry* const entry = nearest_size(page, model)) return entry->size;
  const auto name = model.defaults.find("media");
  if (name == model.defaults.end())
    return fail(Errc::invalid,
                "no paper of " + model.id + " fits the page; choose one with media=");
  return model::parse_media_name(model, name->second);
}

} // namespace platen::layout
