#include "files/server_state.h"
#include "files/write_folder.h"
#include "remote/listing.h"

namespace platen::app {

namespace {

Result<void> write_export(const Arguments& arguments) {
  if (arguments.operands.size() != 1) return fail(Errc::invalid, "name the folder: one DIR");
  TRY(Session session, Session::open(arguments));
  TRY(Api api, Api::open(arguments));
  const bool hashes = arguments.has("password-hashes");
  TRY(const State state, read_server(session, api, hashes));
  TRY(const std::size_t count, write_folder(state, arguments.operands[0]));
  if (arguments.has("json"))
    return print_json({{"folder", arguments.operands[0]}, {"entries", count}});
  return print_text(std::to_string(count) + " entries in " + arguments.operands[0] +
                    (hashes ? "; hashes of passwords are in " + std::string(hashes_file) +
                                  ", which is a secret; other secrets are not among them\n"
                            : "; secrets are not among them\n"));
}

} // namespace

const Command& export_command() {
  static const Command command{
      "export",
      "Writes a server's configuration into the files of a folder.",
      "DIR",
      {{0, "password-hashes", "", "write users' passwords too, as hashes, for the owner alone"},
       json_flag,
       server_flag},
      "\"platen apply\" reads them. The same configuration gives the same "
      "files. Other secrets are\n"
      "never written: platen-files(5) says how they are given. Jobs and "
      "scans are in \"platen backup\".\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return write_export(arguments); });
      }};
  return command;
}

} // namespace platen::app
