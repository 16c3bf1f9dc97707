#include "files/make_changes.h"

#include "library/base64.h"
#include "remote/library.h"

#include <algorithm>

namespace platen::app {

namespace {

bool is_of_library(const Kind& kind) {
  return kind.word == "papers" || kind.word == "profiles" || kind.word == "letterheads" ||
         kind.word == "recipes";
}

// Every member, those that are as by themselves too: what was set before is no more.
Json whole(const Kind& kind, const Json& value) {
  Json body = Json::object();
  for (const Member& member : kind.members)
    if (const Json usual_value = usual(member.form);
        !usual_value.is_null() || value.contains(member.name))
      body[member.name] = value.value(member.name, usual_value);
  if (kind.secret_known != nullptr) body.erase(kind.secret_known); // the server's own word
  if (has_file(kind)) body.erase(digest_member);
  return body;
}

class Maker {
public:
  Maker(Session& session, Api& api) : session_(session), api_(api) {}

  Result<void> make(const Change& change) {
    const std::string_view word = change.kind->word;
    if (word == "settings") return set_setting(change);
    if (word == "departments" || word == "quotas") return set_account(change);
    if (word == "printers") return set_printer(change);
    if (is_of_library(*change.kind)) return remove_of_library(change);
    TRY(const std::string path, path_of(change));
    if (change.act == Change::Act::remove) return send("DELETE", path, {});
    TRY_VOID(send("PUT", path, with_secret(change, whole(*change.kind, change.wanted.value))));
    return word == "scanners" ? set_profile(change, path + "/profile") : Result<void>();
  }

  // Several entries of the library in the file in which all travel.
  Result<void> put_library(std::span<const Change> changes) {
    Json bundle{{"platen-library", 1}};
    for (const Change& change : changes) {
      Json entry = change.wanted.value;
      entry["name"] = change.wanted.name;
      if (change.kind->extension != nullptr) {
        entry["data"] = library::to_base64(change.wanted.bytes);
        if (!entry.contains("origin")) entry["origin"] = "";
      }
      bundle[std::string(change.kind->word)].push_back(std::move(entry));
    }
    return send_library_file(session_, bundle.dump());
  }

private:
  static Result<std::string> path_of(const Change& change) {
    return entry_path(std::string(change.kind->word), change.wanted.name);
  }

  Result<void> send(std::string_view method, const std::string& path, const Json& body) {
    return api_.send(method, path, body).map([](const Json&) {});
  }

  static Json with_secret(const Change& change, Json body) {
    const char* const known = change.kind->secret_known;
    const bool has_none =
        change.act == Change::Act::add || (known != nullptr && !change.before.contains(known));
    if (has_none && change.wanted.secret) body[change.kind->secret_sent] = *change.wanted.secret;
    if (has_none && change.wanted.secret_hash) body["password-hash"] = *change.wanted.secret_hash;
    return body;
  }

  Result<void> set_profile(const Change& change, const std::string& path) {
    const std::string wanted = change.wanted.value.value(digest_member, "");
    if (wanted == change.before.value(digest_member, "")) return {};
    if (wanted.empty()) return send("DELETE", path, {});
    return api_.put_file(path, std::string(as_text(change.wanted.bytes)));
  }

  Result<void> set_setting(const Change& change) {
    const Json value = change.act == Change::Act::remove ? Json() : change.wanted.value["value"];
    return send("PUT", "settings", {{change.wanted.name, value}});
  }

  Result<void> set_account(const Change& change) {
    Json entry;
    if (change.act != Change::Act::remove)
      entry = with_secret(change, whole(*change.kind, change.wanted.value));
    const char* const list = change.kind->word == "departments" ? "departments" : "users";
    return send("PUT", "accounts", {{list, {{change.wanted.name, entry}}}});
  }

  Result<void> set_printer(const Change& change) {
    TRY(const std::string path, path_of(change));
    if (change.act == Change::Act::remove) return send("DELETE", path, {});
    const Json& value = change.wanted.value;
    Json body = whole(*change.kind, value);
    for (const char* const member : {"default", "device-login", "device-uri", "departments"})
      body.erase(member);
    body["departments"] = value.value("departments", "optional");
    body["info"] = value.value("info", change.wanted.name);
    const bool same_device =
        change.act == Change::Act::change &&
        change.before.value("device-uri", "") == value.value("device-uri", "") &&
        change.before.value("device-login", false) == value.value("device-login", false);
    if (!same_device) body["device-uri"] = change.wanted.whole_uri;
    body["probe"] = false; // the files say what it is
    const Json before = change.before.value("options", Json::object());
    for (const auto& [name, text] : before.items())
      if (!body["options"].contains(name)) body["options"][name] = nullptr;
    TRY_VOID(send("PUT", path, body));
    if (!value.value("default", false) || change.before.value("default", false)) return {};
    return send("POST", path + "/default", Json::object());
  }

  Result<void> remove_of_library(const Change& change) {
    std::string kind(change.kind->word);
    kind.pop_back(); // "papers" is the list
    return remove_from_library(session_, kind, change.wanted.name,
                               change.wanted.value.value("model", ""));
  }

  Session& session_;
  Api& api_;
};

Failure at_place(const Change& change, const Error& error) {
  Error placed = error;
  const std::string where = change.wanted.place.empty() ? "" : change.wanted.place + ": ";
  placed.what = where + words_of(*change.kind, change.wanted) + ": " + error.message();
  placed.offset = no_offset;
  return Failure(std::move(placed));
}

} // namespace

Result<void> make_changes(const std::vector<Change>& changes, Session& session, Api& api,
                          std::size_t& made) {
  Maker maker(session, api);
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t end = i + 1;
    const bool together = is_of_library(*changes[i].kind) && changes[i].act != Change::Act::remove;
    while (together && end < changes.size() && is_of_library(*changes[end].kind) &&
           changes[end].act != Change::Act::remove)
      ++end;
    const auto done = together ? maker.put_library(std::span(changes).subspan(i, end - i))
                               : maker.make(changes[i]);
    if (!done) return at_place(changes[i], done.error());
    made = i = end;
  }
  return {};
}

} // namespace platen::app
