#include "update/record.h"

#include "base/file.h"
#include "json/fields.h"
#include "update/index.h"
#include "update/update_limits.h"

#include <algorithm>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace platen::update {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;
using json::number_in;
using json::text_in;

constexpr const char* file_name = "record.json";

Failure damaged(const char* what) {
  return fail(Errc::malformed,
              "the record of model updates is damaged (" + std::string(what) +
                  "): bring back STATE/models of a backup, or remove that folder: the models that "
                  "came with the program are in force then, and updates come again");
}

const Json& part(const Json& of, const char* name) {
  static const Json nothing;
  const auto found = of.find(name);
  return found == of.end() ? nothing : *found;
}

Result<std::vector<PublicKey>> keys(const Json& of, const char* name) {
  std::vector<PublicKey> all;
  for (const Json& one : part(of, name)) {
    if (!one.is_string()) return damaged(name);
    TRY(const PublicKey key, parse_key(one.get<std::string>()));
    all.push_back(key);
  }
  return all;
}

Json texts_of(const std::vector<PublicKey>& keys) {
  Json all = Json::array();
  for (const PublicKey& key : keys)
    all.push_back(to_text(key));
  return all;
}

Result<void> read_installed(const Json& root, Record& record) {
  for (const auto& [id, versions] : part(root, "installed").items()) {
    if (!is_model_id(id) || !versions.is_array()) return damaged("installed");
    for (const Json& one : versions) {
      Installed made{number_in(one, "version"), static_cast<std::uint64_t>(number_in(one, "bytes")),
                     text_in(one, "sha256")};
      if (made.version < 1 || made.sha256.size() != 64) return damaged("installed");
      record.installed[id].push_back(std::move(made));
    }
    std::ranges::sort(record.installed[id], {}, &Installed::version);
  }
  return {};
}

Result<void> read_versions(const Json& root, const char* name,
                           std::map<std::string, std::int64_t>& into) {
  for (const auto& [id, version] : part(root, name).items()) {
    if (!is_model_id(id) || !version.is_number_integer()) return damaged(name);
    into[id] = version.get<std::int64_t>();
  }
  return {};
}

// Renames are on disk when their folder is.
Result<void> sync_folder(const fs::path& folder) {
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd && ::fsync(fd.get()) == 0) return {};
  return fail(Errc::io, "cannot write " + folder.string() + ": " + errno_text(errno));
}

// What root makes in the folder of a service is the service's.
void give_away(const fs::path& made) {
  struct stat above {};
  if (::geteuid() != 0 || ::stat(made.parent_path().c_str(), &above) != 0) return;
  static_cast<void>(::lchown(made.c_str(), above.st_uid, above.st_gid) ==
                    0); // else it stays root's
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return {};
  if (fs::create_directories(folder, error) && !error) {
    give_away(folder);
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (!error) return {};
  return fail(Errc::io, "the folder " + folder.string() + " cannot be made: " + error.message());
}

} // namespace

Result<Record> read_record(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (!root.is_object() || number_in(root, "format") != 1) return damaged("record.json");
  Record record;
  record.repository = text_in(root, "repository");
  record.source = text_in(root, "source");
  record.index = text_in(root, "index");
  record.signatures = text_in(root, "signatures");
  record.checked = number_in(root, "checked");
  record.trouble = text_in(root, "trouble");
  for (const auto& [name, serial] : part(root, "serials").items()) {
    if (!serial.is_number_unsigned()) return damaged("serials");
    record.serials[name] = serial.get<std::uint64_t>();
  }
  TRY(record.keys, keys(root, "keys"));
  TRY(record.configured, keys(root, "configured"));
  for (const Json& one : part(root, "withdrawn"))
    record.withdrawn.push_back(
        {text_in(one, "key"), static_cast<std::uint64_t>(number_in(one, "serial"))});
  TRY_VOID(read_installed(root, record));
  TRY_VOID(read_versions(root, "pins", record.pins));
  TRY_VOID(read_versions(root, "used", record.used));
  return record;
}

std::string write_record(const Record& record) {
  Json root{{"format", 1},
            {"repository", record.repository},
            {"source", record.source},
            {"serials", record.serials},
            {"index", record.index},
            {"signatures", record.signatures},
            {"keys", texts_of(record.keys)},
            {"configured", texts_of(record.configured)},
            {"withdrawn", Json::array()},
            {"checked", record.checked},
            {"trouble", record.trouble},
            {"installed", Json::object()},
            {"pins", record.pins},
            {"used", record.used}};
  for (const Withdrawn& gone : record.withdrawn)
    root["withdrawn"].push_back({{"key", gone.key}, {"serial", gone.serial}});
  for (const auto& [id, versions] : record.installed)
    for (const Installed& one : versions)
      root["installed"][id].push_back(
          {{"version", one.version}, {"bytes", one.bytes}, {"sha256", one.sha256}});
  return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

fs::path file_of(const fs::path& folder, std::string_view id, std::int64_t version) {
  return folder / std::string(id) / (std::to_string(version) + ".toml");
}

Result<Record> load_record(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / file_name, ignored)) return Record{};
  TRY(const Buffer bytes, read_file(folder / file_name, limits::record_bytes));
  return read_record(as_text(bytes));
}

Result<void> save_record(const fs::path& folder, const Record& record) {
  TRY_VOID(make_folder(folder));
  return write_lasting(folder / file_name, as_bytes(write_record(record)));
}

Result<void> write_lasting(const fs::path& file, Bytes bytes) {
  TRY_VOID(make_folder(file.parent_path()));
  TRY(AtomicFile into, AtomicFile::create(file, true));
  TRY_VOID(into.write(bytes));
  TRY_VOID(into.commit());
  give_away(file);
  return sync_folder(file.parent_path());
}

Result<ChangeLock> ChangeLock::take(const fs::path& folder) {
  TRY_VOID(make_folder(folder));
  const fs::path file = folder / "lock";
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return fail(Errc::io, "cannot open " + file.string() + ": " + errno_text(errno));
  give_away(file);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
    return fail(Errc::busy, "models are being updated already: try again when that is done");
  return ChangeLock(fd.release());
}

ChangeLock::~ChangeLock() {
  if (fd_ >= 0) ::close(fd_);
}

} // namespace platen::update
