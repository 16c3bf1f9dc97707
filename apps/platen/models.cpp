#include "models_commands.h"
#include "models_desk.h"
#include "models_publish.h"
#include "number.h"
#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <algorithm>
#include <array>

namespace platen::app {

namespace {

std::string number_of(const Json& entry, const char* name) {
  const auto found = entry.find(name);
  return found != entry.end() && found->is_number_integer()
             ? std::to_string(found->get<std::int64_t>())
             : std::string("-");
}

void tell(const Json& lines, const char* before) {
  for (const Json& line : lines)
    if (line.is_string())
      std::fprintf(stderr, "%s%s\n", before, harmless(line.get<std::string>()).c_str());
}

Result<void> list(const Arguments& arguments) {
  TRY(const auto desk, open_models_desk(arguments, false));
  TRY(const Json status, desk->status());
  if (arguments.has("json")) return print_json(status.value("models", Json::array()));
  Table table({"ID", "VERSION", "FROM", "NEWER", "PINNED", "TITLE"});
  for (const Json& entry : status.value("models", Json::array()))
    table.add({text_in(entry, "id"), number_of(entry, "version"),
               entry.value("from-repository", false) ? "repository" : "program",
               number_of(entry, "available"), entry.value("pinned", false) ? "yes" : "",
               text_in(entry, "title")});
  tell(status.value("problems", Json::array()), "platen: models: ");
  return print(table, "no models");
}

Result<Json> entry_of(const Json& status, const std::string& id) {
  for (const Json& entry : status.value("models", Json::array()))
    if (text_in(entry, "id") == id) return entry;
  return fail(Errc::not_found,
              "there is no model \"" + id.substr(0, 80) + "\"; \"platen models list\" lists them");
}

Result<void> show(const Arguments& arguments) {
  const std::string& id = arguments.operands[1];
  TRY(const auto desk, open_models_desk(arguments, false));
  if (arguments.has("toml")) {
    TRY(const std::string text, desk->text_of(id));
    return print_text(text);
  }
  TRY(const Json status, desk->status());
  TRY(const Json entry, entry_of(status, id));
  if (arguments.has("json")) return print_json(entry);
  std::string versions;
  for (const Json& one : entry.value("versions", Json::array()))
    versions += (versions.empty() ? "" : ", ") + one.dump();
  std::string text =
      "id: " + id + "\ntitle: " + harmless(text_in(entry, "title")) +
      "\nversion: " + number_of(entry, "version") +
      (entry.value("from-repository", false) ? " (from the repository)" : " (of the program)") +
      (entry.value("pinned", false) ? ", pinned" : "") + "\nversions here: " + versions +
      "\nnewer: " + number_of(entry, "available") + "\n";
  for (const Json& change : entry.value("changes", Json::array()))
    if (change.is_string()) text += "  - " + harmless(change.get<std::string>()) + "\n";
  return print_text(text);
}

Result<void> print_outcome(const Arguments& arguments, const Json& outcome) {
  if (arguments.has("json")) return print_json(outcome);
  const bool dry_run = arguments.has("dry-run");
  std::string text;
  for (const Json& step : outcome.value("installed", Json::array())) {
    const std::string from = number_of(step, "from");
    text += harmless(text_in(step, "id")) + ": " +
            (from == "-" ? "new, " : "version " + from + " -> ") + "version " +
            number_of(step, "to") + (dry_run ? " would be installed" : " is installed") + "\n";
    for (const Json& change : step.value("changes", Json::array()))
      if (change.is_string()) text += "  - " + harmless(change.get<std::string>()) + "\n";
  }
  if (text.empty())
    text = "all models are as new as the index " + number_of(outcome, "serial") + " has them\n";
  tell(outcome.value("notes", Json::array()), "");
  return print_text(text);
}

Result<void> update_models(const Arguments& arguments) {
  ModelsDesk::Wish wish{.models = {arguments.operands.begin() + 1, arguments.operands.end()},
                        .all = arguments.operands.size() == 1,
                        .dry_run = arguments.has("dry-run")};
  TRY(const auto source, source_of(arguments));
  TRY(const auto desk, open_models_desk(arguments, !wish.dry_run));
  TRY(const Json outcome, source ? desk->install(*source, wish) : desk->install(wish));
  return print_outcome(arguments, outcome);
}

Result<void> say(const Arguments& arguments, const Result<std::string>& done) {
  if (!done) return Failure(done.error());
  if (arguments.has("json")) return print_json({{"done", *done}});
  return print_text(harmless(*done) + "\n");
}

Result<void> pin(const Arguments& arguments) {
  std::optional<std::int64_t> version;
  if (arguments.operands.size() == 3) {
    TRY(version, parse_number("VERSION", arguments.operands[2], 1, 999'999'999));
  }
  TRY(const auto desk, open_models_desk(arguments, true));
  return say(arguments, desk->pin(arguments.operands[1], version));
}

Result<void> unpin(const Arguments& arguments) {
  TRY(const auto desk, open_models_desk(arguments, true));
  return say(arguments, desk->unpin(arguments.operands[1]));
}

Result<void> rollback(const Arguments& arguments) {
  TRY(const auto desk, open_models_desk(arguments, true));
  return say(arguments, desk->rollback(arguments.operands[1]));
}

Result<void> verify(const Arguments& arguments) {
  TRY(const auto desk, open_models_desk(arguments, false));
  TRY(const Json all, desk->verify());
  const Json wrong = all.value("wrong", Json::array());
  if (arguments.has("json")) {
    TRY_VOID(print_json(all));
  } else {
    TRY_VOID(print_text(number_of(all, "good") + " files are as they were installed\n"));
  }
  if (wrong.empty()) return {};
  const std::string more =
      wrong.size() == 1 ? "" : " (and " + std::to_string(wrong.size() - 1) + " more)";
  return fail(Errc::malformed,
              (wrong[0].is_string() ? wrong[0].get<std::string>() : std::string()) + more);
}

struct Part {
  std::string_view name;
  std::size_t least, most; // operands, the part's own name among them
  Result<void> (*run)(const Arguments& arguments);
};
constexpr std::size_t any = 1'000;
constexpr std::array<Part, 10> parts{{{"list", 1, 1, list},
                                      {"show", 2, 2, show},
                                      {"update", 1, any, update_models},
                                      {"pin", 2, 3, pin},
                                      {"unpin", 2, 2, unpin},
                                      {"rollback", 2, 2, rollback},
                                      {"verify", 1, 1, verify},
                                      {"sign", 2, 2, sign_models},
                                      {"keygen", 2, 2, make_models_key},
                                      {"pack", 2, 2, pack_models}}};

Result<void> run(const Arguments& arguments) {
  if (arguments.operands.empty()) return list(arguments);
  const auto part = std::ranges::find(parts, arguments.operands[0], &Part::name);
  const std::size_t count = arguments.operands.size();
  if (part != parts.end() && count >= part->least && count <= part->most)
    return part->run(arguments);
  return fail(Errc::invalid,
              "it takes list, show ID, update [ID]..., pin ID [VERSION], unpin ID, rollback ID, "
              "verify, sign FOLDER, keygen FILE or pack FOLDER");
}

} // namespace

const Command& models_command() {
  static const Command command{
      "models",
      "The printer models: what there is, newer ones from a signed source, which of them count.",
      "[list] | show ID | update [ID]... | pin ID [VERSION] | unpin ID | rollback ID | verify | "
      "sign FOLDER | "
      "keygen FILE | pack FOLDER",
      {{0, "from", "WHERE",
        "update: a folder, a packed file or an https:// address in place of the configured source"},
       {0, "trust", "FILE",
        "update --from https://...: the certificates by which that server is believed"},
       {0, "dry-run", "", "update: says what would be installed, and does nothing"},
       {0, "toml", "", "show: the file of the model, as a whole"},
       {0, "key", "FILE", "sign: the secret key; may be repeated"},
       {0, "repository", "NAME", "sign: what the repository is called (the first time)"},
       {0, "days", "N", "sign: how long the index counts (default 90)"},
       {0, "program", "VERSION", "sign: tells about this version of platen"},
       {0, "program-date", "DAY", "sign: of that version"},
       {0, "change", "TEXT", "sign: what is new in that version; may be repeated"},
       {0, "next-key", "KEY", "sign: the keys that sign from the next index on; may be repeated"},
       {'O', "output", "FILE", "pack: where the packed models go"},
       json_flag,
       server_flag,
       {0, "state", "DIR", "of a server on this machine, as its own --state; it need not run"}},
      "A model is installed if the index that names it is signed by a key of [updates] keys, is "
      "newer than the "
      "last one and\n"
      "has not expired. Of each model the highest version counts, or the one that is pinned; "
      "\"rollback\" goes back "
      "one version\n"
      "and keeps to it. \"sign\", \"keygen\" and \"pack\" are for those who publish models "
      "(platen-models(1)).\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run(arguments); });
      }};
  return command;
}

} // namespace platen::app
