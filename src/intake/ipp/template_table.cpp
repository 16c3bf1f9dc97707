#include "intake/ipp/template_table.h"

#include "model/length.h"
#include "model/option_table.h"
#include "model/words.h"
#include "wire/ipp/resolution.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace platen::intake::ipp {

namespace {

using Fixed = std::array<std::string_view, 1>;
constexpr Fixed no_finishing{"3"}; // PWG 5100.1: none
constexpr Fixed face_down{"face-down"};

constexpr std::array<TemplateRow, 31> rows{{
    {"black-point-compensation", Syntax::keyword, false, {}},
    {"broken-profile", Syntax::keyword, false, {}},
    {"color-management", Syntax::keyword, false, {}},
    {"copies", Syntax::integer, false, {}},
    {"finishings", Syntax::enumerated, true, no_finishing},
    {"icc-profile", Syntax::name, false, {}},
    {"job-sheets", Syntax::keyword, false, {}},
    {"media-overprint", Syntax::overprint, false, {}},
    {"multiple-document-handling", Syntax::keyword, false, {}},
    {"imposition-template", Syntax::keyword, false, {}},
    {"number-up", Syntax::integer, false, {}},
    {"orientation-requested", Syntax::turn, false, {}},
    {"output-bin", Syntax::keyword, false, face_down},
    {"page-delivery", Syntax::keyword, false, {}},
    {"page-ranges", Syntax::ranges, true, {}},
    {"paper", Syntax::keyword, false, {}},
    {"presentation-direction-number-up", Syntax::keyword, false, {}},
    {"print-color-mode", Syntax::keyword, false, {}},
    {"print-content-optimize", Syntax::keyword, false, {}},
    {"print-quality", Syntax::quality, false, {}},
    {"print-rendering-intent", Syntax::keyword, false, {}},
    {"print-scaling", Syntax::keyword, false, {}},
    {"printer-resolution", Syntax::resolution, false, {}},
    {"recipe", Syntax::name, false, {}},
    {"sides", Syntax::keyword, false, {}},
    {"x-image-shift", Syntax::hmm, false, {}},
    {"x-side1-image-shift", Syntax::hmm, false, {}},
    {"x-side2-image-shift", Syntax::hmm, false, {}},
    {"y-image-shift", Syntax::hmm, false, {}},
    {"y-side1-image-shift", Syntax::hmm, false, {}},
    {"y-side2-image-shift", Syntax::hmm, false, {}},
}};

// Options that are no attributes of a job of their own.
bool is_hidden(std::string_view option) {
  return option == "job-name" || option == "requesting-user-name" || option == "media" ||
         option == "overrides";
}

// Members of media-col. As attributes of their own they are taken, and not announced.
bool is_medium(std::string_view option) {
  return option == "media-type" || option == "media-source";
}

bool is_switch(const model::OptionRow& row, const model::Model& model) {
  const auto values = row.values(model);
  return values.size() == 2 && std::find(values.begin(), values.end(), "on") != values.end();
}

// How the option of a vendor's attribute, or of one without a row, travels.
Syntax syntax_of(const model::OptionRow& option, const model::Model& model) {
  if (is_switch(option, model)) return Syntax::on_off;
  return option.values(model).empty() ? Syntax::text : Syntax::keyword;
}

bool is_word(ipp_tag_t tag) {
  return tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME || tag == IPP_TAG_NAMELANG;
}

std::optional<std::string> word_of(ipp_attribute_t* attribute) {
  if (!is_word(ippGetValueTag(attribute))) return std::nullopt;
  const char* const text = ippGetString(attribute, 0, nullptr);
  return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

template<class E, std::size_t N>
std::optional<std::string> enum_word(ipp_attribute_t* attribute,
                                     const std::array<model::Word<E>, N>& words) {
  if (ippGetValueTag(attribute) != IPP_TAG_ENUM) return std::nullopt;
  const int number = ippGetInteger(attribute, 0);
  for (const auto& word : words)
    if (number != 0 && static_cast<int>(word.value) == number) return std::string(word.text);
  return std::to_string(number); // the option table refuses it by name
}

std::optional<std::string> resolution_text(ipp_attribute_t* attribute) {
  const auto value = platen::ipp::resolution(attribute, 0);
  if (!value) return std::nullopt;
  auto [x, y, per_inch] = *value;
  if (!per_inch) {
    x = static_cast<int>(std::lround(x * 2.54));
    y = static_cast<int>(std::lround(y * 2.54));
  }
  return x == y ? std::to_string(x) + "dpi" : std::to_string(x) + "x" + std::to_string(y) + "dpi";
}

std::optional<std::string> ranges_text(ipp_attribute_t* attribute) {
  if (ippGetValueTag(attribute) != IPP_TAG_RANGE) return std::nullopt;
  std::string text;
  for (int i = 0; i < ippGetCount(attribute); ++i) {
    int last = 0;
    const int first = ippGetRange(attribute, i, &last);
    if (!text.empty()) text += ',';
    text += std::to_string(first);
    if (last != first) text += "-" + std::to_string(last);
  }
  return text;
}

std::optional<std::string> numbers_text(ipp_attribute_t* attribute, ipp_tag_t tag) {
  if (ippGetValueTag(attribute) != tag) return std::nullopt;
  return std::to_string(ippGetInteger(attribute, 0));
}

// A collection of one member. What the keywords of media-overprint-method mean is not known here: a
// client that sends one is told.
std::optional<std::string> overprint_text(ipp_attribute_t* attribute) {
  if (ippGetValueTag(attribute) != IPP_TAG_BEGIN_COLLECTION) return std::nullopt;
  ipp_t* const members = ippGetCollection(attribute, 0);
  ipp_attribute_t* const first = ippFirstAttribute(members);
  if (first == nullptr || ippGetName(first) != overprint_distance ||
      ippNextAttribute(members) != nullptr)
    return std::nullopt;
  return numbers_text(first, IPP_TAG_INTEGER);
}

bool add_overprint(ipp_t* into, ipp_tag_t group, const std::string& name, std::string_view text) {
  const auto distance = model::parse_length(text, {.sign = false, .bare = true});
  if (!distance) return false;
  ipp_t* const members = ippNew();
  ippAddInteger(members, IPP_TAG_ZERO, IPP_TAG_INTEGER, overprint_distance.data(), distance->v);
  ippAddCollection(into, group, name.c_str(), members);
  ippDelete(members);
  return true;
}

template<class E, std::size_t N>
bool add_enum(ipp_t* into, ipp_tag_t group, const std::string& name, std::string_view text,
              const std::array<model::Word<E>, N>& words) {
  const auto value = model::value_of(std::span<const model::Word<E>>(words), text);
  if (!value || static_cast<int>(*value) == 0)
    return false; // "auto" is the absence of the attribute
  ippAddInteger(into, group, IPP_TAG_ENUM, name.c_str(), static_cast<int>(*value));
  return true;
}

bool add_ranges(ipp_t* into, ipp_tag_t group, const std::string& name, std::string_view text) {
  const auto ranges = model::parse_page_ranges(text);
  if (!ranges || ranges->empty()) return false;
  std::vector<int> first, last;
  for (const model::PageRange& range : *ranges) {
    first.push_back(range.first);
    last.push_back(range.last);
  }
  ippAddRanges(into, group, name.c_str(), static_cast<int>(first.size()), first.data(),
               last.data());
  return true;
}

} // namespace

std::span<const TemplateRow> template_rows() {
  return rows;
}

std::optional<TemplateRow> template_row(const model::Model& model, std::string_view attribute) {
  const auto known = template_rows();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const TemplateRow& row) { return row.name == attribute; });
  if (found != known.end() && !found->fixed.empty()) return *found;
  const model::OptionRow* const option = model::find_option(model::option_name(model, attribute));
  if (option == nullptr || is_hidden(option->name)) return std::nullopt;
  if (found != known.end()) return *found;
  return TemplateRow{option->name, syntax_of(*option, model), false, {}};
}

