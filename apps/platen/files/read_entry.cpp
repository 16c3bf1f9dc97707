#include "files/read_entry.h"

#include "auth/password_hash.h"
#include "base/file.h"
#include "base/utf8.h"
#include "intake/ipp/printer_attributes.h"
#include "job/content_hash.h"
#include "job/job.h"
#include "model/toml_table.h"

#include <algorithm>

namespace platen::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_name = 127;
constexpr std::uint64_t most_bytes = 32ULL << 20; // of a profile or letterhead
constexpr std::uint64_t most_secret = 64ULL << 10;
constexpr int deepest = 8;

Result<Json> json_within(const toml::node& node, int depth);

Result<Json> json_of_table(const toml::table& table, int depth) {
  Json json = Json::object();
  for (const auto& [key, node] : table) {
    TRY(json[std::string(key.str())], json_within(node, depth + 1));
  }
  return json;
}

Result<Json> json_within(const toml::node& node, int depth) {
  if (depth > deepest) return model::fail_at(node.source(), "tables within tables without end");
  if (const auto* const text = node.as_string()) return Json(text->get());
  if (const auto* const flag = node.as_boolean()) return Json(flag->get());
  if (const auto* const number = node.as_integer()) return Json(number->get());
  if (const auto* const table = node.as_table()) return json_of_table(*table, depth);
  const toml::array* const array = node.as_array();
  if (array == nullptr)
    return model::fail_at(node.source(), "a text, a whole number, true, false, a list or a table "
                                         "can stand here");
  Json json = Json::array();
  for (const toml::node& one : *array) {
    TRY(Json value, json_within(one, depth + 1));
    json.push_back(std::move(value));
  }
  return json;
}

// A file of the folder; secrets may lie elsewhere, so that the folder can be shown.
Result<fs::path> beside(const fs::path& root, const std::string& name, bool anywhere) {
  const fs::path path(name);
  const bool up = std::ranges::any_of(path, [](const fs::path& part) { return part == ".."; });
  if (path.empty() || up || (path.is_absolute() && !anywhere))
    return fail(Errc::invalid, "\"" + name + "\" is no path within the folder");
  return path.is_absolute() ? path : root / path;
}

Result<void> check_name(const Kind& kind, const std::string& name) {
  if (kind.word == "printers") return job::check_printer_name(name);
  const bool whole = valid_utf8_prefix(name) == name.size();
  const bool control =
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!name.empty() && name.size() <= longest_name && whole && !control &&
      name.find_first_of("/,?#%") == std::string::npos)
    return {};
  return fail(Errc::invalid, "a name has 1 to 127 bytes of UTF-8 without control characters and "
                             "without any of / , ? # %");
}

class EntryReader {
public:
  EntryReader(const Kind& kind, const fs::path& root, const toml::table& table, Entry& entry)
      : kind_(kind), root_(root), table_(table), entry_(entry) {}

  Result<void> read() {
    Json said = Json::object();
    for (const auto& [key, node] : table_) {
      TRY_VOID(take(std::string(key.str()), node, said));
    }
    TRY_VOID(check_name(kind_, entry_.name).map_error([&](Error error) {
      return placed(std::move(error));
    }));
    for (const Member& member : kind_.members)
      if (member.needed && !said.contains(member.name))
        return fail(Errc::invalid, entry_.place + ": " + member.name + " is missing");
    TRY_VOID(shorten_uri(said));
    if (kind_.extension != nullptr && entry_.bytes.empty())
      return fail(Errc::invalid, entry_.place + ": file is missing: the " +
                                     std::string(kind_.title) + "'s own, ." + kind_.extension);
    auto value = normal(kind_, said);
    if (!value) return Failure(placed(std::move(value).error()));
    entry_.value.update(*value);
    if (entry_.secret && kind_.secret_known != nullptr) entry_.value[kind_.secret_known] = true;
    if (entry_.secret && entry_.secret_hash)
      return fail(Errc::invalid, entry_.place + ": password-file and password-hash are too much: "
                                                "give one of them");
    entry_.value = sorted(entry_.value);
    return {};
  }

private:
  Error placed(Error error) const {
    error.what = entry_.place + ": " + error.what;
    return error;
  }

