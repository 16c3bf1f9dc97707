#include "update/in_force.h"

#include "base/file.h"
#include "model/whole_file.h"
#include "update/update_limits.h"

#include <algorithm>

namespace platen::update {

namespace {

namespace fs = std::filesystem;

Result<model::Model> load_installed(const fs::path& folder, const std::string& id,
                                    const Installed& what) {
  const fs::path file = file_of(folder, id, what.version);
  TRY(const Buffer bytes, read_file(file, limits::model_bytes));
  if (sha256_of(bytes) != what.sha256)
    return fail(Errc::malformed, file.string() + " is not as it was installed");
  TRY(model::Model model, model::parse_whole_model(as_text(bytes), file));
  TRY(const model::FileFacts facts, model::file_facts(as_text(bytes), file));
  if (model.id != id || facts.version != what.version)
    return fail(Errc::malformed, file.string() + " is another model than its name says");
  return model;
}

// The present choice of models, by id.
class Choice {
public:
  Choice(const fs::path& folder, const Record& record) : folder_(folder), record_(record) {}

  void bundled(model::Model model, std::int64_t version) {
    Versions& versions = all_.versions[model.id];
    versions.bundled = versions.in_force = version;
    models_[model.id] = std::move(model);
  }

  // The pinned version, else the highest that is whole.
  void installed(const std::string& id) {
    Versions& versions = all_.versions[id];
    if (const auto pin = record_.pins.find(id); pin != record_.pins.end())
      versions.pinned = pin->second;
    const auto found = record_.installed.find(id);
    if (found == record_.installed.end()) return check_pin(id, versions);
    for (const Installed& one : found->second)
      versions.installed.push_back(one.version);
    for (auto one = found->second.rbegin(); one != found->second.rend(); ++one)
      if (wanted(versions, one->version) && put(id, versions, *one)) break;
    check_pin(id, versions);
  }

  InForce take() {
    for (auto& [id, model] : models_)
      all_.models.push_back(std::move(model));
    std::erase_if(all_.versions, [](const auto& one) { return one.second.in_force == 0; });
    for (const auto& [id, version] : record_.used) {
      const auto now = all_.versions.find(id);
      const bool lower =
          now != all_.versions.end() && now->second.in_force < version && now->second.pinned == 0;
      if (lower)
        tell(id + ": version " + std::to_string(now->second.in_force) +
             " is in force, and version " + std::to_string(version) +
             " was before: \"platen models update\" brings it back");
    }
    return std::move(all_);
  }

private:
  static bool wanted(const Versions& versions, std::int64_t version) {
    return versions.pinned != 0 ? version == versions.pinned : version > versions.bundled;
  }

  // Two files for one device model would make it a matter of luck which is found.
  bool goes_together(const model::Model& model) {
    std::vector<model::Model> all{model};
    for (const auto& [id, other] : models_)
      if (id != model.id) all.push_back(other);
    const auto unique = model::check_unique(all);
    if (!unique) tell(model.id + ": " + unique.error().message());
    return unique.has_value();
  }

  bool put(const std::string& id, Versions& versions, const Installed& one) {
    auto model = load_installed(folder_, id, one);
    if (!model)
      tell(id + ": version " + std::to_string(one.version) +
           " is left out: " + model.error().message());
    if (!model || !goes_together(*model)) return false;
    versions.in_force = one.version;
    versions.from_repository = true;
    models_[id] = *std::move(model);
    return true;
  }

  void check_pin(const std::string& id, const Versions& versions) {
    if (versions.pinned != 0 && versions.in_force != versions.pinned)
      tell(id + ": version " + std::to_string(versions.pinned) +
           " is pinned, but is not there any more");
  }

  void tell(std::string words) { all_.problems.push_back(std::move(words)); }

  const fs::path& folder_;
  const Record& record_;
  std::map<std::string, model::Model> models_;
  InForce all_;
};

} // namespace

Result<InForce> models_in_force(const fs::path& bundled, const fs::path& folder,
                                const Record& record) {
  TRY(auto own, model::load_models(bundled));
  Choice choice(folder, record);
  std::map<std::string, int> ids;
  for (model::Model& model : own) {
    ids[model.id] = 1;
    TRY(const Buffer text, read_file(model.file, limits::model_bytes));
    TRY(const model::FileFacts facts, model::file_facts(as_text(text), model.file));
    choice.bundled(std::move(model), facts.version);
  }
  for (const auto& [id, versions] : record.installed)
    ids[id] = 1;
  for (const auto& [id, ignored] : ids)
    choice.installed(id);
  return choice.take();
}

Result<InForce> models_in_force(const fs::path& bundled, const fs::path& folder) {
  const auto record = load_record(folder);
  TRY(InForce all, models_in_force(bundled, folder, record ? *record : Record{}));
  if (!record) all.problems.push_back(record.error().message());
  return all;
}

std::vector<std::int64_t> choices(const Versions& versions) {
  std::vector<std::int64_t> all = versions.installed;
  if (versions.bundled != 0 && std::ranges::find(all, versions.bundled) == all.end())
    all.push_back(versions.bundled);
  std::ranges::sort(all);
  return all;
}

} // namespace platen::update
