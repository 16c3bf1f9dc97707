#include "update/status.h"

#include <algorithm>

namespace platen::update {

namespace {

using Json = nlohmann::json;

Json program_json(const std::optional<Index>& index, const Place& place, const std::string& how) {
  Json json{{"version", place.version}, {"newest", nullptr}, {"newer", false}, {"how", how}};
  if (!index || !index->program) return json;
  json["newest"] = index->program->version;
  json["newer"] = is_newer(index->program->version, place.version);
  json["date"] = index->program->date;
  json["changes"] = index->program->changes;
  return json;
}

Json keys_json(const std::vector<PublicKey>& keys, Time now) {
  Json all = Json::array();
  for (const PublicKey& key : keys)
    all.push_back({{"id", id_of(key)},
                   {"expires", key.expires ? Json(to_text(*key.expires)) : Json()},
                   {"expired", key.expires && *key.expires <= now}});
  return all;
}

Json model_json(const std::string& id, const std::string& title, const Versions& here) {
  return {{"id", id},
          {"title", title},
          {"version", here.in_force == 0 ? Json() : Json(here.in_force)},
          {"versions", choices(here)},
          {"bundled", here.bundled == 0 ? Json() : Json(here.bundled)},
          {"from-repository", here.from_repository},
          {"pinned", here.pinned != 0},
          {"available", nullptr},
          {"standing", here.pinned != 0 ? "pinned" : "current"},
          {"changes", Json::array()}};
}

Json models_json(const InForce& here, const std::optional<Index>& index, const Place& place) {
  std::map<std::string, Json> all;
  for (const model::Model& model : here.models)
    all[model.id] = model_json(model.id, model.title, here.versions.at(model.id));
  for (const OfferedModel& offer : index ? index->models : std::vector<OfferedModel>()) {
    const auto known = here.versions.find(offer.id);
    const Versions versions = known == here.versions.end() ? Versions{} : known->second;
    if (!all.contains(offer.id)) all[offer.id] = model_json(offer.id, offer.title, versions);
    const Standing standing = standing_of(offer, versions, place.version);
    Json& entry = all[offer.id];
    entry["standing"] = to_string(standing);
    if (standing == Standing::current || standing == Standing::older) continue;
    if (offer.version <= versions.in_force) continue;
    entry["available"] = offer.version;
    entry["changes"] = offer.changes;
    if (!offer.needs.empty()) entry["needs"] = offer.needs;
  }
  Json list = Json::array();
  for (auto& [id, entry] : all)
    list.push_back(std::move(entry));
  return list;
}

void add_problems(Json& problems, const Record& record, const std::optional<Index>& index,
                  const Settings& settings, Time now) {
  if (!record.trouble.empty()) problems.push_back(record.trouble);
  if (!settings.source.empty() && settings.keys.empty())
    problems.push_back(
        "[updates] keys names no key, so that nothing of the source can be believed");
  if (!index) return;
  if (const auto fresh = check_time(*index, now);
      !fresh && record.trouble != fresh.error().message())
    problems.push_back(fresh.error().message());
}

} // namespace

Json status_of(const Place& place, const Settings& settings, const std::string& how, Time now) {
  Json problems = Json::array();
  Record record;
  if (auto loaded = load_record(place.folder))
    record = *std::move(loaded);
  else
    problems.push_back(loaded.error().message());
  InForce here;
  if (auto loaded = models_in_force(place.bundled, place.folder, record))
    here = *std::move(loaded);
  else
    problems.push_back(loaded.error().message());
  for (const std::string& problem : here.problems)
    problems.push_back(problem);
  const auto index = known_index(record, settings);
  add_problems(problems, record, index, settings, now);
  return {{"source", settings.source.empty() ? Json() : Json(settings.source)},
          {"keys", keys_json(trusted_keys(record, settings), now)},
          {"repository", index ? Json(index->repository) : Json()},
          {"serial", index ? Json(index->serial) : Json()},
          {"issued", index ? Json(to_text(index->issued)) : Json()},
          {"expires", index ? Json(to_text(index->expires)) : Json()},
          {"checked", record.checked == 0 ? Json() : Json(to_text(record.checked))},
          {"program", program_json(index, place, how)},
          {"models", models_json(here, index, place)},
          {"problems", std::move(problems)}};
}

Json to_json(const Outcome& outcome) {
  Json steps = Json::array();
  for (const Step& step : outcome.steps)
    steps.push_back({{"id", step.id},
                     {"title", step.title},
                     {"from", step.from == 0 ? Json() : Json(step.from)},
                     {"to", step.to},
                     {"changes", step.changes}});
  return {{"repository", outcome.index.repository},
          {"serial", outcome.index.serial},
          {"expires", to_text(outcome.index.expires)},
          {"installed", std::move(steps)},
          {"notes", outcome.notes}};
}

std::string how_to_update_program() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error && program == "/usr/bin/platen")
    return "sudo apt-get update && sudo apt-get install --only-upgrade platen";
  return "as it was installed: it is no package of the system (" +
         (error ? std::string("platen") : program.parent_path().string()) + ")";
}

} // namespace platen::update
