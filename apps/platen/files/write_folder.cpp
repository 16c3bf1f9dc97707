#include "files/write_folder.h"

#include "base/file.h"
#include "files/toml_text.h"

#include <algorithm>
#include <set>

namespace platen::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = "# Written by \"platen export\"; platen-files(5) explains it.\n";

// What a file is called: the name, as far as every file system takes it, and unlike the others.
std::string stem_of(const Entry& entry, std::set<std::string>& taken) {
  constexpr std::size_t longest = 80;
  std::string stem;
  for (const char c : entry.name.substr(0, longest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || (c == '.' && !stem.empty());
    stem += plain ? c : '_';
  }
  std::string made = stem.empty() ? "_" : stem;
  for (int number = 2; !taken.insert(made).second; ++number)
    made = stem + "-" + std::to_string(number);
  return made;
}

std::string about_secrets(const Kind& kind) {
  if (kind.secret_member == nullptr) return {};
  if (kind.word == "users")
    return "# Passwords are not exported: a new user gets one by password-file = \"FILE\", or "
           "by\n# password-hash (\"platen export --password-hashes\").\n";
  return "# Secrets are not exported: a new " + std::string(kind.title) + " gets its own by " +
         kind.secret_member + " = \"FILE\".\n";
}

class FolderWriter {
public:
  explicit FolderWriter(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::size_t> write(const State& state) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return fail(Errc::io, "cannot make " + folder_.string() + ": " + error.message());
    for (const Kind& kind : kinds()) {
      const auto found = state.find(kind.word);
      if (found == state.end()) continue;
      TRY_VOID(kind.word == "settings" ? write_settings(found->second)
               : kind.a_file_each      ? write_each(kind, found->second)
                                       : write_tables(kind, found->second));
    }
    TRY_VOID(remove_former());
    return count_;
  }

private:
  Result<void> put(const fs::path& path, Bytes bytes) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    written_.insert(path);
    return write_file(path, bytes);
  }

  Result<void> write_each(const Kind& kind, const Entries& entries) {
    std::set<std::string> taken;
    for (const auto& [key, entry] : entries) {
      const fs::path path = folder_ / kind.word / stem_of(entry, taken);
      Json json = entry.value;
      json["name"] = entry.name;
      json.erase(digest_member);
      if (kind.extension != nullptr) {
        const fs::path bytes = path.string() + "." + kind.extension;
        json["file"] = bytes.filename().string();
        TRY_VOID(put(bytes, entry.bytes));
      }
      std::string text(mark);
      if (entry.value.contains("device-login"))
        text += "# The name and password in device-uri are not exported: the server keeps its own; "
                "a new\n# server needs them here.\n";
      TRY_VOID(put(path.string() + ".toml", as_bytes(text + toml_text(json))));
      ++count_;
    }
    return {};
  }

  Result<void> write_tables(const Kind& kind, const Entries& entries) {
    if (entries.empty()) return {};
    std::string text = std::string(mark) + about_secrets(kind);
    std::set<std::string> taken;
    for (const auto& [name, entry] : entries) {
      Json json = entry.value;
      if (kind.bytes_member != nullptr && json.erase(digest_member) > 0) {
        const std::string beside =
            std::string(kind.bytes_folder) + "/" + stem_of(entry, taken) + ".icc";
        json[kind.bytes_member] = beside;
        TRY_VOID(put(folder_ / beside, entry.bytes));
      }
      text += "\n[" + toml_key(name) + "]\n" + toml_text(sorted(json), toml_key(name));
    }
    if (kind.word == "users") TRY_VOID(write_hashes(entries));
    count_ += entries.size();
    return put(folder_ / (std::string(kind.word) + ".toml"), as_bytes(text));
  }

  // For their owner alone: whoever has them can try passwords at leisure.
  Result<void> write_hashes(const Entries& users) {
    std::string text =
        std::string(mark) + "# Keep it secret: it lets people in with their passwords.\n";
    bool any = false;
    for (const auto& [name, user] : users)
      if (user.secret_hash) {
        text += toml_key(name) + " = " + toml_value(*user.secret_hash) + "\n";
        any = true;
      }
    if (!any) return {};
    const fs::path file = folder_ / hashes_file;
    written_.insert(file);
    TRY(AtomicFile into, AtomicFile::create(file, true));
    TRY_VOID(into.write(as_bytes(text)));
    return into.commit();
  }

  Result<void> write_settings(const Entries& entries) {
    std::map<std::string, Json> sections;
    for (const auto& [name, entry] : entries) {
      if (entry.implied) continue;
      const std::size_t dot = std::min(name.find('.'), name.size());
      sections[name.substr(0, dot)][name.substr(std::min(dot + 1, name.size()))] =
          entry.value.at("value");
      ++count_;
    }
    if (sections.empty()) return {};
    std::string text(mark);
    for (const auto& [section, keys] : sections)
      text += "\n[" + toml_key(section) + "]\n" + toml_text(keys, toml_key(section));
    return put(folder_ / "settings.toml", as_bytes(text));
  }

  static bool is_ours(const fs::path& file) {
    const auto head = open_for_reading(file);
    if (!head) return false;
    Buffer bytes(mark.size());
    const auto got = read_some(head->get(), bytes);
    return got && as_text(Bytes(bytes).first(*got)) == mark;
  }

  // The folder is the export's own.
  Result<void> remove_bytes(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> gone;
    for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
         at.increment(error))
      if (at->path().extension() == ".icc" && !written_.contains(at->path()))
        gone.push_back(at->path());
    for (const fs::path& file : gone)
      if (!fs::remove(file, error) && error)
        return fail(Errc::io, "cannot remove " + file.string() + ": " + error.message());
    return {};
  }

  // Of entries that are no more. What people put there themselves stays.
  Result<void> remove_former() {
    std::error_code ignored;
    if (const fs::path hashes = folder_ / hashes_file;
        !written_.contains(hashes) && is_ours(hashes))
      fs::remove(hashes, ignored);
    for (const Kind& kind : kinds()) {
      if (kind.bytes_folder != nullptr) TRY_VOID(remove_bytes(folder_ / kind.bytes_folder));
      const fs::path single = folder_ / (std::string(kind.word) + ".toml");
      std::vector<fs::path> candidates{single};
      std::error_code error;
      if (kind.a_file_each)
        for (fs::directory_iterator at(folder_ / kind.word, error);
             !error && at != fs::directory_iterator(); at.increment(error))
          if (at->path().extension() == ".toml") candidates.push_back(at->path());
      for (const fs::path& file : candidates) {
        if (written_.contains(file) || !is_ours(file)) continue;
        fs::remove(file, error);
        if (error) return fail(Errc::io, "cannot remove " + file.string() + ": " + error.message());
        if (kind.extension == nullptr) continue;
        fs::path bytes = file;
        bytes.replace_extension(kind.extension);
        if (!written_.contains(bytes)) fs::remove(bytes, error);
      }
    }
    return {};
  }

  const fs::path folder_;
  std::set<fs::path> written_;
  std::size_t count_ = 0;
};

} // namespace

Result<std::size_t> write_folder(const State& state, const fs::path& folder) {
  return FolderWriter(folder).write(state);
}

} // namespace platen::app
