#pragma once

#include "model/model.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cups/ipp.h>

namespace platen::intake::ipp {

// How the values of a Job Template attribute travel.
enum class Syntax : std::uint8_t {
  keyword,    // or name
  name,       // of what people named
  integer,    // as decimal digits in the option
  quality,    // enum print-quality <-> keyword
  turn,       // enum orientation-requested <-> keyword
  resolution, // "600dpi"
  ranges,     // 1setOf rangeOfInteger <-> "1-3,7"
  enumerated, // an enum without an option: one of `fixed`
  on_off,     // keyword or boolean <-> "on" or "off"
  hmm,        // integer, hundredths of a millimetre <-> a length
  text,       // name or keyword, of a form that the option knows
  overprint,  // the collection media-overprint (PWG 5100.13) <-> its distance, as hmm
};
// Its member (integer(0:MAX), hundredths of a millimetre).
inline constexpr std::string_view overprint_distance = "media-overprint-distance";

// One Job Template attribute that is one option of model::make_ticket, or that has fixed values.
struct TemplateRow {
  std::string_view name; // of the option; the attribute's as well where IPP registers it
  Syntax syntax;
  bool many;                               // 1setOf
  std::span<const std::string_view> fixed; // legal values where no option decides; else empty
};

// The registered attributes except media, media-col and overrides, which have files of their own.
std::span<const TemplateRow> template_rows();

// The row of an attribute: a registered one, or a vendor's, which is any other option of the model
// (model::attribute_name). Nothing: not a Job Template attribute of this model.
std::optional<TemplateRow> template_row(const model::Model& model, std::string_view attribute);

// Names of all Job Template attributes that jobs on this model may have, media ones included.
std::vector<std::string> template_names(const model::Model& model);

// The values of an attribute as one option text; nothing when the syntax is another.
std::optional<std::string> option_text(const TemplateRow& row, ipp_attribute_t* attribute);

// The reverse: adds NAME to the message; false when the text is not of the row's form.
bool add_option_text(ipp_t* into, ipp_tag_t group, const std::string& name, const TemplateRow& row,
                     std::string_view text);

// What is wrong with one option value alone; nothing when the model takes it.
std::optional<Error> wrong_for(const model::Model& model, std::string_view option,
                               std::string_view value);

} // namespace platen::intake::ipp
