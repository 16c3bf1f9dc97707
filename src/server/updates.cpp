#include "server/updates.h"

#include "model/whole_file.h"
#include "server/core.h"
#include "update/pins.h"
#include "update/status.h"

#include <algorithm>

namespace platen::server {

namespace {

constexpr std::int64_t first_look = 60; // seconds behind the start: printing goes first
constexpr std::int64_t day = 86'400, hour = 3'600;

std::string text_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

update::Wish wish_of(const intake::api::UpdateDesk::Wish& wish) {
  return {.models = wish.models, .all = wish.all, .dry_run = wish.dry_run};
}

} // namespace

Result<std::unique_ptr<update::Source>> Updates::configured_source() {
  const auto config = parts_.config.get();
  if (config->updates.source.empty())
    return fail(Errc::conflict,
                "no source of models is configured: [updates] source of platen.toml names one, or "
                "\"platen models update --from FOLDER\" takes them from a folder");
  return update::open_source(
      config->updates.source,
      {.trust = config->updates_trust, .patience = config->updates_patience, .cancel = &stopping_});
}

std::int64_t Updates::time() const {
  return parts_.clock ? parts_.clock() : now();
}

Updates::Updates(Parts parts) : parts_(std::move(parts)) {
  if (const auto here = update::models_in_force(parts_.place.bundled, parts_.place.folder))
    is_news(*here);
}

// The models that are replaced are kept for whoever still looks at them: not for nothing.
bool Updates::is_news(const update::InForce& here) {
  std::string all;
  for (const auto& [id, versions] : here.versions)
    all += id + " " + std::to_string(versions.in_force) + (versions.from_repository ? "r " : " ");
  const std::lock_guard lock(mutex_);
  return std::exchange(known_, all) != all;
}

void Updates::read_again() {
  auto here = update::models_in_force(parts_.place.bundled, parts_.place.folder);
  if (!here)
    return parts_.log.line(LogLevel::error,
                           "the models stay as they were: " + here.error().message());
  if (is_news(*here)) parts_.take(std::move(here->models));
}

Result<update::Outcome> Updates::run(update::Source& source, const update::Wish& wish) {
  auto outcome = update::update(parts_.place, source, parts_.config.get()->updates, wish, time());
  if (outcome && !outcome->steps.empty() && !wish.dry_run) {
    for (const update::Step& step : outcome->steps)
      parts_.log.line(LogLevel::info,
                      "model " + step.id + ": version " + std::to_string(step.to) + " is in force");
    read_again();
  }
  if (!wish.dry_run) parts_.changed();
  return outcome;
}

std::string Updates::status() {
  const auto config = parts_.config.get();
  auto json =
      update::status_of(parts_.place, config->updates, update::how_to_update_program(), time());
  json["check"] = config->updates_check && !config->updates.source.empty();
  return platen::server::text_of(json);
}

Result<std::string> Updates::check() {
  TRY(const auto source, configured_source());
  TRY_VOID(run(*source, {}));
  return status();
}

Result<std::string> Updates::install(const Wish& wish) {
  TRY(const auto source, configured_source());
  TRY(const auto outcome, run(*source, wish_of(wish)));
  return platen::server::text_of(update::to_json(outcome));
}

Result<std::string> Updates::install_packed(const std::string& pack, const Wish& wish) {
  const Bytes bytes = as_bytes(pack);
  TRY(const auto source, update::open_pack(Buffer(bytes.begin(), bytes.end())));
  TRY(const auto outcome, run(*source, wish_of(wish)));
  return platen::server::text_of(update::to_json(outcome));
}

Result<std::string> Updates::after(Result<std::string> words) {
  if (!words) return words;
  read_again();
  parts_.changed();
  return words;
}

Result<std::string> Updates::pin(const std::string& id, std::optional<std::int64_t> version) {
  return after(update::pin(parts_.place, id, version));
}

Result<std::string> Updates::unpin(const std::string& id) {
  return after(update::unpin(parts_.place, id));
}

Result<std::string> Updates::rollback(const std::string& id) {
  return after(update::rollback(parts_.place, id));
}

Result<std::string> Updates::verify() {
  TRY(const auto all, update::verify(parts_.place, parts_.config.get()->updates, time()));
  return platen::server::text_of({{"good", all.good}, {"wrong", all.wrong}});
}

Result<std::string> Updates::text_of(const std::string& id) {
  TRY(const auto here, update::models_in_force(parts_.place.bundled, parts_.place.folder));
  auto model = model::find_model(here.models, id);
  if (!model) return fail(Errc::not_found, model.error().what);
  return model::whole_model_text((*model)->file);
}

std::map<std::string, intake::api::ModelFile> Updates::files() const {
  std::map<std::string, intake::api::ModelFile> files;
  const auto here = update::models_in_force(parts_.place.bundled, parts_.place.folder);
  for (const auto& [id, versions] :
       here ? here->versions : std::map<std::string, update::Versions>())
    files[id] = {versions.in_force, update::choices(versions), versions.from_repository,
                 versions.pinned != 0};
  return files;
}

// Once a day, and an hour after a try that failed.
void Updates::look() {
  const auto done = check();
  if (!done && !stopping_.requested())
    parts_.log.line(LogLevel::warning, "models: " + done.error().message());
  next_ = time() + (done ? day : hour);
}

void Updates::tick() {
  const auto config = parts_.config.get();
  if (config->updates.source.empty() || !config->updates_check) {
    next_ = 0;
    return;
  }
  if (next_ == 0) {
    const auto record = update::load_record(parts_.place.folder);
    next_ = std::max(time() + first_look, (record ? record->checked : 0) + day);
  }
  if (time() < next_) return;
  next_ = time() + day; // until it is done
  static_cast<void>(looking_.take([this](bool run) {
    if (run) look();
  }));
}

void Updates::stop() {
  stopping_.request();
  looking_.end();
}

} // namespace platen::server
