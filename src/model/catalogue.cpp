#include "model/model.h"
#include "model/nearest.h"
#include "model/whole_file.h"
#include "model/words.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace platen::model {

namespace fs = std::filesystem;

namespace {

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

Result<std::vector<fs::path>> model_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      if (entry->path().filename() == "family") entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".toml") {
      files.push_back(entry->path());
    }
  }
  if (error)
    return fail(Errc::io,
                "cannot read the model folder " + folder.native() + ": " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

} // namespace

Result<void> check_unique(std::span<const Model> models) {
  std::map<std::string, const Model*, std::less<>> ids, device_models;
  const auto claim = [](auto& map, const std::string& name, const Model& model,
                        std::string_view what) -> Result<void> {
    const auto [at, fresh] = map.emplace(name, &model);
    if (fresh) return {};
    return fail(Errc::malformed, model.file.native() + ": the " + std::string(what) + " \"" + name +
                                     "\" is that of " + at->second->file.native() + " too");
  };
  for (const Model& model : models) {
    TRY_VOID(claim(ids, model.id, model, "id"));
    for (const std::string& name : model.ieee1284_models)
      TRY_VOID(claim(device_models, name, model, "device model"));
  }
  return {};
}

Result<std::vector<Model>> load_models(const fs::path& folder) {
  TRY(const auto files, model_files(is_folder(folder / "printers") ? folder / "printers" : folder));
  std::vector<Model> models;
  for (const fs::path& file : files) {
    TRY(Model model, load_model(file));
    models.push_back(std::move(model));
  }
  if (models.empty()) return fail(Errc::io, "no model file (*.toml) under " + folder.native());
  TRY_VOID(check_unique(models));
  std::sort(models.begin(), models.end(),
            [](const Model& a, const Model& b) { return a.id < b.id; });
  return models;
}

fs::path data_folder() {
  if (const char* const chosen = std::getenv("PLATEN_DATA"); chosen != nullptr && *chosen != '\0')
    return chosen;
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path installed = folder.parent_path() / "share" / "platen";
  // A build tree is SOURCE/build/PRESET/bin.
  const fs::path source = folder.parent_path().parent_path().parent_path() / "data";
  for (const fs::path& candidate : {installed, source})
    if (!error && is_folder(candidate / "printers")) return candidate;
  return installed;
}

Result<const Model*> find_model(std::span<const Model> models, std::string_view id) {
  std::vector<std::string> ids;
  for (const Model& model : models) {
    if (model.id == id) return &model;
    ids.push_back(model.id);
  }
  return fail(Errc::invalid, "unknown model " + std::string(id.substr(0, 80)) + ": there is " +
                                 join_or(ids) + did_you_mean(id, ids));
}

} // namespace platen::model
