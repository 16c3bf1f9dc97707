#include "unit/update/world.h"

#include "model/whole_file.h"

#include <cstdlib>
#include <regex>

namespace platen::update {

namespace {

namespace fs = std::filesystem;

class Files final : public Source {
public:
  explicit Files(const std::map<std::string, Buffer>& files) : files_(files) {}
  Result<Buffer> get(const std::string& name, std::uint64_t most_bytes) override {
    const auto found = files_.find(name);
    if (found == files_.end()) return fail(Errc::not_found, "there is no " + name);
    if (found->second.size() > most_bytes) return fail(Errc::limit, name + " is too large");
    return found->second;
  }

private:
  const std::map<std::string, Buffer>& files_;
};

Buffer buffer(std::string_view text) {
  const Bytes bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

} // namespace

World::World() {
  std::string name = fs::temp_directory_path() / "platen-update-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  place_ = {PLATEN_SOURCE_DATA, fs::path(name) / "models", "1.0.0"};
  index_.repository = "test";
  index_.serial = 5;
  index_.issued = today - 86'400;
  index_.expires = today + 30 * 86'400;
  settings_.keys = {key_.public_key()};
}

World::~World() {
  std::error_code ignored;
  fs::remove_all(place_.folder.parent_path(), ignored);
}

std::string World::model_text(const std::string& id, std::int64_t version,
                              const std::string& more) {
  static const std::string base =
      *model::whole_model_text(fs::path(PLATEN_SOURCE_DATA) / "printers/canon/canon-pro-1000.toml");
  std::string text = std::regex_replace(base, std::regex("(^|\n)version *= *[0-9]+"), "");
  text = std::regex_replace(text, std::regex("(^|\n)id *= *\"[^\"]*\""),
                            "\nid = \"" + id + "\"\nversion = " + std::to_string(version) + "\n" +
                                more);
  if (id == "canon-pro-1000") return text;
  return std::regex_replace(text, std::regex("ieee1284_models *= *\\[[^\\]]*\\]"),
                            "ieee1284_models = [\"" + id + "\"]");
}

void World::offer(const std::string& id, std::int64_t version, const std::string& text) {
  std::erase_if(index_.models, [&](const OfferedModel& one) { return one.id == id; });
  OfferedModel model;
  model.id = id;
  model.version = version;
  model.file = "models/" + id + "-" + std::to_string(version) + ".toml";
  model.bytes = text.size();
  model.sha256 = sha256_of(as_bytes(text));
  files_[model.file] = buffer(text);
  index_.models.push_back(model);
}

void World::sign(std::initializer_list<const SecretKey*> keys) {
  const std::string text = write_index(index_);
  std::vector<SignatureLine> lines;
  for (const SecretKey* key : keys)
    lines.push_back(sign_index(text, *key));
  files_[index_name] = buffer(text);
  files_[signatures_name] = buffer(write_signatures(lines));
}

Result<Outcome> World::update(Wish wish, Time now) {
  Files source(files_);
  return update::update(place_, source, settings_, wish, now);
}

std::string World::refusal(Time now) {
  const auto outcome = update({.models = {}, .all = true, .dry_run = false}, now);
  return outcome ? "it was taken" : outcome.error().message();
}

std::int64_t World::version_of(const std::string& id) const {
  const auto here = models_in_force(place_.bundled, place_.folder);
  if (!here) return -1;
  const auto found = here->versions.find(id);
  return found == here->versions.end() ? 0 : found->second.in_force;
}

} // namespace platen::update