std::vector<std::string> template_names(const model::Model& model) {
  std::vector<std::string> names{"media", "media-col", "overrides"};
  for (const TemplateRow& row : template_rows())
    if (template_row(model, row.name)) names.emplace_back(row.name);
  for (const model::OptionRow& option : model::option_rows()) {
    if (is_medium(option.name)) continue; // said by media-col
    std::string name = model::attribute_name(model, option.name);
    if (template_row(model, name) && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

std::optional<std::string> option_text(const TemplateRow& row, ipp_attribute_t* attribute) {
  switch (row.syntax) {
  case Syntax::name:
  case Syntax::text:
    return word_of(attribute);
  case Syntax::integer:
  case Syntax::hmm:
    return numbers_text(attribute, IPP_TAG_INTEGER);
  case Syntax::enumerated:
    return numbers_text(attribute, IPP_TAG_ENUM);
  case Syntax::quality:
    return enum_word(attribute, model::quality_words);
  case Syntax::turn:
    return enum_word(attribute, model::orientation_words);
  case Syntax::resolution:
    return resolution_text(attribute);
  case Syntax::ranges:
    return ranges_text(attribute);
  case Syntax::overprint:
    return overprint_text(attribute);
  case Syntax::keyword: // of which on and off may be two
  case Syntax::on_off:
    if (ippGetValueTag(attribute) == IPP_TAG_BOOLEAN)
      return std::string(ippGetBoolean(attribute, 0) != 0 ? "on" : "off");
    return word_of(attribute);
  }
  return std::nullopt;
}

bool add_option_text(ipp_t* into, ipp_tag_t group, const std::string& name, const TemplateRow& row,
                     std::string_view text) {
  const std::string value(text);
  switch (row.syntax) {
  case Syntax::keyword:
  case Syntax::on_off:
    ippAddString(into, group, IPP_TAG_KEYWORD, name.c_str(), nullptr, value.c_str());
    return true;
  case Syntax::name:
  case Syntax::text:
    ippAddString(into, group, IPP_TAG_NAME, name.c_str(), nullptr, value.c_str());
    return true;
  case Syntax::hmm: {
    const auto length = model::parse_length(text, {.sign = true, .bare = true});
    if (!length) return false;
    ippAddInteger(into, group, IPP_TAG_INTEGER, name.c_str(), length->v);
    return true;
  }
  case Syntax::integer:
  case Syntax::enumerated: {
    const auto number = model::parse_number(text, 1'000'000'000);
    if (!number) return false;
    ippAddInteger(into, group, row.syntax == Syntax::integer ? IPP_TAG_INTEGER : IPP_TAG_ENUM,
                  name.c_str(), *number);
    return true;
  }
  case Syntax::quality:
    return add_enum(into, group, name, text, model::quality_words);
  case Syntax::turn:
    return add_enum(into, group, name, text, model::orientation_words);
  case Syntax::resolution: {
    const auto dpi = model::parse_resolution(text);
    if (!dpi) return false;
    ippAddResolution(into, group, name.c_str(), IPP_RES_PER_INCH, dpi->v, dpi->v);
    return true;
  }
  case Syntax::ranges:
    return add_ranges(into, group, name, text);
  case Syntax::overprint:
    return add_overprint(into, group, name, text);
  }
  return false;
}

std::optional<Error> wrong_for(const model::Model& model, std::string_view option,
                               std::string_view value) {
  const model::OptionRow* const row = model::find_option(option);
  if (row == nullptr || !row->offered(model))
    return Error{Errc::unsupported, std::string(option) + ": not an option of " + model.id};
  model::Ticket scratch;
  const auto applied = row->apply(*row, model, value, scratch);
  return applied ? std::nullopt : std::optional(applied.error());
}

} // namespace platen::intake::ipp
