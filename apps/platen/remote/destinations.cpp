#include "remote/listing.h"
#include "remote/scan_follow.h"
#include "secret.h"

#include <array>
#include <charconv>

namespace platen::app {

namespace {

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("destinations"));
  if (arguments.has("json")) return print_json(all);
  Table table({"DESTINATION", "KIND", "ADDRESS", "USER", "TO"});
  for (const Json& entry : all) {
    std::string to;
    for (const Json& one : entry.value("to", Json::array()))
      to += (to.empty() ? "" : " ") + one.get<std::string>();
    table.add({text_in(entry, "name"), text_in(entry, "kind"), text_in(entry, "address"),
               text_in(entry, "user"), to});
  }
  return print(table, "no destinations; \"platen destinations add NAME --kind KIND ADDRESS\" adds "
                      "one");
}

Result<void> add(const Arguments& arguments) {
  Json entry{{"kind", arguments.get("kind", "folder")}, {"address", operand(arguments, 1)}};
  for (const char* const name : {"user", "login", "from", "subject", "text", "trust", "host-key"})
    if (arguments.has(name)) entry[name] = arguments.get(name);
  if (!arguments.has("login") && !arguments.has("user")) entry["login"] = "none";
  if (arguments.has("recipient")) entry["to"] = arguments.all("recipient");
  if (arguments.has("open-recipients")) entry["open-recipients"] = true;
  if (arguments.has("most-bytes")) {
    const std::string text = arguments.get("most-bytes");
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    if (error != std::errc{} || end != text.data() + text.size())
      return fail(Errc::invalid, "--most-bytes " + text + " is no number");
    entry["most-bytes"] = bytes;
  }
  if (arguments.has("secret")) {
    TRY(entry["secret"], new_secret("password, token or key"));
  }
  TRY(const std::string path, entry_path("destinations", operand(arguments, 0)));
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("PUT", path, entry));
  return {};
}

Result<void> remove(const Arguments& arguments) {
  return remove_entry(arguments, "destinations");
}

constexpr std::array<SubCommand, 3> sub_commands{
    {{"add", 2, add}, {"list", 0, list}, {"remove", 1, remove}}};

} // namespace

const Command& destinations_command() {
  static const Command command{
      "destinations",
      "Where scans are brought: folders, mail, shares, servers: add, list, remove.",
      "[list] | add NAME ADDRESS | remove NAME",
      {{0, "kind", "KIND", "add: folder (the default), mail, smb, sftp, webdav, http"},
       {'u', "user", "NAME", "add: who logs in there"},
       {0, "login", "HOW", "add: password (with --user the default), xoauth2, key, none"},
       {0, "secret", "", "add: ask for its password, token or key (or read standard input)"},
       {'r', "recipient", "ADDRESS",
        "add: mail: who gets it, an address or @CONTACT; may be repeated"},
       {0, "open-recipients", "", "add: mail: a scan may name others (-o mail-to=)"},
       {0, "from", "ADDRESS", "add: mail: the sender"},
       {0, "subject", "TEXT", "add: mail: subject, with the fields of file names"},
       {0, "text", "TEXT", "add: mail: text"},
       {0, "most-bytes", "BYTES", "add: of one mail; more is sent in several"},
       {0, "trust", "FILE", "add: authorities for its certificate (PEM)"},
       {0, "host-key", "FINGERPRINT", "add: sftp: SHA256:... of the server's key"},
       json_flag,
       server_flag},
      "ADDRESS is a folder of the server, or a URL: smtp://HOST, smtps://HOST,\n"
      "smb://HOST/SHARE/FOLDER, sftp://HOST/PATH, davs://HOST/PATH, https://HOST/PATH.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
