#include "client/option_values.h"
#include "remote/library.h"
#include "remote/listing.h"

#include <array>
#include <charconv>
#include <cmath>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  Json all = Json::array();
  Table table({"PAPER", "MODEL", "WHAT IT IS", "PRINTED AS", "PRICE"});
  for (const char* const kind : {"papers", "media"})
    for (const Json& entry : listing[kind]) {
      const std::string model = entry.value("model", "");
      if (arguments.has("model") && model != arguments.get("model")) continue;
      Json shown = entry;
      shown["own"] = std::string_view(kind) == "papers";
      all.push_back(shown);
      table.add({entry.value("name", ""), model, entry.value("label", ""),
                 entry.value("media-type", "-"), entry.value("price", "-")});
    }
  return arguments.has("json") ? print_json(all) : print(table, "no papers");
}

Result<void> show(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  auto entry = entry_named(arguments, listing["papers"], "paper", operand(arguments, 0));
  if (!entry) entry = entry_named(arguments, listing["media"], "paper", operand(arguments, 0));
  if (!entry) return Failure(entry.error());
  Json profiles = Json::array();
  for (const Json& profile : listing["profiles"])
    if (profile.value("paper", "") == operand(arguments, 0) &&
        profile["model"] == (*entry)["model"])
      profiles.push_back(profile["name"]);
  (*entry)["profiles"] = std::move(profiles);
  return print_entry(arguments, *entry);
}

// "35", or "35,5,35,5": top, right, bottom, left, in millimetres.
Result<std::optional<model::Margins>> margins_of(const Arguments& arguments) {
  if (!arguments.has("margins")) return std::optional<model::Margins>{};
  const std::string text = arguments.get("margins");
  std::vector<Hmm> edges;
  for (const std::string& word : client::split(text)) {
    double mm = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), mm);
    if (error != std::errc{} || end != word.data() + word.size() || !(mm >= 0 && mm <= 200))
      return fail(Errc::invalid,
                  "--margins " + text + ": use millimetres, MM or TOP,RIGHT,BOTTOM,LEFT");
    edges.push_back(Hmm{static_cast<std::int32_t>(std::lround(mm * 100))});
  }
  if (edges.size() == 1) edges.resize(4, edges.front());
  if (edges.size() != 4)
    return fail(Errc::invalid,
                "--margins " + text + ": use millimetres, MM or TOP,RIGHT,BOTTOM,LEFT");
  return std::optional(model::Margins{edges[0], edges[2], edges[3], edges[1]});
}

Result<void> add(const Arguments& arguments) {
  if (!arguments.has("like"))
    return fail(Errc::invalid,
                "--like is missing: the medium of the printer with whose settings it "
                "is printed (\"platen papers list\" lists them)");
  library::LibraryPaper entry;
  model::Paper& paper = entry.paper;
  paper.name = operand(arguments, 0);
  paper.media_type = arguments.get("like");
  paper.label = arguments.get("label");
  paper.sizes = arguments.all("size");
  paper.sources = arguments.all("source");
  paper.borderless = !arguments.has("no-borderless");
  paper.price = arguments.get("price");
  paper.notes = arguments.get("notes");
  TRY(paper.margins, margins_of(arguments));
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  TRY(entry.model, model_with_media(arguments, listing, paper.media_type));
  library::Library library;
  library.papers.push_back(std::move(entry));
  return add_to_library(session, library, {});
}

Result<void> remove(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  return remove_from_library(session, "paper", operand(arguments, 0), arguments.get("model"));
}

constexpr std::array<SubCommand, 4> sub_commands{
    {{"add", 1, add}, {"list", 0, list}, {"show", 1, show}, {"remove", 1, remove}}};

} // namespace

const Command& papers_command() {
  static const Command command{
      "papers",
      "Papers of one's own beside those of the printer: add, list, show, remove.",
      "[list] | add|show|remove NAME",
      {model_flag,
       {0, "like", "MEDIA-TYPE", "add: the printer's medium with whose settings it is printed"},
       {0, "label", "TEXT", "add: what dialogs call it"},
       {0, "size", "SIZE", "add: a size that it is there in; may be repeated (default: all)"},
       {0, "source", "SOURCE",
        "add: a feed that takes it, the usual one first; may be repeated (default: all)"},
       {0, "margins", "MM", "add: what must stay white, MM or TOP,RIGHT,BOTTOM,LEFT"},
       {0, "no-borderless", "", "add: it is not printed without a border"},
       {0, "price", "PRICE", "add: of a sheet, such as \"7.90 EUR\""},
       {0, "notes", "TEXT", "add: whatever else is to be known"},
       json_flag,
       server_flag},
      "A paper is then a media-type of its printer: -o paper=NAME prints on it. Adding one of the\n"
      "same name changes it.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
