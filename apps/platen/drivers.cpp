#include "commands.h"
#include "known_models.h"
#include "model/listing.h"
#include "model/model.h"

#include <iostream>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

int run(const Command& command, const Arguments& arguments) {
  if (!arguments.operands.empty())
    return report(command, {Errc::invalid, "takes no operand (\"" + arguments.operands[0] + "\")"});
  const auto models = known_models(arguments);
  if (!models) return report(command, models.error());
  if (arguments.has("json")) {
    auto all = nlohmann::json::array();
    for (const auto& model : *models)
      all.push_back(model::listing_of(model));
    std::cout << all.dump(2) << "\n";
    return exit_done;
  }
  for (const auto& model : *models) {
    std::cout << model.id << "  " << model.title << "\n    language " << model.language;
    for (const auto& other : model.other_languages)
      std::cout << " or " << other.name;
    std::cout << "; facts:";
    const char* separator = " ";
    for (const auto& [evidence, count] : model::evidence_counts(model)) {
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
      "",        {{0, "json", "", "as JSON, with sources"}, models_state_flag},
      "",        run};
  return command;
}

} // namespace platen::app
