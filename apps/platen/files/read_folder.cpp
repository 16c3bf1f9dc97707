#include "files/read_folder.h"

#include "auth/password_hash.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "files/read_entry.h"
#include "intake/ipp/printer_attributes.h"
#include "job/content_hash.h"
#include "model/toml_file.h"
#include "model/toml_table.h"

#include <algorithm>

namespace platen::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 5'000;

Result<void> add(const Kind& kind, Entry entry, Entries& entries) {
  const std::string key = key_of(kind, entry.name, entry.value);
  const auto [there, fresh] = entries.try_emplace(key, std::move(entry));
  if (fresh) return {};
  // `entry` was not moved from: try_emplace takes it only if it is new.
  return fail(Errc::invalid, entry.place + ": " + words_of(kind, there->second) +
                                 " is described twice, first at " + there->second.place);
}

// Every "*.toml" of a kind's folder, in alphabetical order.
Result<std::vector<fs::path>> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error))
    if (at->path().extension() == ".toml") files.push_back(at->path());
  if (error) return fail(Errc::io, folder.string() + ": " + error.message());
  if (files.size() > most_files)
    return fail(Errc::limit,
                folder.string() + " has more than " + std::to_string(most_files) + " files");
  std::ranges::sort(files);
  return files;
}

Result<void> read_each(const Kind& kind, const fs::path& root, Entries& entries) {
  TRY(const auto files, files_of(root / kind.word));
  for (const fs::path& file : files) {
    TRY(const std::string text, model::read_toml_text(file));
    TRY(const toml::table table, model::parse_toml(text, file));
    TRY(Entry entry, read_entry(kind, root, file.stem().string(), table, file.string() + ":1:1"));
    TRY_VOID(add(kind, std::move(entry), entries));
  }
  return {};
}

// One file with a table for each entry.
Result<void> read_tables(const Kind& kind, const fs::path& root, Entries& entries) {
  const fs::path file = root / (std::string(kind.word) + ".toml");
  TRY(const std::string text, model::read_toml_text(file));
  TRY(const toml::table table, model::parse_toml(text, file));
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const toml::table* const one = node.as_table();
    if (one == nullptr)
      return model::fail_at(node.source(), "\"" + name + "\" is no table: each " +
                                               std::string(kind.title) + " is one, [NAME]");
    TRY(Entry entry, read_entry(kind, root, name, *one, model::place(node.source())));
    TRY_VOID(add(kind, std::move(entry), entries));
  }
  return {};
}

// What "platen export --password-hashes" writes: NAME = "HASH".
Result<void> read_hashes(const fs::path& root, Entries& users) {
  const fs::path file = root / hashes_file;
  std::error_code error;
  if (!fs::exists(file, error)) return {};
  TRY(const std::string text, model::read_toml_text(file));
  TRY(const toml::table table, model::parse_toml(text, file));
  for (const auto& [key, node] : table) {
    const auto hash = node.value<std::string>();
    const auto user = users.find(std::string(key.str()));
    if (user == users.end())
      return model::fail_at(node.source(), "users.toml has no user \"" + std::string(key.str()) +
                                               "\": describe them there, or remove this line");
    const auto good = auth::check_password_hash(hash.value_or(""));
    if (!good) return model::fail_at(node.source(), good.error().what);
    if (!user->second.secret && !user->second.secret_hash) user->second.secret_hash = *hash;
  }
  return {};
}

// [SECTION] and KEY = VALUE, as in platen.toml.
Result<void> read_settings(const Kind& kind, const fs::path& root, Entries& entries) {
  const fs::path file = root / "settings.toml";
  TRY(const std::string text, model::read_toml_text(file));
  TRY(const toml::table table, model::parse_toml(text, file));
  for (const auto& [section, node] : table) {
    const toml::table* const keys = node.as_table();
    if (keys == nullptr)
      return model::fail_at(node.source(),
                            "\"" + std::string(section.str()) + "\" is in no [SECTION]");
    for (const auto& [key, value] : *keys) {
      Entry entry;
      entry.name = std::string(section.str()) + "." + std::string(key.str());
      entry.place = model::place(value.source());
      TRY(entry.value["value"], json_of(value));
      TRY_VOID(add(kind, std::move(entry), entries));
    }
  }
  return {};
}

// A folder or a file that looks like ours and is none is a slip of the pen.
Result<void> check_names(const fs::path& root) {
  std::error_code error;
  for (fs::directory_iterator at(root, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const bool folder = at->is_directory(error);
    const std::string stem = folder ? at->path().filename().string() : at->path().stem().string();
    if (stem.starts_with('.') || (!folder && at->path().extension() != ".toml")) continue;
    if (at->path().filename() == hashes_file) continue;
    const Kind* const kind = find_kind(stem);
    if (folder && kind == nullptr) {
      TRY(const auto files, files_of(at->path()));
      if (files.empty()) continue;
    }
    if (kind == nullptr || kind->a_file_each != folder)
      return fail(Errc::invalid, at->path().string() + " is none of the files and folders that " +
                                     "platen-files(5) names");
  }
  if (error) return fail(Errc::io, root.string() + ": " + error.message());
  return {};
}

} // namespace

Result<State> read_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return fail(Errc::invalid, folder.string() + " is no folder");
  TRY_VOID(check_names(folder));
  State state;
  for (const Kind& kind : kinds()) {
    const std::string word(kind.word);
    const bool there = fs::exists(folder / (kind.a_file_each ? word : word + ".toml"), error);
    Entries& entries = state[kind.word];
    if (!there) continue;
    if (kind.word == "settings") {
      TRY_VOID(read_settings(kind, folder, entries));
    } else if (kind.a_file_each) {
      TRY_VOID(read_each(kind, folder, entries));
    } else {
      TRY_VOID(read_tables(kind, folder, entries));
    }
  }
  TRY_VOID(read_hashes(folder, state["users"]));
  return state;
}

} // namespace platen::app
