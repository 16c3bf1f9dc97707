#include "intake/ipp/media_entry.h"

#include "intake/ipp/job_template.h"
#include "model/constraints.h"
#include "model/fitted.h"
#include "model/media_name.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::string_view borderless_key = "_borderless";

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

std::string with_place(std::string key, std::string_view source, std::string_view type) {
  for (const std::string_view part : {source, type})
    if (!part.empty()) key += "_" + std::string(part);
  return key;
}

struct Place {
  std::string source, type;
};

// Of the key behind its sheet: "", "_SOURCE" or "_SOURCE_TYPE".
std::optional<Place> read_place(const model::Model& model, std::string_view rest) {
  if (rest.empty()) return Place();
  for (const model::MediaSource& source : model.media_sources) {
    if (rest == with_place({}, source.name, {})) return Place{source.name, {}};
    for (const model::MediaType& type : model.media_types)
      if (rest == with_place({}, source.name, type.name)) return Place{source.name, type.name};
  }
  return std::nullopt;
}

bool is_of_media_alone(const model::Constraint& constraint) {
  return std::ranges::all_of(constraint.when, [](const auto& condition) {
    std::string_view option = condition.first;
    if (option.ends_with('!')) option.remove_suffix(1);
    return is_media_member(option);
  });
}

} // namespace

std::vector<Sheet> sheets_of(const model::Model& model) {
  std::vector<Sheet> sheets;
  for (const model::MediaEntry& entry : model.media) {
    sheets.push_back({&entry, false});
    if (entry.borderless) sheets.push_back({&entry, true});
  }
  return sheets;
}

std::string key_of(const Sheet& sheet) {
  return sheet.entry->size.name + std::string(sheet.borderless ? borderless_key : "");
}

std::string key_of(const Medium& medium) {
  return with_place(key_of(medium.sheet), medium.source, medium.type);
}

std::optional<model::Options> read_media_key(const model::Model& model, std::string_view key) {
  for (const Sheet& sheet : sheets_of(model)) {
    const std::string own = key_of(sheet);
    if (!key.starts_with(own)) continue;
    const auto place = read_place(model, key.substr(own.size()));
    if (!place) continue;
    model::Options options{{"media", sheet.entry->size.name}};
    if (sheet.borderless) options.emplace_back("borderless", "on");
    if (!place->source.empty()) options.emplace_back("media-source", place->source);
    if (!place->type.empty()) options.emplace_back("media-type", place->type);
    return options;
  }
  return std::nullopt;
}

ipp_t* new_media_size(const model::MediaSize& size) {
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

ipp_t* new_media_col(const Medium& medium, const std::string& key) {
  const auto& [entry, borderless] = medium.sheet;
  ipp_t* const media = ippNew();
  add_word(media, "media-key", key);
  add_collection(media, "media-size", new_media_size(entry->size));
  add_word(media, "media-size-name", entry->size.name);
  // Zero says that the page reaches the edge; how far beyond it is the device's affair.
  add_margins(media, borderless ? model::Margins{} : entry->margins);
  if (!medium.source.empty()) add_word(media, "media-source", medium.source);
  if (!medium.type.empty()) add_word(media, "media-type", medium.type);
  return media;
}

ipp_t* new_custom_media_col(const model::CustomSizeRange& range) {
  ipp_t* const media = ippNew();
  add_word(media, "media-key", "custom");
  add_collection(media, "media-size", new_size_range(range));
  add_margins(media, range.margins);
  return media;
}

bool is_allowed(const model::Model& model, const Medium& medium) {
  model::Values values{{"media", medium.sheet.entry->size.name},
                       {"borderless", medium.sheet.borderless ? "on" : "off"}};
  if (!medium.source.empty()) values.emplace("media-source", medium.source);
  if (!medium.type.empty()) values.emplace("media-type", medium.type);
  return std::ranges::none_of(model.constraints, [&](const model::Constraint& constraint) {
    return is_of_media_alone(constraint) && model::applies(constraint, values);
  });
}

std::string value_of(const model::Options& options, std::string_view name) {
  for (const auto& [key, value] : options)
    if (key == name) return value;
  return {};
}

std::optional<Medium> usual_medium(const model::Model& model, const model::Options& defaults,
                                   const Sheet& sheet) {
  std::vector<std::string> types{value_of(defaults, "media-type")};
  std::vector<std::string> sources{value_of(defaults, "media-source")};
  for (const auto& type : model.media_types)
    types.push_back(type.name);
  for (std::string& source : model::fitted_sources(model))
    sources.push_back(std::move(source));
  for (const std::string& type : types)
    for (const std::string& source : sources)
      if (Medium medium{sheet, source, type}; is_allowed(model, medium)) return medium;
  return std::nullopt;
}

} // namespace platen::intake::ipp
