#include "model/fitted.h"
#include "model/option_row_parts.h"

#include <algorithm>

// The options of sheets that a job has beside its pages (model/extra_sheets.h).
namespace platen::model {

namespace {

using namespace option_row;

constexpr std::string_view same_source = "same"; // as the job's own sheets

Texts sources(const Model& model) {
  Texts names = fitted_sources(model);
  names.emplace(names.begin(), same_source);
  return names;
}

template<auto member>
Result<void> take_source(const OptionRow& row, const Model& model, std::string_view value,
                         Ticket& ticket) {
  if (value != same_source && model.find_source(value) == nullptr)
    return wrong_value(row, model, value);
  ticket.extra_sheets.*member = value == same_source ? std::string_view() : value;
  return {};
}

Result<void> take_slips(const OptionRow& row, const Model& model, std::string_view value,
                        Ticket& ticket) {
  if (value != "on" && value != "off") return wrong_value(row, model, value);
  ticket.extra_sheets.slips = value == "on";
  return {};
}

template<auto member> OptionRow source_row(std::string_view name, std::string_view label) {
  return {name, label, always, sources, {}, {}, take_source<member>, [](const Ticket& ticket) {
            const std::string& source = ticket.extra_sheets.*member;
            return source.empty() ? std::string(same_source) : source;
          }};
}

const std::array<OptionRow, 6>& table() {
  using E = ExtraSheets;
  static const std::array<OptionRow, 6> rows{{
      keyword<job_sheets_words, &Ticket::extra_sheets, &E::job>("job-sheets",
                                                                "Sheet that names the job"),
      source_row<&E::source>("job-sheets-source", "Source of job sheets and slips"),
      {"slip-sheets",
       "Empty sheet between documents and copies",
       always,
       [](const Model&) {
         return Texts{"off", "on"};
       },
       {},
       {},
       take_slips,
       [](const Ticket& t) { return std::string(t.extra_sheets.slips ? "on" : "off"); }},
      keyword<cover_words, &Ticket::extra_sheets, &E::front>("front-cover",
                                                             "Front cover of each document"),
      keyword<cover_words, &Ticket::extra_sheets, &E::back>("back-cover",
                                                            "Back cover of each document"),
      source_row<&E::cover_source>("cover-source", "Source of the covers"),
  }};
  return rows;
}

} // namespace

std::span<const OptionRow> extra_sheet_option_rows() {
  return table();
}

bool is_extra_sheet_option(std::string_view name) {
  return std::ranges::any_of(table(), [&](const OptionRow& row) { return row.name == name; });
}

} // namespace platen::model
