#include "device/merge.h"

#include <algorithm>
#include <utility>

namespace platen::device {

namespace {

bool same_supply(const Supply& a, const Supply& b) {
  if (!a.code.empty() && a.code == b.code) return true;
  return a.collects == b.collects && a.colorant == b.colorant && a.type == b.type;
}

// An agent that only says that it does not know leaves the word to the next channel.
bool tells(const Reading& said) {
  return said.condition &&
         (said.condition->state != State::unknown || !said.condition->reasons.empty());
}

void fill_levels(std::vector<Supply>& supplies, const std::vector<Supply>& others) {
  for (Supply& supply : supplies) {
    if (supply.level.known == Level::Known::percent) continue;
    const auto other =
        std::ranges::find_if(others, [&](const Supply& s) { return same_supply(s, supply); });
    if (other != others.end() && other->level.known > supply.level.known)
      supply.level = other->level;
  }
}

} // namespace

Status merge(std::span<const Heard> heard, const Status& before, Time now) {
  Status status;
  bool condition = false, supplies = false, media = false;
  for (const Heard& one : heard) {
    if (one.reading == nullptr) continue;
    const Reading& said = *one.reading;
    status.channels.emplace_back(one.channel);
    status.read = std::max(status.read, one.at);
    if (tells(said) && !std::exchange(condition, true)) status.condition = *said.condition;
    if (said.supplies && !std::exchange(supplies, true))
      status.supplies = *said.supplies;
    else if (said.supplies)
      fill_levels(status.supplies, *said.supplies);
    if (said.media && !std::exchange(media, true)) status.media = *said.media;
    if (!status.impressions) status.impressions = said.impressions;
  }
  // Where none knows, words that nobody understood are better than none.
  for (const Heard& one : heard)
    if (!condition && one.reading != nullptr && one.reading->condition &&
        !one.reading->condition->message.empty()) {
      condition = true;
      status.condition = *one.reading->condition;
    }
  for (Reason& reason : status.condition.reasons) {
    const auto known =
        std::ranges::find(before.condition.reasons, reason.keyword, &Reason::keyword);
    reason.since = known == before.condition.reasons.end() ? now : known->since;
  }
  return status;
}

bool complete(std::span<const Heard> heard) {
  bool condition = false, media = false, supplies = false;
  for (const Heard& one : heard) {
    if (one.reading == nullptr) continue;
    condition = condition || tells(*one.reading);
    media = media || one.reading->media.has_value();
    supplies = supplies || (one.reading->supplies &&
                            std::ranges::all_of(*one.reading->supplies, [](const Supply& supply) {
                              return supply.collects || supply.level.known != Level::Known::unknown;
                            }));
  }
  return condition && media && supplies;
}

} // namespace platen::device
