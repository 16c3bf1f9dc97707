#include "model/fitted.h"

#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <iterator>

namespace platen::model {

namespace {

bool is_in(std::span<const std::string> list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

// media-source, and those of covers and job sheets.
bool names_source(const OptionRow& row) {
  return row.name == "media-source" || row.name.ends_with("-source");
}

// One condition alone: the value is refused with whatever else is chosen.
Constraint not_fitted(const MediaSource& source, std::string_view option) {
  return {"not-fitted-" + source.name + (option == "media-source" ? "" : "-" + std::string(option)),
          source.label + " is not fitted on this printer",
          {{std::string(option), {source.name}}},
          source.fact};
}

// A paper that comes from several sources comes from one of the others.
void leave_source(Model& model, const std::string& name) {
  for (Paper& paper : model.papers)
    if (paper.sources.size() > 1) std::erase(paper.sources, name);
}

void offer_no_presets(Model& model, std::span<const std::string> missing) {
  std::erase_if(model.presets, [&](const Preset& preset) {
    return std::ranges::any_of(preset.options, [&](const auto& option) {
      const OptionRow* const row = find_option(option.first);
      return row != nullptr && names_source(*row) && is_in(missing, option.second);
    });
  });
}

void settle_default(Model& model) {
  const auto own = model.defaults.find("media-source");
  if (own == model.defaults.end() || is_fitted(model, "media-source", own->second)) return;
  const auto left = fitted_sources(model);
  if (!left.empty()) own->second = left.front();
}

} // namespace

std::vector<std::string> optional_parts(const Model& model) {
  std::vector<std::string> names;
  for (const MediaSource& source : model.media_sources)
    if (source.optional_part) names.push_back(source.name);
  return names;
}

Result<void> check_not_fitted(const Model& model, std::span<const std::string> missing) {
  const auto parts = optional_parts(model);
  for (const std::string& name : missing) {
    if (is_in(parts, name)) continue;
    const std::string which = parts.empty()
                                  ? "every " + model.title + " has all that platen knows of it"
                                  : "a " + model.title + " may be without " + join_or(parts);
    return fail(Errc::invalid,
                "\"" + name.substr(0, 80) + "\" is no part that can be missing: " + which);
  }
  return {};
}

Model without_parts(Model model, std::span<const std::string> missing) {
  std::vector<Constraint> absent;
  for (const MediaSource& source : model.media_sources) {
    if (!source.optional_part || !is_in(missing, source.name)) continue;
    if (!is_fitted(model, "media-source", source.name)) continue; // said already
    for (const OptionRow& row : option_rows())
      if (names_source(row)) absent.push_back(not_fitted(source, row.name));
    leave_source(model, source.name);
  }
  if (absent.empty()) return model;
  // Before all others: that a size does not fit into a drawer is no news where there is no drawer.
  model.constraints.insert(model.constraints.begin(), std::make_move_iterator(absent.begin()),
                           std::make_move_iterator(absent.end()));
  offer_no_presets(model, missing);
  settle_default(model);
  return model;
}

std::shared_ptr<const Model> as_fitted(std::shared_ptr<const Model> whole,
                                       std::span<const std::string> missing) {
  if (whole == nullptr || missing.empty()) return whole;
  return std::make_shared<const Model>(without_parts(*whole, missing));
}

bool is_fitted(const Model& model, std::string_view option, std::string_view value) {
  return std::ranges::none_of(model.constraints, [&](const Constraint& constraint) {
    if (constraint.when.size() != 1) return false;
    const auto& [key, values] = *constraint.when.begin();
    return key == option && is_in(values, value);
  });
}

std::vector<std::string> fitted_sources(const Model& model) {
  std::vector<std::string> names;
  for (const MediaSource& source : model.media_sources)
    if (is_fitted(model, "media-source", source.name)) names.push_back(source.name);
  return names;
}

} // namespace platen::model
