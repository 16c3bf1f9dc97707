#include "intake/ipp/job_template.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "model/words.h"

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

} // namespace

// PWG 5100.13 section 6.2.4. Phones show presets and nothing of a vendor's options: a preset
// carries those along (PAPPL #244, #268, #367).
void write_presets(const PrinterView& view, const AttributeWriter& out) {
  const auto& own = view.model.presets;
  std::vector<ipp_t*> collections;
  for (const model::Preset& preset : own.empty() ? built_presets(view.model) : own) {
    ipp_t* const collection = ippNew();
    AttributeWriter(collection, IPP_TAG_ZERO).name("preset-name", preset.name);
    write_template(collection, IPP_TAG_ZERO, view.model, preset.options);
    collections.push_back(collection);
  }
  out.collections("job-presets-supported", collections);
}

} // namespace platen::intake::ipp
