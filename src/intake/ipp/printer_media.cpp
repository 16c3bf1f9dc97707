#include "intake/ipp/printer_attributes.h"
#include "model/constraints.h"
#include "model/fitted.h"
#include "model/media_name.h"

#include <algorithm>
#include <functional>
#include <set>

namespace platen::intake::ipp {

namespace {

struct Extent {
  int width, height; // hundredths of a millimetre
};

// The measures of the name, which clients compare exactly (apple/cups #6009), also where the device
// counts the sheet otherwise.
Extent extent_of(const model::MediaSize& size) {
  const auto named = model::parse_pwg_name(size.name);
  return named ? Extent{named->width.v, named->height.v} : Extent{size.width.v, size.height.v};
}

void add_number(ipp_t* to, const char* name, int value) {
  ippAddInteger(to, IPP_TAG_ZERO, IPP_TAG_INTEGER, name, value);
}

void add_word(ipp_t* to, const char* name, const std::string& value) {
  ippAddString(to, IPP_TAG_ZERO, IPP_TAG_KEYWORD, name, nullptr, value.c_str());
}

ipp_t* new_size(const model::MediaSize& size) {
  ipp_t* const dimensions = ippNew();
  const Extent extent = extent_of(size);
  add_number(dimensions, "x-dimension", extent.width);
  add_number(dimensions, "y-dimension", extent.height);
  return dimensions;
}

ipp_t* new_size_range(const model::CustomSizeRange& range) {
  ipp_t* const dimensions = ippNew();
  ippAddRange(dimensions, IPP_TAG_ZERO, "x-dimension", range.min_width.v, range.max_width.v);
  ippAddRange(dimensions, IPP_TAG_ZERO, "y-dimension", range.min_height.v, range.max_height.v);
  return dimensions;
}

void add_collection(ipp_t* to, const char* name, ipp_t* collection) {
  ippAddCollection(to, IPP_TAG_ZERO, name, collection);
  ippDelete(collection);
}

void add_margins(ipp_t* to, const model::Margins& margins) {
  add_number(to, "media-bottom-margin", margins.bottom.v);
  add_number(to, "media-left-margin", margins.left.v);
  add_number(to, "media-right-margin", margins.right.v);
  add_number(to, "media-top-margin", margins.top.v);
}

// A size with a border, or without: two media, told apart by key and margins (apple/cups #5167).
struct Sheet {
  const model::MediaEntry* entry;
  bool borderless;
};

std::string key_of(const Sheet& sheet) {
  return sheet.entry->size.name + (sheet.borderless ? "_borderless" : "");
}

ipp_t* new_media_col(const Sheet& sheet, const std::string& source, const std::string& type) {
  ipp_t* const media = ippNew();
  add_word(media, "media-key", key_of(sheet));
  add_collection(media, "media-size", new_size(sheet.entry->size));
  add_word(media, "media-size-name", sheet.entry->size.name);
  // Zero says that the page reaches the edge; how far beyond it is the device's affair.
  add_margins(media, sheet.borderless ? model::Margins{} : sheet.entry->margins);
  if (!source.empty()) add_word(media, "media-source", source);
  if (!type.empty()) add_word(media, "media-type", type);
  return media;
}

std::vector<Sheet> sheets_of(const model::Model& model) {
  std::vector<Sheet> sheets;
  for (const model::MediaEntry& entry : model.media) {
    sheets.push_back({&entry, false});
    if (entry.borderless) sheets.push_back({&entry, true});
  }
  return sheets;
}

std::string option(const model::Options& options, std::string_view name) {
  for (const auto& [key, value] : options)
    if (key == name) return value;
  return {};
}

bool fits(const model::Model& model, const Sheet& sheet, const std::string& source,
          const std::string& type) {
  model::Options options{
      {"media", sheet.entry->size.name}, {"media-source", source}, {"media-type", type}};
  if (sheet.borderless) options.emplace_back("borderless", "on");
  const auto conflict = model::find_conflict(model, options);
  return conflict && !*conflict;
}

// Type and source to load a sheet with: the defaults if they go together, else the first that do.
std::pair<std::string, std::string> loading(const PrinterView& view, const Sheet& sheet) {
  const model::Model& model = view.model;
  std::vector<std::string> types{option(view.defaults, "media-type")};
  std::vector<std::string> sources{option(view.defaults, "media-source")};
  for (const auto& type : model.media_types)
    types.push_back(type.name);
  for (const auto& source : model.media_sources)
    sources.push_back(source.name);
  for (const std::string& type : types)
    for (const std::string& source : sources)
      if (fits(model, sheet, source, type)) return {source, type};
  return {};
}

// The default size first: dialogs begin with it.
std::vector<Sheet> default_first(const PrinterView& view) {
  auto sheets = sheets_of(view.model);
  const std::string name = option(view.defaults, "media");
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
    const auto [source, type] = loading(view, sheet);
    if (type.empty()) continue;
    collections.push_back(new_media_col(sheet, source, type));
    if (!sheet.borderless) names.push_back(sheet.entry->size.name);
  }
  out.keywords("media-ready", names);
  out.collections("media-col-ready", collections);
}

void write_default(const PrinterView& view, const AttributeWriter& out) {
  const std::string name = option(view.defaults, "media");
  const model::MediaEntry* const entry = view.model.find_media(name);
  if (entry == nullptr) return out.keyword("media-default", name); // a custom size
  out.keyword("media-default", name);
  const bool borderless = option(view.defaults, "borderless") == "on" && entry->borderless;
  std::vector<ipp_t*> collection{new_media_col({entry, borderless},
                                               option(view.defaults, "media-source"),
                                               option(view.defaults, "media-type"))};
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
    sizes.push_back(new_size(entry.size));
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
  for (const Sheet& sheet : sheets_of(view.model))
    keys.push_back(key_of(sheet));
  out.keywords("media-key-supported", keys);
}

void write_media_database(const PrinterView& view, const AttributeWriter& out) {
  std::vector<ipp_t*> collections;
  for (const Sheet& sheet : sheets_of(view.model))
    collections.push_back(new_media_col(sheet, {}, {}));
  if (const auto& custom = view.model.custom) {
    ipp_t* const media = ippNew();
    add_word(media, "media-key", "custom");
    add_collection(media, "media-size", new_size_range(*custom));
    add_margins(media, custom->margins);
    collections.push_back(media);
  }
  out.collections("media-col-database", collections);
}

} // namespace platen::intake::ipp
