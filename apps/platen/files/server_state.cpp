#include "files/server_state.h"

#include "base/file.h"
#include "base/limits.h"
#include "job/content_hash.h"
#include "library/base64.h"

namespace platen::app {

namespace {

Failure unreadable(std::string_view what) {
  return fail(Errc::malformed, "the server's list of " + std::string(what) + " cannot be read");
}

Result<void> add(const Kind& kind, const std::string& name, const Json& json, Entries& entries) {
  Entry entry;
  entry.name = name;
  TRY(entry.value, normal(kind, json));
  const std::string key = key_of(kind, name, entry.value);
  entries.try_emplace(key, std::move(entry));
  return {};
}

// A list of objects, each with a name.
Result<void> add_list(const Kind& kind, const Json& list, const char* name, Entries& entries) {
  if (!list.is_array()) return unreadable(kind.word);
  for (const Json& one : list) {
    if (!one.is_object() || !one.contains(name) || !one[name].is_string())
      return unreadable(kind.word);
    TRY_VOID(add(kind, one[name].get<std::string>(), one, entries));
  }
  return {};
}

Result<void> read_list(const std::string& path, const Kind& kind, Api& api, Entries& entries) {
  TRY(const Json list, api.get(path));
  return add_list(kind, list, "name", entries);
}

Result<void> read_settings(const Kind& kind, Api& api, Entries& entries) {
  TRY(const Json list, api.get("settings"));
  if (!list.is_array()) return unreadable(kind.word);
  for (const Json& one : list) {
    Entry entry;
    entry.name = one.value("key", "");
    entry.value["value"] = one.value("value", Json());
    entry.implied = one.value("source", "") != "app";
    const std::string key = entry.name;
    entries.try_emplace(key, std::move(entry));
  }
  return {};
}

Result<void> read_accounts(Api& api, State& state) {
  TRY(const Json accounts, api.get("accounts"));
  if (!accounts.is_object()) return unreadable("accounts");
  TRY_VOID(add_list(*find_kind("departments"), accounts.value("departments", Json()), "id",
                    state["departments"]));
  return add_list(*find_kind("quotas"), accounts.value("users", Json()), "user", state["quotas"]);
}

// With the bytes of profiles and letterheads.
Result<void> read_library(Session& session, State& state) {
  TRY(const std::string text, library_file(session));
  const Json library = Json::parse(text, nullptr, false);
  if (!library.is_object()) return unreadable("papers and recipes");
  for (const char* const word : {"papers", "profiles", "letterheads", "recipes"}) {
    const Kind& kind = *find_kind(word);
    const Json list = library.value(word, Json::array());
    TRY_VOID(add_list(kind, list, "name", state[kind.word]));
    for (const Json& one : list) {
      if (!one.contains("data")) continue;
      auto bytes = library::from_base64(one["data"].get<std::string>());
      if (!bytes) return unreadable(kind.word);
      state[kind.word].at(key_of(kind, one.value("name", ""), one)).bytes = *std::move(bytes);
    }
  }
  return {};
}

Result<void> read_printers(const Kind& kind, Api& api, Entries& entries) {
  TRY(const Json list, api.get("printers"));
  if (!list.is_array()) return unreadable(kind.word);
  for (const Json& one : list) {
    const std::string name = one.value("printer-name", "");
    TRY(Json settings, api.get("printers/" + name + "/settings"));
    settings["default"] = one.value("default", false);
    if (settings.value("info", "") == name) settings["info"] = ""; // what it is by itself
    if (settings.value("departments", "") == "optional") settings["departments"] = "";
    TRY_VOID(add(kind, name, settings, entries));
  }
  return {};
}

// With the profiles that were given to them.
Result<void> read_scanners(const Kind& kind, Api& api, Entries& entries) {
  TRY_VOID(read_list("scanners?state=no", kind, api, entries));
  for (auto& [name, entry] : entries) {
    TRY(const std::string path, entry_path("scanners", name));
    Spool profile;
    const auto got = api.download(path + "/profile", profile);
    if (!got && got.error().code == Errc::not_found) continue;
    if (!got) return got;
    TRY(const UniqueFd file, profile.release_to_file());
    TRY(entry.bytes,
        read_file("/proc/self/fd/" + std::to_string(file.get()), limits::icc_profile_bytes));
    entry.value[digest_member] = job::hex(job::digest_of(entry.bytes));
    entry.value = sorted(entry.value);
  }
  return {};
}

// Where hashes of passwords are wanted, they stand in the entries as secrets.
Result<void> read_users(const Kind& kind, bool hashes, Api& api, Entries& entries) {
  TRY(const Json list, api.get(hashes ? "users?password-hashes=yes" : "users"));
  TRY_VOID(add_list(kind, list, "name", entries));
  for (const Json& one : list)
    if (one.contains("password-hash"))
      entries.at(one.value("name", "")).secret_hash = one.value("password-hash", "");
  return {};
}

} // namespace

Result<State> read_server(Session& session, Api& api, bool hashes) {
  State state;
  for (const Kind& kind : kinds())
    state[kind.word];
  TRY_VOID(read_settings(*find_kind("settings"), api, state["settings"]));
  TRY_VOID(read_accounts(api, state));
  TRY_VOID(read_users(*find_kind("users"), hashes, api, state["users"]));
  TRY_VOID(read_library(session, state));
  TRY_VOID(read_printers(*find_kind("printers"), api, state["printers"]));
  TRY_VOID(read_scanners(*find_kind("scanners"), api, state["scanners"]));
  for (const char* const word :
       {"contacts", "destinations", "scan-recipes", "notification-targets"})
    TRY_VOID(read_list(word, *find_kind(word), api, state[find_kind(word)->word]));
  return state;
}

} // namespace platen::app
