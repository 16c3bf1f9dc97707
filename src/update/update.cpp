#include "update/update.h"

#include "base/file.h"
#include "model/nearest.h"
#include "model/whole_file.h"

#include <algorithm>

namespace platen::update {

namespace {

namespace fs = std::filesystem;

struct Got { // a model file that was looked at
  const OfferedModel* offer = nullptr;
  Buffer bytes;
};

Versions versions_of(const InForce& here, const std::string& id) {
  const auto found = here.versions.find(id);
  return found == here.versions.end() ? Versions{} : found->second;
}

std::string words_of(const OfferedModel& offer, const Versions& here, Standing standing) {
  const std::string name = offer.id + ": ", offered = "version " + std::to_string(offer.version);
  switch (standing) {
  case Standing::current:
    return name + offered + " is in force";
  case Standing::available:
    return name + offered + " can be installed";
  case Standing::pinned:
    return name + "version " + std::to_string(here.pinned) + " is pinned; " + offered +
           " is there: \"platen models unpin " + offer.id + "\" lets it come";
  case Standing::older:
    return name + offered + " is older than version " + std::to_string(here.in_force) +
           ", which is in force: it is not taken";
  case Standing::needs_program:
    return name + offered + " needs platen " + offer.needs + " or newer";
  }
  return name;
}

// What is to be installed of the index; the rest is told.
Result<std::vector<const OfferedModel*>> choose(const Index& index, const InForce& here,
                                                const Wish& wish, const std::string& program,
                                                std::vector<std::string>& notes) {
  std::vector<const OfferedModel*> chosen;
  std::vector<std::string> ids;
  for (const OfferedModel& offer : index.models) {
    ids.push_back(offer.id);
    const bool named = std::ranges::find(wish.models, offer.id) != wish.models.end();
    if (!named && !wish.all) continue;
    const Versions present = versions_of(here, offer.id);
    const Standing standing = standing_of(offer, present, program);
    if (standing == Standing::available)
      chosen.push_back(&offer);
    else if (named && standing != Standing::current)
      return fail(Errc::conflict, words_of(offer, present, standing));
    else if (named || standing != Standing::current)
      notes.push_back(words_of(offer, present, standing));
  }
  for (const std::string& id : wish.models)
    if (find_offer(index, id) == nullptr)
      return fail(Errc::not_found, "the index of " + index.repository + " has no model \"" +
                                       id.substr(0, 80) + "\"" + model::did_you_mean(id, ids));
  return chosen;
}

Result<void> check_known_version(const Record& record, const OfferedModel& offer) {
  const auto found = record.installed.find(offer.id);
  if (found == record.installed.end()) return {};
  for (const Installed& one : found->second)
    if (one.version == offer.version && one.sha256 != offer.sha256)
      return fail(Errc::conflict,
                  offer.id + ": version " + std::to_string(offer.version) +
                      " was another file before; a version never changes, so it is not taken");
  return {};
}

Result<Got> get_model(Source& source, const OfferedModel& offer) {
  const auto refuse = [&](const std::string& why) {
    return fail(Errc::malformed,
                offer.id + ": " + offer.file + " " + why + "; the former model stays");
  };
  auto bytes = source.get(offer.file, offer.bytes);
  if (!bytes && bytes.error().code == Errc::limit)
    return refuse("is larger than the index says (" + std::to_string(offer.bytes) + " bytes)");
  if (!bytes) return fail_within(offer.id, std::move(bytes).error());
  if (bytes->size() != offer.bytes)
    return refuse("has " + std::to_string(bytes->size()) + " bytes, and the index says " +
                  std::to_string(offer.bytes) + ": it is cut off");
  if (sha256_of(*bytes) != offer.sha256)
    return refuse("is not the file that the index names (its SHA-256 is another)");
  return Got{&offer, *std::move(bytes)};
}

Result<model::Model> look_at(const Got& got) {
  const OfferedModel& offer = *got.offer;
  auto model = model::parse_whole_model(as_text(got.bytes), offer.file);
  if (!model)
    return fail(Errc::malformed,
                offer.id + ": " + model.error().message() + "; the former model stays");
  TRY(const model::FileFacts facts, model::file_facts(as_text(got.bytes), offer.file));
  if (model->id != offer.id || facts.version != offer.version)
    return fail(Errc::malformed, offer.file + " is version " + std::to_string(facts.version) +
                                     " of \"" + model->id + "\", and the index says version " +
                                     std::to_string(offer.version) + " of \"" + offer.id +
                                     "\": it is not taken");
  return model;
}

Result<void> check_together(const InForce& here, const std::vector<Got>& got) {
  std::vector<model::Model> all;
  for (const Got& one : got) {
    TRY(model::Model model, look_at(one));
    all.push_back(std::move(model));
  }
  for (const model::Model& present : here.models)
    if (std::ranges::find(all, present.id, &model::Model::id) == all.end()) all.push_back(present);
  return model::check_unique(all);
}

// The newest, what is pinned, and what is in force stay.
void forget_old(Record& record, const std::string& id) {
  std::vector<Installed>& all = record.installed[id];
  const auto pin = record.pins.find(id);
  while (all.size() > limits::versions) {
    const auto old = std::ranges::find_if(all, [&](const Installed& one) {
      return pin == record.pins.end() || one.version != pin->second;
    });
    all.erase(old);
  }
}

// Files that no record names: of versions that are forgotten, of installs that were broken off.
void sweep(const fs::path& folder, const Record& record, const std::string& id) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().filename().native().starts_with("record.json."))
      fs::remove(entry.path(), ignored);
  for (const auto& entry : fs::directory_iterator(folder / id, ignored)) {
    bool named = false;
    if (const auto found = record.installed.find(id); found != record.installed.end())
      for (const Installed& one : found->second)
        named = named || entry.path() == file_of(folder, id, one.version);
    if (!named) fs::remove(entry.path(), ignored);
  }
}

