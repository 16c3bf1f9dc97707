#include "setup/journal.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

namespace platen::setup {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_file = 64 << 10;

Json to_json(const Made& made) {
  return {{"server", made.server},
          {"printer", made.printer},
          {"printer-uuid", made.printer_uuid},
          {"device-uri", made.device_uri},
          {"scanner", made.scanner},
          {"scanner-uri", made.scanner_uri},
          {"changed-default", made.changed_default},
          {"former-default", made.former_default}};
}

Made from_json(const Json& json) {
  Made made;
  made.server = text_in(json, "server");
  made.printer = text_in(json, "printer");
  made.printer_uuid = text_in(json, "printer-uuid");
  made.device_uri = text_in(json, "device-uri");
  made.scanner = text_in(json, "scanner");
  made.scanner_uri = text_in(json, "scanner-uri");
  made.changed_default = json::flag_in(json, "changed-default");
  made.former_default = text_in(json, "former-default");
  return made;
}

Failure broken(const fs::path& file) {
  return fail(Errc::malformed, file.string() + ": this is no journal of a set-up; see what "
                                               "\"platen printers\" has, then remove the file");
}

// The entry, or nothing where there is none of that name.
Result<std::optional<Json>> entry(Server& server, const std::string& path) {
  auto found = server.get(path);
  if (!found && found.error().code == Errc::not_found) return std::nullopt;
  if (!found) return Failure(std::move(found).error());
  return *std::move(found);
}

bool is_ours(const Made& made, const Json& printer) {
  if (!made.printer_uuid.empty()) return text_in(printer, "printer-uuid") == made.printer_uuid;
  return text_in(printer, "device-uri") == made.device_uri;
}

Result<void> remove_scanner(Server& server, const Made& made, std::vector<std::string>& done) {
  if (made.scanner.empty()) return {};
  TRY(const auto there, entry(server, "scanners/" + made.scanner));
  if (!there) return {};
  if (text_in(*there, "uri") != made.scanner_uri) {
    done.push_back("the scanner " + made.scanner + " was changed meanwhile, and stays");
    return {};
  }
  TRY_VOID(server.send("DELETE", "scanners/" + made.scanner, {}));
  done.push_back("the scanner " + made.scanner + " is removed");
  return {};
}

Result<void> remove_printer(Server& server, const Made& made, std::vector<std::string>& done) {
  if (made.printer.empty()) return {};
  TRY(const auto there, entry(server, "printers/" + made.printer));
  if (!there) return {};
  if (!is_ours(made, *there)) {
    done.push_back("the printer " + made.printer + " is another one now, and stays");
    return {};
  }
  TRY_VOID(server.send("DELETE", "printers/" + made.printer, {}));
  done.push_back("the printer " + made.printer + " is removed, with its jobs");
  return {};
}

Result<void> restore_default(Server& server, const Made& made, std::vector<std::string>& done) {
  if (!made.changed_default || made.former_default.empty()) return {};
  TRY(const auto there, entry(server, "printers/" + made.former_default));
  if (!there) return {};
  TRY_VOID(server.send("POST", "printers/" + made.former_default + "/default", Json::object()));
  done.push_back(made.former_default + " is the default printer again");
  return {};
}

} // namespace

Result<Journal> Journal::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, folder.string() + ": " + error.message());
  const fs::path locked = folder / "setup.lock";
  UniqueFd lock(::open(locked.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!lock) return fail(Errc::io, locked.string() + ": " + errno_text(errno));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    return fail(Errc::busy, "another \"platen setup\" of this user is at work; end that one first");
  return Journal(std::move(lock), folder / "setup.json");
}

Result<std::optional<Made>> Journal::left() const {
  if (!fs::exists(file_)) return std::nullopt;
  TRY(const Buffer bytes, read_file(file_, largest_file));
  const Json json = Json::parse(as_text(bytes), nullptr, false);
  if (!json.is_object() || text_in(json, "server").empty()) return broken(file_);
  return from_json(json);
}

Result<void> Journal::write(const Made& made) {
  TRY(AtomicFile file, AtomicFile::create(file_, true));
  TRY_VOID(file.write(as_bytes(to_json(made).dump(1, ' ', false, Json::error_handler_t::replace))));
  return file.commit();
}

Result<void> Journal::clear() {
  std::error_code error;
  fs::remove(file_, error);
  if (error) return fail(Errc::io, file_.string() + ": " + error.message());
  return {};
}

Result<std::vector<std::string>> take_back(Server& server, const Made& made) {
  std::vector<std::string> done;
  TRY_VOID(remove_scanner(server, made, done));
  TRY_VOID(remove_printer(server, made, done));
  TRY_VOID(restore_default(server, made, done));
  return done;
}

} // namespace platen::setup
