#include "commands.h"
#include "model/model.h"

#include <iostream>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

nlohmann::json to_json(const model::OptionInfo& option) {
  nlohmann::json json{
      {"name", option.name}, {"label", option.label}, {"default", option.default_value}};
  if (!option.values.empty()) json["values"] = option.values;
  if (!option.form.empty()) json["form"] = option.form;
  return json;
}

void print(const model::OptionInfo& option) {
  std::cout << option.name << "  (" << option.label << ")\n";
  if (!option.form.empty()) std::cout << "    " << option.form << "\n";
  for (const std::string& value : option.values)
    std::cout << (value == option.default_value ? "  * " : "    ") << value << "\n";
  if (option.values.empty() && !option.default_value.empty())
    std::cout << "  * " << option.default_value << "\n";
}

int run(const Command& command, const Arguments& arguments) {
  if (!arguments.has("model") || !arguments.operands.empty())
    return report(command, {Errc::invalid, "takes -m MODEL and nothing else"});
  const auto models = model::load_models(model::data_folder());
  if (!models) return report(command, models.error());
  const auto model = model::find_model(*models, arguments.get("model"));
  if (!model) return report(command, model.error());
  const auto options = model::option_list(**model);
  if (arguments.has("json")) {
    auto all = nlohmann::json::array();
    for (const auto& option : options)
      all.push_back(to_json(option));
    std::cout << all.dump(2) << "\n";
  } else {
    for (const auto& option : options)
      print(option);
  }
  return exit_done;
}

} // namespace

const Command& options_command() {
  static const Command command{
      "options", "Lists the settings of a model, their legal values and defaults (*).",
      "",        {{'m', "model", "MODEL", "the printer model"}, {0, "json", "", "as JSON"}},
      "",        run};
  return command;
}

} // namespace platen::app
