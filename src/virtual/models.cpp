#include "virtual/models.h"

namespace platen::twin {

namespace {

struct Model {
  std::string_view id;
  Language language;
};
constexpr Model models[] = {
    {"canon-pro-1000", Language::ivec},
    {"canon-ir1020", Language::pcl_xl},
    {"canon-ir1024", Language::pcl_xl},
};

} // namespace

std::vector<std::string> device_models() {
  std::vector<std::string> names;
  for (const Model& model : models)
    names.emplace_back(model.id);
  return names;
}

Result<Language> language_of(std::string_view model) {
  std::string known;
  for (const Model& m : models) {
    if (m.id == model) return m.language;
    known += (known.empty() ? "" : ", ") + std::string(m.id);
  }
  return fail(Errc::invalid, "there is no virtual " + std::string(model) + "; there are " + known);
}

std::string_view default_model(Language language) {
  return language == Language::ivec ? "canon-pro-1000" : "canon-ir1024";
}
std::string_view name_of(Language language) {
  return language == Language::ivec ? "ivec" : "pcl-xl";
}

Result<void> run_language(Language language, Line line) {
  return language == Language::ivec ? run_ivec(line) : run_pcl_xl(line);
}

} // namespace platen::twin
