#include "update/pins.h"

#include "base/file.h"
#include "model/nearest.h"
#include "model/whole_file.h"

#include <algorithm>

namespace platen::update {

namespace {

std::string words_of(const std::vector<std::int64_t>& versions) {
  std::string words;
  for (const std::int64_t one : versions)
    words += (words.empty() ? "" : ", ") + std::to_string(one);
  return words;
}

Result<Versions> find_versions(const InForce& here, const std::string& id) {
  if (const auto found = here.versions.find(id); found != here.versions.end()) return found->second;
  std::vector<std::string> ids;
  for (const auto& [known, ignored] : here.versions)
    ids.push_back(known);
  return fail(Errc::not_found,
              "there is no model \"" + id.substr(0, 80) + "\"" + model::did_you_mean(id, ids));
}

// The program's own file may be another tomorrow: what is pinned is kept beside those that came.
Result<void> keep_bundled(const Place& place, Record& record, const std::string& id,
                          std::int64_t version) {
  TRY(const auto own, model::load_models(place.bundled));
  TRY(const model::Model* const model, model::find_model(own, id));
  TRY(const std::string text, model::whole_model_text(model->file));
  TRY_VOID(model::parse_whole_model(text, model->file));
  TRY_VOID(write_lasting(file_of(place.folder, id, version), as_bytes(text)));
  std::vector<Installed>& all = record.installed[id];
  all.push_back({version, text.size(), sha256_of(as_bytes(text))});
  std::ranges::sort(all, {}, &Installed::version);
  return {};
}

bool is_installed(const Versions& versions, std::int64_t version) {
  return std::ranges::find(versions.installed, version) != versions.installed.end();
}

Result<void> set_pin(const Place& place, Record& record, const std::string& id,
                     const Versions& versions, std::int64_t version) {
  const auto known = choices(versions);
  if (std::ranges::find(known, version) == known.end())
    return fail(Errc::not_found, id + " has no version " + std::to_string(version) +
                                     " here; there is " + words_of(known));
  if (!is_installed(versions, version)) TRY_VOID(keep_bundled(place, record, id, version));
  record.pins[id] = version;
  record.used[id] = version;
  return save_record(place.folder, record);
}

} // namespace

Result<std::string> pin(const Place& place, const std::string& id,
                        std::optional<std::int64_t> version) {
  TRY(const ChangeLock lock, ChangeLock::take(place.folder));
  TRY(Record record, load_record(place.folder));
  TRY(const InForce here, models_in_force(place.bundled, place.folder, record));
  TRY(const Versions versions, find_versions(here, id));
  const std::int64_t wanted = version.value_or(versions.in_force);
  TRY_VOID(set_pin(place, record, id, versions, wanted));
  return id + " is pinned to version " + std::to_string(wanted);
}

Result<std::string> unpin(const Place& place, const std::string& id) {
  TRY(const ChangeLock lock, ChangeLock::take(place.folder));
  TRY(Record record, load_record(place.folder));
  TRY(const InForce here, models_in_force(place.bundled, place.folder, record));
  TRY(const Versions versions, find_versions(here, id));
  if (record.pins.erase(id) == 0) return fail(Errc::conflict, id + " is not pinned");
  TRY_VOID(save_record(place.folder, record));
  TRY(const InForce after, models_in_force(place.bundled, place.folder, record));
  return id + " is not pinned any more; version " + std::to_string(after.versions.at(id).in_force) +
         " is in force";
}

Result<std::string> rollback(const Place& place, const std::string& id) {
  TRY(const ChangeLock lock, ChangeLock::take(place.folder));
  TRY(Record record, load_record(place.folder));
  TRY(const InForce here, models_in_force(place.bundled, place.folder, record));
  TRY(const Versions versions, find_versions(here, id));
  std::int64_t former = 0;
  for (const std::int64_t one : choices(versions))
    if (one < versions.in_force) former = one;
  if (former == 0)
    return fail(Errc::conflict,
                id + ": there is no version before " + std::to_string(versions.in_force) + " here");
  TRY_VOID(set_pin(place, record, id, versions, former));
  return id + " is back at version " + std::to_string(former) +
         ", and pinned to it; \"platen models unpin " + id + "\" lets version " +
         std::to_string(versions.in_force) + " count again";
}

Result<void> note_used(const Place& place, const InForce& here) {
  TRY(const Record before, load_record(place.folder));
  Record record = before;
  for (const auto& [id, versions] : here.versions)
    if (std::int64_t& used = record.used[id]; versions.in_force > used) used = versions.in_force;
  if (record.used == before.used) return {};
  const auto lock = ChangeLock::take(place.folder);
  return lock ? save_record(place.folder, record) : Result<void>(); // somebody else notes it
}

Result<Verified> verify(const Place& place, const Settings& settings, Time now) {
  TRY(const Record record, load_record(place.folder));
  Verified all;
  for (const auto& [id, versions] : record.installed)
    for (const Installed& one : versions) {
      const auto file = file_of(place.folder, id, one.version);
      const auto bytes = read_file(file, limits::model_bytes);
      if (!bytes)
        all.wrong.push_back(bytes.error().message());
      else if (sha256_of(*bytes) != one.sha256)
        all.wrong.push_back(file.string() + " is not as it was installed");
      else
        ++all.good;
    }
  TRY(const InForce here, models_in_force(place.bundled, place.folder, record));
  std::ranges::copy(here.problems, std::back_inserter(all.wrong));
  if (record.index.empty()) return all;
  // A key that the index itself withdrew signed it rightly.
  Record fresh = record;
  fresh.serials.clear();
  if (const auto index = accept_index(fresh, record.index, record.signatures, settings, now);
      !index)
    all.wrong.push_back(index.error().message());
  return all;
}

} // namespace platen::update
