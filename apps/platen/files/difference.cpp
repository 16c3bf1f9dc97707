#include "files/difference.h"

#include "files/toml_text.h"
#include "remote/listing.h"

#include <algorithm>

namespace platen::app {

namespace {

// What a server keeps where a file says nothing of it: which printer is the default one, and a
// secret, which an export leaves out.
Json kept(const Kind& kind, Json wanted, const Json& present) {
  if (kind.word == "printers" && !wanted.contains("default") && present.contains("default"))
    wanted["default"] = present["default"];
  if (kind.secret_known != nullptr && present.contains(kind.secret_known))
    wanted[kind.secret_known] = present[kind.secret_known];
  return wanted;
}

// The files say that there is a secret, and neither they nor the server have it.
bool lacks_secret(const Kind& kind, const Entry& wanted, const Json* present) {
  return kind.secret_known != nullptr && !wanted.secret &&
         wanted.value.value(kind.secret_known, false) &&
         (present == nullptr || !present->contains(kind.secret_known));
}

// A printer is called by its name, and a profile's file by its own, where nothing else is said.
Json by_itself(const Kind& kind, Json value, const std::string& name) {
  if (kind.word == "printers" && value.value("info", "") == name) value.erase("info");
  if (kind.word == "printers" && value.value("departments", "") == "optional")
    value.erase("departments");
  return value;
}

Result<void> check_new(const Kind& kind, const Entry& entry) {
  if (kind.word == "users" && !entry.secret && !entry.secret_hash)
    return fail(Errc::invalid,
                entry.place + ": user " + entry.name +
                    " is new to the server: give password-file = \"FILE\" with the "
                    "password, or password-hash = \"$argon2id$...\" (\"platen export "
                    "--password-hashes\" writes them)");
  return {};
}

Result<void> compare(const Kind& kind, const Entries& wanted, const Entries& present,
                     std::vector<Change>& changes) {
  for (const auto& [key, entry] : wanted) {
    const auto found = present.find(key);
    Change change{&kind, Change::Act::change, entry, Json::object()};
    change.wanted.value = by_itself(kind, entry.value, entry.name);
    if (lacks_secret(kind, entry, found == present.end() ? nullptr : &found->second.value))
      change.wanted.value.erase(kind.secret_known); // it comes when it is given
    if (found == present.end()) {
      TRY_VOID(check_new(kind, entry));
      change.act = Change::Act::add;
      changes.push_back(std::move(change));
      continue;
    }
    change.wanted.value = sorted(kept(kind, std::move(change.wanted.value), found->second.value));
    if (change.wanted.value == found->second.value) continue;
    change.before = found->second.value;
    changes.push_back(std::move(change));
  }
  return {};
}

std::string shown(const Json& value) {
  return value.is_null() ? "(nothing)" : harmless(toml_value(value));
}

// The members that differ, each with what it was and will be; null: as it is by itself.
Json members_of(const Change& change) {
  Json members = Json::object();
  const Json& now = change.act == Change::Act::remove ? change.wanted.value : change.before;
  const Json& then = change.act == Change::Act::remove ? change.before : change.wanted.value;
  for (const Json* const side : {&now, &then})
    for (const auto& [name, value] : side->items()) {
      const Json from = now.contains(name) ? now[name] : Json();
      const Json to = then.contains(name) ? then[name] : Json();
      if (from != to) members[name] = {{"from", from}, {"to", to}};
    }
  if (change.act == Change::Act::add && change.wanted.secret &&
      change.kind->secret_member != nullptr)
    members[change.kind->secret_member] = {{"from", nullptr}, {"to", "(secret)"}};
  if (change.act == Change::Act::add && change.wanted.secret_hash)
    members["password-hash"] = {{"from", nullptr}, {"to", "(secret)"}};
  return members;
}

std::string_view word_of(Change::Act act) {
  return act == Change::Act::add ? "add" : act == Change::Act::change ? "change" : "remove";
}

} // namespace

Result<std::vector<Change>> difference(const State& wanted, const State& present, bool prune) {
  std::vector<Change> changes;
  for (const Kind& kind : kinds())
    TRY_VOID(compare(kind, wanted.at(kind.word), present.at(kind.word), changes));
  if (!prune) return changes;
  for (std::size_t i = kinds().size(); i-- > 0;) { // what needs others goes before them
    const Kind& kind = kinds()[i];
    const Entries& named = wanted.at(kind.word);
    for (const auto& [key, entry] : present.at(kind.word))
      if (!entry.implied && !named.contains(key))
        changes.push_back({&kind, Change::Act::remove, entry, Json::object()});
  }
  return changes;
}

std::vector<MissingSecret> missing_secrets(const State& wanted, const State& present) {
  std::vector<MissingSecret> all;
  for (const Kind& kind : kinds())
    for (const auto& [key, entry] : wanted.at(kind.word)) {
      const auto found = present.at(kind.word).find(key);
      const bool there = found != present.at(kind.word).end();
      if (!lacks_secret(kind, entry, there ? &found->second.value : nullptr)) continue;
      const std::string how =
          kind.secret_member == nullptr
              ? "write its name and password into device-uri: "
                "SCHEME://NAME:PASSWORD@HOST/..."
              : "write it into a file, and give " + std::string(kind.secret_member) + " = \"FILE\"";
      all.push_back({&kind, entry.name, entry.place, how});
    }
  return all;
}

std::string in_words(const std::vector<MissingSecret>& missing) {
  std::string text;
  for (const MissingSecret& one : missing)
    text += "! " + harmless(std::string(one.kind->title) + " " + one.name) +
            ": its secret is not known here (" + harmless(one.place) + "): " + one.how +
            ", then apply again\n";
  return text;
}

Json in_json(const std::vector<MissingSecret>& missing) {
  Json all = Json::array();
  for (const MissingSecret& one : missing)
    all.push_back(
        {{"kind", one.kind->word},
         {"name", one.name},
         {"place", one.place},
         {"member", one.kind->secret_member == nullptr ? "device-uri" : one.kind->secret_member}});
  return all;
}

std::string in_words(const std::vector<Change>& changes) {
  std::string text;
  std::size_t counts[3] = {0, 0, 0};
  for (const Change& change : changes) {
    ++counts[static_cast<std::size_t>(change.act)];
    constexpr std::string_view signs = "+~-";
    text += signs[static_cast<std::size_t>(change.act)];
    text += " " + harmless(words_of(*change.kind, change.wanted)) + "\n";
    if (change.act == Change::Act::remove) continue;
    const Json members = members_of(change);
    for (const auto& [name, both] : members.items())
      text += "    " + harmless(name) +
              (change.act == Change::Act::add ? " = " : ": " + shown(both["from"]) + " -> ") +
              shown(both["to"]) + "\n";
  }
  return text + std::to_string(counts[0]) + " to add, " + std::to_string(counts[1]) +
         " to change, " + std::to_string(counts[2]) + " to remove\n";
}

Json in_json(const std::vector<Change>& changes) {
  Json all = Json::array();
  for (const Change& change : changes)
    all.push_back(
        {{"kind", change.kind->word},
         {"name", change.wanted.name},
         {"model", change.kind->of_models ? Json(change.wanted.value.value("model", "")) : Json()},
         {"action", word_of(change.act)},
         {"members", members_of(change)}});
  return all;
}

} // namespace platen::app
