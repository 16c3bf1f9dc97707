#include "intake/ipp/job_template.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "model/words.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

// Where a model file has no presets of its own: one for each quality, and the sides.
std::vector<model::Preset> built_presets(const model::Model& model) {
  std::vector<model::Preset> list;
  if (model.qualities.size() > 1)
    for (const auto quality : model.qualities) {
      const std::string word(model::to_string(quality));
      model::Preset preset{"Quality: " + word, {{"print-quality", word}}};
      if (model::make_ticket(model, preset.options)) list.push_back(std::move(preset));
    }
  if (model.sides.size() > 1) list.push_back({"Two-sided", {{"sides", "two-sided-long-edge"}}});
  return list;
}

// The settings of a recipe as clients that know no recipes understand them: a paper is the type of
// a medium, with the source that goes with it.
model::Options preset_options(const model::Model& model, const model::Preset& recipe) {
  model::Options options{{"recipe", recipe.name}};
  const auto ticket = model::make_ticket(model, recipe.options);
  for (const auto& option : recipe.options)
    if (option.first != "paper") options.push_back(option);
  if (!ticket) return options;
  const auto said = [&](std::string_view name) {
    return std::ranges::any_of(options, [&](const auto& option) { return option.first == name; });
  };
  if (!said("media-type")) options.emplace_back("media-type", ticket->media_type);
  if (!said("media-source")) options.emplace_back("media-source", ticket->media_source);
  return options;
}

} // namespace

// PWG 5100.13 section 6.2.4. Phones show presets and nothing of a vendor's options: a preset
// carries those along (PAPPL #244, #268, #367).
// A recipe is a preset as well: with its name, for who takes that, and with all that it says.
void write_presets(const PrinterView& view, const AttributeWriter& out) {
  const auto& own = view.model.presets;
  std::vector<ipp_t*> collections;
  const auto add = [&](const std::string& name, const model::Options& options) {
    ipp_t* const collection = ippNew();
    AttributeWriter(collection, IPP_TAG_ZERO).name("preset-name", name);
    write_template(collection, IPP_TAG_ZERO, view.model, options);
    collections.push_back(collection);
  };
  for (const model::Preset& recipe : view.model.recipes)
    add(recipe.name, preset_options(view.model, recipe));
  for (const model::Preset& preset : own.empty() ? built_presets(view.model) : own)
    add(preset.name, preset.options);
  out.collections("job-presets-supported", collections);
}

} // namespace platen::intake::ipp
