#include "model/listing.h"

#include "model/words.h"

namespace platen::model {

namespace {

nlohmann::json to_json(const ScannerPart& scanner) {
  nlohmann::json json{
      {"language", scanner.language},    {"width-300ths", scanner.width},
      {"height-300ths", scanner.height}, {"feeder-capacity", scanner.feeder_capacity},
      {"two-sided", scanner.two_sided},  {"buttons", scanner.buttons},
      {"evidence", scanner.evidence}};
  for (const Dpi dpi : scanner.resolutions)
    json["resolutions"].push_back(dpi.v);
  if (scanner.gray) json["modes"].push_back("gray");
  if (scanner.color) json["modes"].push_back("color");
  return json;
}

} // namespace

std::map<std::string, int> evidence_counts(const Model& model) {
  std::map<std::string, int> counts;
  const auto add = [&counts](const Fact& fact) { ++counts[std::string(to_string(fact.evidence))]; };
  for (const auto& fact : model.facts)
    add(fact);
  for (const auto& entry : model.other_languages)
    add(entry.fact);
  for (const auto& entry : model.media)
    add(entry.fact);
  for (const auto& entry : model.media_types)
    add(entry.fact);
  for (const auto& entry : model.media_sources)
    add(entry.fact);
  for (const auto& entry : model.constraints)
    add(entry.fact);
  return counts;
}

nlohmann::json listing_of(const Model& model) {
  nlohmann::json json{{"id", model.id},
                      {"name", model.title},
                      {"title", model.title},
                      {"language", model.language},
                      {"ieee1284-models", model.ieee1284_models},
                      {"color", model.color},
                      {"file", model.file.string()},
                      {"evidence", evidence_counts(model)}};
  for (const auto& source : model.media_sources)
    if (source.optional_part)
      json["optional-parts"].push_back({{"name", source.name}, {"label", source.label}});
  if (model.scanner) json["scanner"] = to_json(*model.scanner);
  for (const auto& other : model.other_languages)
    json["other-languages"].push_back({{"name", other.name},
                                       {"evidence", to_string(other.fact.evidence)},
                                       {"source", other.fact.source}});
  for (const auto& fact : model.facts)
    json["sources"].push_back({{"evidence", to_string(fact.evidence)}, {"source", fact.source}});
  return json;
}

} // namespace platen::model
