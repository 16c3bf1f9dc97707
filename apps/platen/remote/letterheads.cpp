#include "base/file.h"
#include "job/content_hash.h"
#include "remote/library.h"
#include "remote/listing.h"

#include <array>
#include <filesystem>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  const Json& all = listing["letterheads"];
  Table table({"LETTERHEAD", "PAGES", "KB", "FILE"});
  for (const Json& entry : all)
    table.add({entry.value("name", ""), std::to_string(entry.value("pages", 0)),
               std::to_string((entry.value("bytes", std::uint64_t{0}) + 1023) / 1024),
               entry.value("origin", "")});
  return arguments.has("json")
             ? print_json(all)
             : print(table, "no letterheads; \"platen letterheads add\" takes one");
}

Result<void> show(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  TRY(const Json listing, library_listing(session));
  for (const Json& entry : listing["letterheads"])
    if (entry.value("name", "") == operand(arguments, 0)) return print_entry(arguments, entry);
  return fail(Errc::not_found, "there is no letterhead \"" + operand(arguments, 0) + "\"");
}

Result<void> add(const Arguments& arguments) {
  const std::string path = operand(arguments, 0);
  library::LibraryLetterhead entry;
  TRY(Buffer bytes, read_file(path, library::most_letterhead_bytes));
  const std::string sha256 = job::hex(job::digest_of(bytes));
  entry.id = {arguments.get("name", std::filesystem::path(path).stem().string()), sha256};
  entry.origin = std::filesystem::path(path).filename().string();
  TRY(Session session, Session::open(arguments));
  library::Library library;
  library.letterheads.push_back(std::move(entry));
  return add_to_library(session, library, {{sha256, std::move(bytes)}});
}

Result<void> remove(const Arguments& arguments) {
  TRY(Session session, Session::open(arguments));
  return remove_from_library(session, "letterhead", operand(arguments, 0), {});
}

constexpr std::array<SubCommand, 4> sub_commands{
    {{"add", 1, add}, {"list", 0, list}, {"show", 1, show}, {"remove", 1, remove}}};

} // namespace

const Command& letterheads_command() {
  static const Command command{
      "letterheads",
      "PDFs that are laid below or above pages: add, list, show, remove.",
      "[list] | add FILE.pdf | show|remove NAME",
      {{0, "name", "NAME", "add: what it is called here (default: the file's name)"},
       json_flag,
       server_flag},
      "Jobs name one with -o page-underlay=NAME or -o page-overlay=NAME. Its page n goes with page "
      "n\n"
      "of a document, its last page with all further ones. The server looks into the PDF in its\n"
      "sandbox before it takes it, and a job keeps the one that it was submitted with.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
