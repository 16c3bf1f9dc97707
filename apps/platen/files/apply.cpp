#include "files/make_changes.h"
#include "files/read_folder.h"
#include "files/server_state.h"
#include "remote/listing.h"

namespace platen::app {

namespace {

Result<void> tell(const Arguments& arguments, const std::vector<Change>& changes,
                  const std::vector<MissingSecret>& missing, std::size_t made) {
  if (!arguments.has("json")) {
    TRY_VOID(print_text(in_words(missing)));
    if (changes.empty()) return print_text("nothing to change\n");
    if (arguments.has("dry-run")) return {};
    return print_text("made " + std::to_string(made) + " of " + std::to_string(changes.size()) +
                      "\n");
  }
  return print_json(
      {{"changes", in_json(changes)}, {"made", made}, {"missing-secrets", in_json(missing)}});
}

// Everything is read and compared before anything is done.
Result<void> apply(const Arguments& arguments) {
  if (arguments.operands.size() != 1) return fail(Errc::invalid, "name the folder: one DIR");
  auto wanted = read_folder(arguments.operands[0]);
  if (!wanted) { // a wrong file is no wrong use
    Error error = std::move(wanted).error();
    if (error.code == Errc::invalid) error.code = Errc::malformed;
    return Failure(std::move(error));
  }
  TRY(Session session, Session::open(arguments));
  TRY(Api api, Api::open(arguments));
  TRY(const State present, read_server(session, api));
  auto changes = difference(*wanted, present, arguments.has("prune"));
  if (!changes) {
    Error error = std::move(changes).error();
    error.code = Errc::malformed;
    return Failure(std::move(error));
  }
  if (!arguments.has("json") && !changes->empty()) TRY_VOID(print_text(in_words(*changes)));
  const auto missing = missing_secrets(*wanted, present);
  if (arguments.has("dry-run")) return tell(arguments, *changes, missing, 0);
  std::size_t made = 0;
  const auto done = make_changes(*changes, session, api, made);
  TRY_VOID(tell(arguments, *changes, missing, made));
  if (done) return {};
  Error error = done.error();
  if (error.code == Errc::invalid) error.code = Errc::malformed;
  error.what += "; " + std::to_string(made) + " of " + std::to_string(changes->size()) +
                " changes were made, and the others not: mend it and apply again";
  return Failure(std::move(error));
}

} // namespace

const Command& apply_command() {
  static const Command command{
      "apply",
      "Brings a server to what the files of a folder say.",
      "DIR",
      {{0, "dry-run", "", "show what would be changed, and change nothing"},
       {0, "prune", "", "remove what the files do not name"},
       json_flag,
       server_flag},
      "+ is added, ~ is changed, - is removed (with --prune alone), ! is a secret that nobody "
      "gave.\nAll files are read and checked first; a second time there is nothing to change. "
      "platen-files(5) explains the files.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return apply(arguments); });
      }};
  return command;
}

} // namespace platen::app