  Result<void> take(const std::string& key, const toml::node& node, Json& said) {
    const std::string place = model::place(node.source());
    const auto text = node.value<std::string>();
    const bool file = kind_.extension != nullptr && key == "file";
    const bool beside = kind_.bytes_member != nullptr && key == kind_.bytes_member;
    const bool secret = kind_.secret_member != nullptr && key == kind_.secret_member;
    const bool hash = kind_.word == "users" && key == "password-hash";
    if ((key == "name" && kind_.a_file_each) || file || beside || secret || hash) {
      if (!text) return model::fail_at(node.source(), key + " is not a text");
      const auto read = file     ? read_bytes(root_ / kind_.word, *text)
                        : beside ? read_bytes(root_, *text)
                        : secret ? read_secret(*text)
                        : hash   ? take_hash(*text)
                                 : rename(*text);
      if (!read) return model::fail_at(node.source(), read.error().message());
      return {};
    }
    const Member* const member = key == digest_member ? nullptr : find_member(kind_, key);
    if (member == nullptr)
      return model::fail_at(node.source(),
                            "a " + std::string(kind_.title) + " has no \"" + key + "\"");
    TRY(Json value, json_of(node));
    if (const auto right = normal(kind_, {{key, value}}); !right)
      return model::fail_at(node.source(), right.error().what);
    said[key] = std::move(value);
    entry_.places[key] = place;
    return {};
  }

  Result<void> rename(const std::string& name) {
    entry_.name = name;
    return {};
  }

  Result<void> take_hash(const std::string& hash) {
    TRY_VOID(auth::check_password_hash(hash));
    entry_.secret_hash = hash;
    return {};
  }

  Result<void> read_bytes(const fs::path& folder, const std::string& name) {
    TRY(const fs::path path, beside(folder, name, false));
    TRY(entry_.bytes, read_file(path, most_bytes));
    if (entry_.bytes.empty()) return fail(Errc::malformed, path.string() + " is empty");
    entry_.value[digest_member] = job::hex(job::digest_of(entry_.bytes));
    return {};
  }

  // The last line end is of the editor.
  Result<void> read_secret(const std::string& name) {
    TRY(const fs::path path, beside(root_, name, true));
    TRY(const Buffer bytes, read_file(path, most_secret));
    std::string secret(as_text(bytes));
    if (secret.ends_with('\n')) secret.pop_back();
    if (secret.ends_with('\r')) secret.pop_back();
    if (secret.empty()) return fail(Errc::malformed, path.string() + " is empty");
    entry_.secret = std::move(secret);
    return {};
  }

  // A name and a password in a device-uri are secrets: shown and compared without.
  Result<void> shorten_uri(Json& said) {
    const auto found = said.find("device-uri");
    if (found == said.end()) return {};
    entry_.whole_uri = found->get<std::string>();
    *found = intake::ipp::shown_device(entry_.whole_uri);
    if (*found != entry_.whole_uri) {
      said["device-login"] = true;
      entry_.secret = entry_.whole_uri;
    }
    return {};
  }

  const Kind& kind_;
  const fs::path& root_;
  const toml::table& table_;
  Entry& entry_;
};

} // namespace

Result<Json> json_of(const toml::node& node) {
  return json_within(node, 0);
}

Result<Entry> read_entry(const Kind& kind, const fs::path& root, const std::string& name,
                         const toml::table& table, const std::string& place) {
  Entry entry;
  entry.name = name;
  entry.place = place;
  TRY_VOID(EntryReader(kind, root, table, entry).read());
  return entry;
}

} // namespace platen::app
