#pragma once

#include "model/model.h"

#include <span>
#include <string_view>

namespace platen::model {

// One option: what it is called, what a model offers of it, and how it moves between text and
// ticket.
struct OptionRow {
  std::string_view name;  // IPP attribute, or our own word where IPP has none
  std::string_view label; // for people
  bool (*offered)(const Model& model);
  std::vector<std::string> (*values)(const Model& model); // keywords; empty where `form` speaks
  std::string_view form;
  std::string_view fallback; // the default where a model file names none; empty: the first value
  Result<void> (*apply)(const OptionRow& row, const Model& model, std::string_view value,
                        Ticket& ticket);
  // The value as constraints name it; empty: not set.
  std::string (*current)(const Ticket& ticket);
};

// Those of model/picture_layout.h.
std::span<const OptionRow> layout_option_rows();
bool is_layout_option(std::string_view name);
// Those of model/office_layout.h.
std::span<const OptionRow> office_option_rows();
bool is_office_option(std::string_view name);
// Those of model/extra_sheets.h.
std::span<const OptionRow> extra_sheet_option_rows();
bool is_extra_sheet_option(std::string_view name);
// What of the office layout goes together; a booklet is printed on both sides, where the model can.
// Errc::invalid names the two that do not fit.
Result<void> settle_office_layout(const Model& model, Ticket& ticket);
inline constexpr Hmm least_caption{150}, largest_caption{5000}; // height of a line

// All options there are, in the order in which people see them.
std::span<const OptionRow> option_rows();
// Those of them that are about pictures alone, which come last.
std::span<const OptionRow> picture_option_rows();
// Those of model/tone_curves.h.
std::span<const OptionRow> tone_curve_option_rows();
const OptionRow* find_option(std::string_view name);
// Whether IPP registers no attribute for it: its attribute bears the vendor's name.
bool is_vendors(std::string_view option);
// The values that a constraint may name: those that the model offers.
std::vector<std::string> offered_values(const OptionRow& row, const Model& model);
// The value that a job without this option gets; empty: none (the document decides).
std::string default_value(const OptionRow& row, const Model& model);

// "OPTION=VALUE: TITLE takes ..."
Failure wrong_value(const OptionRow& row, const Model& model, std::string_view value);

// "1-3,7" -> ranges. Ascending and not overlapping, as RFC 8011 section 5.2.7 demands.
Result<std::vector<PageRange>> parse_page_ranges(std::string_view text);

// {pages=2-3 media=a5},... (model/override_text.h) -> what those pages have instead of the job's
// own settings.
Result<std::vector<PageOverride>> parse_overrides(const Model& model, std::string_view text);
void apply_override(const PageOverride& entry, Ticket& ticket);

} // namespace platen::model
