#include "client/printer_options.h"
#include "commands.h"
#include "known_models.h"
#include "model/model.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"

#include <iostream>

namespace platen::app {

namespace {

void print(const model::OptionInfo& option) {
  std::cout << option.name << "  (" << option.label << ")\n";
  if (!option.form.empty()) std::cout << "    " << option.form << "\n";
  for (const std::string& value : option.values)
    std::cout << (value == option.default_value ? "  * " : "    ") << harmless(value) << "\n";
  if (option.values.empty() && !option.default_value.empty())
    std::cout << "  * " << harmless(option.default_value) << "\n";
}

Result<std::vector<model::OptionInfo>> of_model(const Arguments& arguments) {
  const std::string name = arguments.get("model");
  TRY(const auto models, known_models(arguments));
  TRY(const model::Model* model, model::find_model(models, name));
  return model::option_list(*model);
}

Result<std::vector<model::OptionInfo>> list(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  if (arguments.has("model") == arguments.has("printer"))
    return fail(Errc::invalid, "takes -m MODEL or -d NAME");
  if (arguments.has("model")) return of_model(arguments);
  TRY(const std::string printer, printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  TRY(const auto answer,
      session.ask(session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, printer)));
  const auto records = records_of(answer, IPP_TAG_PRINTER);
  return records.empty() ? std::vector<model::OptionInfo>{} : client::printer_options(records[0]);
}

int run(const Command& command, const Arguments& arguments) {
  const auto listed = list(arguments);
  if (!listed) return report(command, listed.error());
  const std::vector<model::OptionInfo>& options = *listed;
  if (arguments.has("json")) {
    Json all = Json::array();
    for (const auto& option : options)
      all.push_back(client::to_json(option));
    return run_reported(command, [&] { return print_json(all); });
  }
  for (const auto& option : options)
    print(option);
  return exit_done;
}

} // namespace

const Command& options_command() {
  static const Command command{"options",
                               "Lists the settings of a model or of a server's printer, their "
                               "legal values and defaults (*).",
                               "",
                               {{'m', "model", "MODEL", "the printer model; no server is asked"},
                                models_state_flag,
                                {'d', "printer", "NAME", "the printer"},
                                json_flag,
                                server_flag},
                               "",
                               run};
  return command;
}

} // namespace platen::app
