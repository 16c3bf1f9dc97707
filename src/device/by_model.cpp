#include "device/by_model.h"

#include "base/device_limits.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace platen::device {

namespace {

bool collects(const model::Supply& supply) {
  return supply.type.starts_with("waste");
}

// "toner" and "toner-cartridge" are one kind to people, a drum of the same colour another.
bool same_kind(std::string_view told, std::string_view wanted) {
  return told.empty() || told == "other" || told == "unknown" ||
         told.substr(0, told.find('-')) == wanted.substr(0, wanted.find('-'));
}

std::vector<Supply>::iterator fitting(std::vector<Supply>& told, const model::Supply& wanted) {
  const auto by_code = std::ranges::find_if(told, [&](const Supply& supply) {
    return !wanted.code.empty() && supply.code == wanted.code;
  });
  if (by_code != told.end()) return by_code;
  return std::ranges::find_if(told, [&](const Supply& supply) {
    return supply.collects == collects(wanted) && supply.colorant == wanted.colorant &&
           same_kind(supply.type, wanted.type);
  });
}

void name_supplies(std::vector<Supply>& told, const model::Model& model) {
  std::vector<Supply> named;
  for (const model::Supply& entry : model.supplies) {
    Supply supply{entry.type, entry.colorant, entry.label, entry.code, collects(entry), {}};
    if (const auto found = fitting(told, entry); found != told.end()) {
      supply.level = found->level;
      told.erase(found);
    }
    named.push_back(std::move(supply));
  }
  std::ranges::move(told, std::back_inserter(named));
  if (named.size() > limits::status_supplies) named.resize(limits::status_supplies);
  told = std::move(named);
}

template<class Entries> void name_by_code(std::string& word, const Entries& entries) {
  for (const auto& entry : entries)
    if (!word.empty() && entry.code == word) {
      word = entry.name;
      return;
    }
}

// The agents of copiers call their trays as the panel does.
void name_source(std::string& word, const model::Model& model) {
  name_by_code(word, model.media_sources);
  for (const model::MediaSource& source : model.media_sources)
    if (source.label == word) word = source.name;
}

void name_size(LoadedMedia& media, const model::Model& model) {
  const auto named = std::ranges::find_if(model.media, [&](const model::MediaEntry& entry) {
    return entry.size.name == media.size || (!media.size.empty() && entry.code == media.size);
  });
  if (named != model.media.end()) {
    media.size = named->size.name;
    return;
  }
  constexpr std::int32_t tolerance = 100; // 1 mm, within which devices round
  for (const model::MediaEntry& entry : model.media)
    if (media.width.v > 0 && std::abs(entry.size.width.v - media.width.v) <= tolerance &&
        std::abs(entry.size.height.v - media.height.v) <= tolerance) {
      media.size = entry.size.name;
      return;
    }
}

} // namespace

void name_by_model(Reading& reading, const model::Model& model) {
  if (reading.supplies) name_supplies(*reading.supplies, model);
  if (reading.media) {
    if (reading.media->size() > limits::status_trays) reading.media->resize(limits::status_trays);
    for (LoadedMedia& media : *reading.media) {
      name_source(media.source, model);
      name_by_code(media.type, model.media_types);
      name_size(media, model);
    }
  }
  if (reading.condition && reading.condition->reasons.size() > limits::status_reasons)
    reading.condition->reasons.resize(limits::status_reasons);
}

} // namespace platen::device
