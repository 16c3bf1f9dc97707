#include "model/option_table.h"

#include "model/nearest.h"
#include "model/option_row_parts.h"

#include <algorithm>
#include <vector>

namespace platen::model {

namespace {

using namespace option_row;

bool is_ivec(const Model& model) {
  return model.language == "ivec";
}

Result<void> apply_text(const OptionRow& row, const Model& model, std::string_view value,
                        std::string& target) {
  if (!is_short_text(value)) return wrong_value(row, model, value);
  target = value;
  return {};
}

constexpr std::string_view text_form = "a text of at most 255 bytes without control characters";

// The device's own, and what a job is called.
const std::array<OptionRow, 7> rows{{
    {"page-format",
     "Form in which pages travel",
     [](const Model& m) { return !m.page_formats.empty(); },
     [](const Model& m) { return m.page_formats; },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       if (std::find(m.page_formats.begin(), m.page_formats.end(), v) == m.page_formats.end())
         return wrong_value(r, m, v);
       t.page_format = v;
       return {};
     },
     [](const Ticket& t) { return t.page_format; }},
    {"printer-language",
     "Language of the printer",
     [](const Model& m) { return !m.other_languages.empty(); },
     [](const Model& m) { return m.languages(); },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       const Texts languages = m.languages();
       if (std::find(languages.begin(), languages.end(), v) == languages.end())
         return wrong_value(r, m, v);
       t.language = v;
       return {};
     },
     [](const Ticket& t) { return t.language; }},
    {"toner-save",
     "Toner saving",
     [](const Model& m) { return m.toner_save || !m.screens.empty(); },
     [](const Model& m) {
       Texts values{"off"};
       if (!m.screens.empty()) values.emplace_back("on");
       if (m.toner_save) values.emplace_back("printer");
       return values;
     },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, toner_save_words, t.toner_save);
     },
     [](const Ticket& t) { return std::string(to_string(t.toner_save)); }},
    {"clear-coat",
     "Clear coat",
     is_ivec,
     [](const Model&) {
       return Texts{"auto", "all"};
     },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       if (v != "auto" && v != "all") return wrong_value(r, m, v);
       t.clear_coat_all = v == "all";
       return {};
     },
     [](const Ticket& t) { return std::string(t.clear_coat_all ? "all" : "auto"); }},
    {"mismatch-detection",
     "Compare the paper",
     is_ivec,
     [](const Model&) {
       return Texts{"off", "on"};
     },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_switch(r, m, v, t.detect_mismatch);
     },
     [](const Ticket& t) { return std::string(t.detect_mismatch ? "on" : "off"); }},
    {"job-name",
     "Job name",
     always,
     no_values,
     text_form,
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_text(r, m, v, t.job_name);
     },
     nothing},
    {"requesting-user-name",
     "User",
     always,
     no_values,
     text_form,
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_text(r, m, v, t.user_name);
     },
     nothing},
}};

} // namespace

std::span<const OptionRow> option_rows() {
  static const std::vector<OptionRow> all = [] {
    std::vector<OptionRow> list;
    for (const auto group :
         {page_option_rows(), quality_option_rows(), std::span<const OptionRow>(rows),
          office_option_rows(), extra_sheet_option_rows(), tone_curve_option_rows(),
          layout_option_rows(), picture_option_rows()})
      list.insert(list.end(), group.begin(), group.end());
    return list;
  }();
  return all;
}

const OptionRow* find_option(std::string_view name) {
  const auto all = option_rows();
  const auto row =
      std::find_if(all.begin(), all.end(), [&](const OptionRow& r) { return r.name == name; });
  return row == all.end() ? nullptr : &*row;
}

std::vector<std::string> offered_values(const OptionRow& row, const Model& model) {
  return row.values(model);
}

std::string default_value(const OptionRow& row, const Model& model) {
  if (const auto found = model.defaults.find(std::string(row.name)); found != model.defaults.end())
    return found->second;
  if (!row.fallback.empty()) return std::string(row.fallback);
  if (!row.form.empty()) return {};
  const auto values = row.values(model);
  return values.empty() ? std::string{} : values.front();
}

Failure wrong_value(const OptionRow& row, const Model& model, std::string_view value) {
  const auto values = row.values(model);
  const std::string legal = values.empty() ? std::string(row.form) : join_or(values);
  return fail(Errc::invalid, std::string(row.name) + "=" + std::string(value.substr(0, 80)) + ": " +
                                 model.id + " takes " + legal + did_you_mean(value, values));
}

} // namespace platen::model
