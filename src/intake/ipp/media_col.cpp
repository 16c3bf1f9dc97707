#include "intake/ipp/media_col.h"

#include "intake/ipp/media_entry.h"
#include "model/media_name.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

// Members that describe the medium for people or repeat what the size says: taken and not used.
constexpr std::array<std::string_view, 3> silent{"media-key", "media-info", "media-size-name"};
constexpr std::array<const char*, 4> margin_names{"media-bottom-margin", "media-left-margin",
                                                  "media-right-margin", "media-top-margin"};

void set(model::Options& options, std::string_view name, std::string value) {
  options.emplace_back(name, std::move(value));
}

std::string hundredths(int length) {
  const int rest = length % 100;
  return std::to_string(length / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

// One dimension: an integer, or nothing (a range is no size of a job).
std::optional<int> dimension(ipp_t* size, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(size, name, IPP_TAG_INTEGER);
  if (found == nullptr || ippGetInteger(found, 0) <= 0) return std::nullopt;
  return ippGetInteger(found, 0);
}

bool read_size(const model::Model& model, ipp_attribute_t* member, model::Options& options) {
  const auto size = read_dimensions(member);
  if (!size) return false;
  const auto media = model::parse_media_name(model, hundredths(size->width.v) + "x" +
                                                        hundredths(size->height.v) + "mm");
  if (!media) return false;
  set(options, "media", media->name);
  return true;
}

bool is_word(ipp_attribute_t* member) {
  const ipp_tag_t tag = ippGetValueTag(member);
  return tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME || tag == IPP_TAG_NAMELANG;
}

std::string word(ipp_attribute_t* member) {
  const char* const text = is_word(member) ? ippGetString(member, 0, nullptr) : nullptr;
  return text == nullptr ? std::string{} : std::string(text);
}

// "auto" leaves the choice to the printer, whether or not the model has a value of that name.
template<class Found>
bool read_word(ipp_attribute_t* member, std::string_view option, Found found,
               model::Options& options) {
  std::string value = word(member);
  if (found(value)) {
    set(options, option, std::move(value));
    return true;
  }
  return value == "auto";
}

struct Edges {
  std::array<std::optional<int>, 4> values; // in the order of margin_names
  bool any() const {
    return std::any_of(values.begin(), values.end(), [](const auto& v) { return v.has_value(); });
  }
  bool all_zero() const {
    return std::all_of(values.begin(), values.end(), [](const auto& v) { return v == 0; });
  }
};

model::Margins margins_for(const model::Model& model, const model::Options& options) {
  for (const auto& [name, value] : options) {
    if (name != "media") continue;
    const auto size = model::parse_media_name(model, value);
    if (!size) break;
    if (const auto margins = model::margins_of(model, *size, false)) return *margins;
  }
  return model.media.empty() ? model::Margins{} : model.media.front().margins;
}

// Zero all around asks for borderless. Others are taken when the device can keep them: it prints
// inside of its own margins, so wider ones are the document's affair.
bool read_margins(const model::Model& model, const Edges& edges, model::Options& options) {
  const bool borderless_model =
      std::any_of(model.media.begin(), model.media.end(),
                  [](const model::MediaEntry& entry) { return entry.borderless.has_value(); });
  if (edges.all_zero()) {
    if (borderless_model) set(options, "borderless", "on");
    return borderless_model;
  }
  const model::Margins own = margins_for(model, options);
  const std::array<Hmm, 4> least{own.bottom, own.left, own.right, own.top};
  for (std::size_t i = 0; i < least.size(); ++i)
    if (edges.values[i] && *edges.values[i] < least[i].v) return false;
  if (borderless_model) set(options, "borderless", "off");
  return true;
}

bool read_named(const model::Model& model, ipp_attribute_t* member, model::Options& options) {
  const auto size = model::parse_media_name(model, word(member));
  if (size) set(options, "media", size->name);
  return size.has_value();
}

// Our own name of an entry of media-col-database. What is said besides goes before it.
bool read_key(const model::Model& model, ipp_attribute_t* member, model::Options& options) {
  const auto named = read_media_key(model, word(member));
  if (!named) return false;
  for (const auto& [name, value] : *named)
    if (value_of(options, name).empty()) set(options, name, value);
  return true;
}

} // namespace

std::optional<std::pair<std::string, std::string>> read_media_name(const model::Model& model,
                                                                   const std::string& text) {
  if (const auto size = model::parse_media_name(model, text)) return {{"media", size->name}};
  if (model.find_source(text) != nullptr) return {{"media-source", text}};
  if (model.find_type(text) != nullptr) return {{"media-type", text}};
  return std::nullopt;
}

std::optional<model::Extent> read_dimensions(ipp_attribute_t* size) {
  if (ippGetValueTag(size) != IPP_TAG_BEGIN_COLLECTION) return std::nullopt;
  ipp_t* const dimensions = ippGetCollection(size, 0);
  const auto x = dimension(dimensions, "x-dimension"), y = dimension(dimensions, "y-dimension");
  if (!x || !y) return std::nullopt;
  return model::Extent{Hmm{*x}, Hmm{*y}};
}

MediaCol read_media_col(const model::Model& model, ipp_t* collection) {
  MediaCol read;
  Edges edges;
  ipp_attribute_t *named = nullptr, *key = nullptr;
  bool sized = false;
  for (ipp_attribute_t* member = ippFirstAttribute(collection); member != nullptr;
       member = ippNextAttribute(collection)) {
    const char* const raw = ippGetName(member);
    if (raw == nullptr) continue;
    const std::string name = raw;
    const auto margin = std::find(margin_names.begin(), margin_names.end(), name);
    bool taken = false;
    if (name == "media-size") {
      taken = sized = read_size(model, member, read.options);
    } else if (name == "media-type") {
      taken = read_word(
          member, name, [&](const std::string& v) { return model.find_type(v) != nullptr; },
          read.options);
    } else if (name == "media-source") {
      taken = read_word(
          member, name, [&](const std::string& v) { return model.find_source(v) != nullptr; },
          read.options);
    } else if (margin != margin_names.end()) {
      taken = ippGetValueTag(member) == IPP_TAG_INTEGER && ippGetInteger(member, 0) >= 0;
      if (taken)
        edges.values[static_cast<std::size_t>(margin - margin_names.begin())] =
            ippGetInteger(member, 0);
    } else {
      if (name == "media-size-name") named = member;
      if (name == "media-key") key = member;
      taken = std::find(silent.begin(), silent.end(), name) != silent.end();
    }
    if (!taken) read.refused.push_back(name);
  }
  if (!sized && named != nullptr && !read_named(model, named, read.options))
    read.refused.emplace_back("media-size-name");
  if (!sized && named == nullptr && key != nullptr && !read_key(model, key, read.options))
    read.refused.emplace_back("media-key");
  if (edges.any() && !read_margins(model, edges, read.options))
    for (std::size_t i = 0; i < margin_names.size(); ++i)
      if (edges.values[i]) read.refused.emplace_back(margin_names[i]);
  return read;
}

namespace {

void add_size(ipp_t* collection, const model::Model& model, const std::string& name) {
  const auto size = model::parse_media_name(model, name);
  if (!size) return;
  const auto named = model::parse_pwg_name(size->name);
  Hmm width = named ? named->width : size->width, height = named ? named->height : size->height;
  ipp_t* const dimensions = ippNew();
  ippAddInteger(dimensions, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", width.v);
  ippAddInteger(dimensions, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", height.v);
  ippAddCollection(collection, IPP_TAG_ZERO, "media-size", dimensions);
  ippDelete(dimensions);
}

void add_margins(ipp_t* collection, const model::Margins& margins) {
  const std::array<Hmm, 4> values{margins.bottom, margins.left, margins.right, margins.top};
  for (std::size_t i = 0; i < values.size(); ++i)
    ippAddInteger(collection, IPP_TAG_ZERO, IPP_TAG_INTEGER, margin_names[i], values[i].v);
}

} // namespace

ipp_t* make_media_col(const model::Model& model, const model::Options& options) {
  ipp_t* collection = nullptr;
  const auto begun = [&] { return collection = collection == nullptr ? ippNew() : collection; };
  for (const auto& [name, value] : options) {
    if (name == "media") {
      add_size(begun(), model, value);
    } else if (name == "media-type" || name == "media-source") {
      ippAddString(begun(), IPP_TAG_ZERO, IPP_TAG_KEYWORD, name.c_str(), nullptr, value.c_str());
    } else if (name == "borderless") {
      add_margins(begun(), value == "on" ? model::Margins{} : margins_for(model, options));
    }
  }
  return collection;
}

} // namespace platen::intake::ipp
