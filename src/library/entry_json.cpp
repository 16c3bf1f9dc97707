#include "library/entry_json.h"

#include "model/words.h"

namespace platen::library {

namespace {

Json to_json(const model::Margins& m) {
  return {{"top", m.top.v}, {"right", m.right.v}, {"bottom", m.bottom.v}, {"left", m.left.v}};
}

} // namespace

Json to_json(const LibraryPaper& entry) {
  const model::Paper& paper = entry.paper;
  Json json{{"model", entry.model}, {"name", paper.name}, {"media-type", paper.media_type}};
  if (!paper.label.empty()) json["label"] = paper.label;
  if (!paper.sizes.empty()) json["sizes"] = paper.sizes;
  if (!paper.sources.empty()) json["sources"] = paper.sources;
  if (paper.margins) json["margins-hmm"] = to_json(*paper.margins);
  if (!paper.borderless) json["borderless"] = false;
  if (!paper.price.empty()) json["price"] = paper.price;
  if (!paper.notes.empty()) json["notes"] = paper.notes;
  return json;
}

Json to_json(const LibraryProfile& entry) {
  const model::PaperProfile& profile = entry.profile;
  Json json{{"model", entry.model}, {"name", profile.id.name}, {"paper", profile.media_type}};
  if (profile.quality) json["quality"] = to_string(*profile.quality);
  if (profile.intent) json["intent"] = to_string(*profile.intent);
  json["origin"] = entry.origin;
  json["sha256"] = profile.id.sha256;
  return json;
}

Json to_json(const LibraryRecipe& entry) {
  Json options = Json::object();
  for (const auto& [name, value] : entry.recipe.options)
    options[name] = value;
  return {{"model", entry.model}, {"name", entry.recipe.name}, {"options", std::move(options)}};
}

Json to_json(const LibraryLetterhead& entry) {
  return {{"name", entry.id.name}, {"origin", entry.origin}, {"sha256", entry.id.sha256}};
}

Json to_json(const model::ProfileFacts& facts) {
  return {{"description", facts.description},
          {"version", facts.version},
          {"class", facts.kind},
          {"color-space", facts.space},
          {"connection-space", facts.connection},
          {"table", facts.table},
          {"gamut-volume", facts.gamut_volume},
          {"white", facts.white},
          {"black", facts.black}};
}

} // namespace platen::library