// The files first, then the record that names them: what breaks off in between leaves the former.
Result<void> install(const Place& place, Record& record, const std::vector<Got>& got) {
  for (const Got& one : got) {
    const OfferedModel& offer = *one.offer;
    TRY_VOID(write_lasting(file_of(place.folder, offer.id, offer.version), one.bytes));
    std::vector<Installed>& all = record.installed[offer.id];
    std::erase_if(all, [&](const Installed& other) { return other.version == offer.version; });
    all.push_back({offer.version, offer.bytes, offer.sha256});
    std::ranges::sort(all, {}, &Installed::version);
    forget_old(record, offer.id);
    record.used[offer.id] = offer.version;
  }
  TRY_VOID(save_record(place.folder, record));
  for (const Got& one : got)
    sweep(place.folder, record, one.offer->id);
  return {};
}

Result<Index> take_index(Source& source, const Settings& settings, Record& record, Time now) {
  TRY(const Buffer signatures, source.get(signatures_name, limits::signature_bytes));
  TRY(const Buffer index, source.get(index_name, limits::index_bytes));
  return accept_index(record, as_text(index), as_text(signatures), settings, now);
}

Result<Outcome> run(const Place& place, Source& source, const Settings& settings, const Wish& wish,
                    Record& record, Time now) {
  Outcome outcome;
  TRY(outcome.index, take_index(source, settings, record, now));
  record.checked = now;
  record.trouble.clear();
  // The serial number counts from here on, whatever becomes of the models.
  if (!wish.dry_run) TRY_VOID(save_record(place.folder, record));
  TRY(const InForce here, models_in_force(place.bundled, place.folder, record));
  TRY(const auto chosen, choose(outcome.index, here, wish, place.version, outcome.notes));
  std::vector<Got> got;
  for (const OfferedModel* offer : chosen) {
    TRY_VOID(check_known_version(record, *offer));
    TRY(Got one, get_model(source, *offer));
    got.push_back(std::move(one));
    outcome.steps.push_back({offer->id, offer->title, versions_of(here, offer->id).in_force,
                             offer->version, offer->changes});
  }
  TRY_VOID(check_together(here, got));
  if (!wish.dry_run && !got.empty()) TRY_VOID(install(place, record, got));
  return outcome;
}

} // namespace

std::string_view to_string(Standing standing) {
  constexpr std::array<std::string_view, 5> words{"current", "available", "pinned", "older",
                                                  "needs-program"};
  return words.at(static_cast<std::size_t>(standing));
}

Standing standing_of(const OfferedModel& offer, const Versions& here, const std::string& program) {
  if (offer.version == here.in_force) return Standing::current;
  if (offer.version < here.in_force && here.pinned == 0) return Standing::older;
  if (here.pinned != 0) return Standing::pinned;
  if (!offer.needs.empty() && is_newer(offer.needs, program)) return Standing::needs_program;
  return Standing::available;
}

Result<Outcome> update(const Place& place, Source& source, const Settings& settings,
                       const Wish& wish, Time now) {
  std::optional<ChangeLock> lock;
  if (!wish.dry_run) {
    TRY(ChangeLock taken, ChangeLock::take(place.folder));
    lock.emplace(std::move(taken));
  }
  TRY(Record record, load_record(place.folder));
  auto outcome = run(place, source, settings, wish, record, now);
  if (outcome || wish.dry_run || outcome.error().code == Errc::cancelled) return outcome;
  if (auto before = load_record(place.folder)) {
    before->checked = now;
    before->trouble = outcome.error().message();
    static_cast<void>(save_record(place.folder, *before)); // the first error is the one to tell
  }
  return outcome;
}

std::optional<Index> known_index(const Record& record, const Settings& settings) {
  if (record.index.empty() || record.configured != settings.keys) return std::nullopt;
  auto index = parse_index(record.index);
  if (!index) return std::nullopt;
  return *std::move(index);
}

} // namespace platen::update
