#include "base/file.h"
#include "base/limits.h"
#include "job/content_hash.h"
#include "model/words.h"
#include "remote/library.h"
#include "remote/listing.h"

#include <array>
#include <cmath>
#include <filesystem>

namespace platen::app {

namespace {

std::string rounded(const Json& number) {
  return number.is_number() ? std::to_string(std::lround(number.get<double>())) : "-";
}

// "L* 95.2", of a colour of the facts.
std::string lightness(const Json& colour) {
  if (!colour.is_array() || colour.empty() || !colour[0].is_number()) return "-";
  const auto tenths = std::lround(colour[0].get<double>() * 10);
  return "L* " + std::to_string(tenths / 10) + "." + std::to_string(std::abs(tenths % 10));
}

Result<void> list(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  Json all = Json::array();
  Table table({"PROFILE", "PAPER", "MODEL", "QUALITY", "INTENT", "WHITE", "BLACK", "GAMUT",
               "WHAT IT SAYS"});
  for (const Json& entry : listing["profiles"]) {
    if (arguments.has("model") && entry.value("model", "") != arguments.get("model")) continue;
    all.push_back(entry);
    const Json facts = entry.value("facts", Json::object());
    table.add({entry.value("name", ""), entry.value("paper", ""), entry.value("model", ""),
               entry.value("quality", "all"), entry.value("intent", "all"),
               lightness(facts.value("white", Json())), lightness(facts.value("black", Json())),
               rounded(facts.value("gamut-volume", Json())), facts.value("description", "")});
  }
  return arguments.has("json") ? print_json(all)
                               : print(table, "no profiles; \"platen profiles add\" takes one");
}

Result<void> show(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  TRY(const Json entry,
      entry_named(arguments, listing["profiles"], "profile", operand(arguments, 0)));
  return print_entry(arguments, entry);
}

template<class E, std::size_t N>
Result<std::optional<E>> word_of(const Arguments& arguments, const char* flag,
                                 const std::array<model::Word<E>, N>& words) {
  if (!arguments.has(flag)) return std::optional<E>{};
  const auto value = model::value_of(std::span<const model::Word<E>>(words), arguments.get(flag));
  if (!value)
    return fail(Errc::invalid,
                "--" + std::string(flag) + " is " +
                    model::join_or(model::texts(std::span<const model::Word<E>>(words))));
  return value;
}

Result<void> add(const Arguments& arguments) {
  const std::string path = operand(arguments, 0);
  if (!arguments.has("paper"))
    return fail(Errc::invalid, "--paper is missing (\"platen papers list\" lists them)");
  library::LibraryProfile entry;
  TRY(Buffer bytes, read_file(path, limits::icc_profile_bytes));
  entry.profile.id.name = arguments.get("name", std::filesystem::path(path).stem().string());
  entry.profile.id.sha256 = job::hex(job::digest_of(bytes));
  entry.profile.media_type = arguments.get("paper");
  TRY(entry.profile.quality, word_of(arguments, "quality", model::quality_words));
  TRY(entry.profile.intent, word_of(arguments, "intent", model::intent_words));
  entry.origin = std::filesystem::path(path).filename().string();
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  TRY(entry.model, model_with_media(arguments, listing, entry.profile.media_type));
  const std::string sha256 = entry.profile.id.sha256;
  library::Library library;
  library.profiles.push_back(std::move(entry));
  return add_to_library(session, library, {{sha256, std::move(bytes)}});
}

Result<void> remove(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  return remove_from_library(session, "profile", operand(arguments, 0), arguments.get("model"));
}

constexpr std::array<SubCommand, 4> sub_commands{
    {{"add", 1, add}, {"list", 0, list}, {"show", 1, show}, {"remove", 1, remove}}};

} // namespace

const Command& profiles_command() {
  static const Command command{
      "profiles",
      "ICC profiles of papers: add, list, show, remove.",
      "[list] | add FILE.icc | show|remove NAME",
      {model_flag,
       {0, "paper", "PAPER", "add: the paper that it was made for"},
       {0, "name", "NAME", "add: what it is called here (default: the file's name)"},
       {0, "quality", "QUALITY", "add: only for this print-quality"},
       {0, "intent", "INTENT", "add: only for this print-rendering-intent"},
       json_flag,
       server_flag},
      "The server looks into a profile in its sandbox before it takes it. With a profile for its\n"
      "paper a job's colours are managed by platen, unless it says otherwise (color-management).\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
