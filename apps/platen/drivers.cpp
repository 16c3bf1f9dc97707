#include "commands.h"
#include "model/model.h"

#include <iostream>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

// "documented 14, inferred 6": how well the facts of a model are known.
std::map<std::string, int> evidence_counts(const model::Model& model) {
  std::map<std::string, int> counts;
  const auto add = [&counts](const model::Fact& fact) {
    ++counts[std::string(to_string(fact.evidence))];
  };
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

nlohmann::json to_json(const model::ScannerPart& scanner) {
  nlohmann::json json{{"language", scanner.language},
                      {"width-300ths", scanner.width},
                      {"height-300ths", scanner.height},
                      {"feeder-capacity", scanner.feeder_capacity},
                      {"two-sided", scanner.two_sided},
                      {"buttons", scanner.buttons},
                      {"evidence", scanner.evidence}};
  for (const Dpi dpi : scanner.resolutions)
    json["resolutions"].push_back(dpi.v);
  if (scanner.gray) json["modes"].push_back("gray");
  if (scanner.color) json["modes"].push_back("color");
  return json;
}

nlohmann::json to_json(const model::Model& model) {
  nlohmann::json json{{"id", model.id},
                      {"name", model.title},
                      {"language", model.language},
                      {"ieee1284-models", model.ieee1284_models},
                      {"color", model.color},
                      {"file", model.file.string()},
                      {"evidence", evidence_counts(model)}};
  if (model.scanner) json["scanner"] = to_json(*model.scanner);
  for (const auto& other : model.other_languages)
    json["other-languages"].push_back({{"name", other.name},
                                       {"evidence", to_string(other.fact.evidence)},
                                       {"source", other.fact.source}});
  for (const auto& fact : model.facts)
    json["sources"].push_back({{"evidence", to_string(fact.evidence)}, {"source", fact.source}});
  return json;
}

int run(const Command& command, const Arguments& arguments) {
  if (!arguments.operands.empty())
    return report(command, {Errc::invalid, "takes no operand (\"" + arguments.operands[0] + "\")"});
  const auto models = model::load_models(model::data_folder());
  if (!models) return report(command, models.error());
  if (arguments.has("json")) {
    auto all = nlohmann::json::array();
    for (const auto& model : *models)
      all.push_back(to_json(model));
    std::cout << all.dump(2) << "\n";
    return exit_done;
  }
  for (const auto& model : *models) {
    std::cout << model.id << "  " << model.title << "\n    language " << model.language;
    for (const auto& other : model.other_languages)
      std::cout << " or " << other.name;
    std::cout << "; facts:";
    const char* separator = " ";
    for (const auto& [evidence, count] : evidence_counts(model)) {
      std::cout << separator << count << " " << evidence;
      separator = ", ";
    }
    std::cout << "\n";
  }
  return exit_done;
}

} // namespace

const Command& drivers_command() {
  static const Command command{
      "drivers", "Lists the printer models, with how well their facts are known.",
      "",        {{0, "json", "", "as JSON, with sources"}},
      "",        run};
  return command;
}

} // namespace platen::app
