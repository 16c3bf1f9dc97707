#include "base/file.h"
#include "base/limits.h"
#include "remote/library.h"
#include "remote/listing.h"
#include "remote/printer_settings.h"

#include <array>
#include <set>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  Json all = Json::array();
  Table table({"RECIPE", "MODEL", "SETTINGS"});
  for (const Json& entry : listing["recipes"]) {
    if (arguments.has("model") && entry.value("model", "") != arguments.get("model")) continue;
    all.push_back(entry);
    table.add({entry.value("name", ""), entry.value("model", ""),
               settings_text(entry.value("options", Json::object()))});
  }
  return arguments.has("json") ? print_json(all)
                               : print(table, "no recipes; \"platen recipes add\" makes one");
}

Result<void> show(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  TRY(const Json entry,
      entry_named(arguments, listing["recipes"], "recipe", operand(arguments, 0)));
  return print_entry(arguments, entry);
}

// The model of --model, of the printer of -d, or the only one in colour.
struct Place {
  std::string model, printer; // printer: the one that was named
};
Result<Place> place_of(Session& session, const Arguments& arguments, const Json& listing) {
  Place place{arguments.get("model"), {}};
  if (arguments.has("printer")) {
    TRY(const std::string name, printer_name(arguments));
    TRY(const auto answer,
        session.ask(session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, name)));
    place.model = answer.text(IPP_TAG_PRINTER, "platen-model").value_or("");
    place.printer = name;
  }
  if (!place.model.empty()) return place;
  std::set<std::string> models;
  for (const char* const kind : {"papers", "profiles"})
    for (const Json& entry : listing[kind])
      models.insert(entry.value("model", ""));
  if (models.size() != 1) return fail(Errc::invalid, "say for which printer: -d NAME or -m MODEL");
  place.model = *models.begin();
  return place;
}

// A queue that prints with the recipe whatever a dialog can say: for phones.
Result<void> add_queue(Session& session, const Arguments& arguments, const Place& place,
                       const std::string& recipe) {
  Request request = session.system_request(IPP_OP_CREATE_PRINTER);
  request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", "print");
  request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", arguments.get("queue"));
  request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-model", place.model);
  request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-device-of", place.printer);
  request.add(IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", recipe);
  request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, "recipe-default", recipe);
  TRY_VOID(session.ask(request));
  return {};
}

Result<void> add(const Arguments& arguments) {
  library::LibraryRecipe entry;
  entry.recipe.name = operand(arguments, 0);
  TRY(entry.recipe.options, name_values(arguments));
  if (entry.recipe.options.empty())
    return fail(Errc::invalid, "a recipe has at least one setting: -o NAME=VALUE");
  if (arguments.has("queue") && !arguments.has("printer"))
    return fail(Errc::invalid, "--queue needs -d NAME: the printer whose device it prints on");
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  TRY(const Place place, place_of(session, arguments, listing));
  entry.model = place.model;
  library::Library library;
  library.recipes.push_back(entry);
  TRY_VOID(add_to_library(session, library, {}));
  if (!arguments.has("queue")) return {};
  return add_queue(session, arguments, place, entry.recipe.name);
}

Result<void> remove(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  return remove_from_library(session, "recipe", operand(arguments, 0), arguments.get("model"));
}

Result<void> write_export(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const std::string text, library_file(session));
  const std::string& path = operand(arguments, 0);
  return path == "-" ? print_text(text) : write_file(path, as_bytes(text));
}

Result<void> read_import(const Arguments& arguments) {
  TRY(const Buffer bytes, read_file(operand(arguments, 0), limits::library_file_bytes));
  const std::string text(as_text(bytes));
  // What is wrong with the file itself is found before a server is asked.
  if (const auto read = library::read_bundle(text); !read)
    return fail_within(operand(arguments, 0), read.error());
  TRY(Session session, Session::open(arguments));
  return send_library_file(session, text);
}

constexpr std::array<SubCommand, 6> sub_commands{{{"add", 1, add},
                                                  {"list", 0, list},
                                                  {"show", 1, show},
                                                  {"remove", 1, remove},
                                                  {"export", 1, write_export},
                                                  {"import", 1, read_import}}};

} // namespace

const Command& recipes_command() {
  static const Command command{
      "recipes",
      "Settings of a print under one name: add, list, show, remove, export, import.",
      "[list] | add|show|remove NAME | export|import FILE",
      {model_flag,
       {'d', "printer", "NAME", "add: for the model of this printer"},
       option_flag,
       {0, "queue", "QUEUE", "add: and a queue of its own on the printer of -d, for phones"},
       json_flag,
       server_flag},
      "A recipe is printed with -o recipe=NAME, and is a preset in dialogs. export writes all\n"
      "papers, profiles and recipes into one file (\"-\": standard output); import takes all of\n"
      "such a file, or nothing.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
