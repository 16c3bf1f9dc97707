#include "intake/ipp/media_database.h"
#include "intake/ipp/printer_attributes.h"
#include "model/fitted.h"
#include "model/media_name.h"

#include <algorithm>
#include <set>

namespace platen::intake::ipp {

namespace {

// The default size first: dialogs begin with it.
std::vector<Sheet> default_first(const PrinterView& view) {
  auto sheets = sheets_of(view.model);
  const std::string name = value_of(view.defaults, "media");
  std::stable_partition(sheets.begin(), sheets.end(),
                        [&](const Sheet& sheet) { return sheet.entry->size.name == name; });
  return sheets;
}

// What is in the trays is not known: everything that the device takes can be loaded. Phones offer
// the ready sizes and no others (CUPS #738).
void write_ready(const PrinterView& view, const AttributeWriter& out) {
  std::vector<std::string> names;
  std::vector<ipp_t*> collections;
  for (const Sheet& sheet : default_first(view)) {
    const auto medium = usual_medium(view.model, view.defaults, sheet);
    if (!medium) continue;
    collections.push_back(new_media_col(*medium, key_of(sheet)));
    if (!sheet.borderless) names.push_back(sheet.entry->size.name);
  }
  out.keywords("media-ready", names);
  out.collections("media-col-ready", collections);
}

void write_default(const PrinterView& view, const AttributeWriter& out) {
  const model::Options& defaults = view.defaults;
  const std::string name = value_of(defaults, "media");
  out.keyword("media-default", name);
  const model::MediaEntry* const entry = view.model.find_media(name);
  if (entry == nullptr) return; // a custom size
  const bool borderless = value_of(defaults, "borderless") == "on" && entry->borderless;
  const Medium medium{
      {entry, borderless}, value_of(defaults, "media-source"), value_of(defaults, "media-type")};
  std::vector<ipp_t*> collection{new_media_col(medium, key_of(medium.sheet))};
  out.collections("media-col-default", collection);
}

std::string custom_name(std::string_view kind, Hmm width, Hmm height) {
  const std::string measures = model::custom_size({width, height}).name; // custom_WxHmm_WxHmm
  return "custom_" + std::string(kind) + measures.substr(measures.rfind('_'));
}

void write_sizes(const PrinterView& view, const AttributeWriter& out) {
  std::vector<std::string> names;
  std::vector<ipp_t*> sizes;
  for (const model::MediaEntry& entry : view.model.media) {
    names.push_back(entry.size.name);
    sizes.push_back(new_media_size(entry.size));
  }
  if (const auto& custom = view.model.custom) { // PWG 5101.1 section 5.3
    names.push_back(custom_name("min", custom->min_width, custom->min_height));
    names.push_back(custom_name("max", custom->max_width, custom->max_height));
    sizes.push_back(new_size_range(*custom));
  }
  out.keywords("media-supported", names);
  out.collections("media-size-supported", sizes);
}

void write_margins(const PrinterView& view, const AttributeWriter& out) {
  const auto distinct = [&](const char* name, Hmm model::Margins::*edge) {
    std::set<int> values;
    for (const Sheet& sheet : sheets_of(view.model))
      values.insert(sheet.borderless ? 0 : (sheet.entry->margins.*edge).v);
    if (view.model.custom) values.insert((view.model.custom->margins.*edge).v);
    out.integers(name, std::vector<int>(values.begin(), values.end()));
  };
  distinct("media-bottom-margin-supported", &model::Margins::bottom);
  distinct("media-left-margin-supported", &model::Margins::left);
  distinct("media-right-margin-supported", &model::Margins::right);
  distinct("media-top-margin-supported", &model::Margins::top);
}

template<class List> std::vector<std::string> names_of(const List& list) {
  std::vector<std::string> names;
  for (const auto& entry : list)
    names.push_back(entry.name);
  return names;
}

} // namespace

void write_media(const PrinterView& view, const AttributeWriter& out) {
  write_default(view, out);
  write_ready(view, out);
  write_sizes(view, out);
  write_margins(view, out);
  out.keywords("media-col-supported",
               {"media-bottom-margin", "media-key", "media-left-margin", "media-right-margin",
                "media-size", "media-size-name", "media-source", "media-top-margin", "media-type"});
  out.keywords("media-source-supported", model::fitted_sources(view.model));
  out.keywords("media-type-supported", names_of(view.model.media_types));
  std::vector<std::string> keys;
  for (const auto& [key, medium] : keyed_media(media_database(view.model, view.defaults)))
    keys.push_back(key);
  out.keywords("media-key-supported", keys);
}

} // namespace platen::intake::ipp
