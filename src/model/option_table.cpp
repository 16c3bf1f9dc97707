#include "model/option_table.h"

#include "base/limits.h"
#include "model/nearest.h"
#include "model/option_row_parts.h"

#include <algorithm>
#include <iterator>

namespace platen::model {

namespace {

using namespace option_row;

bool is_ivec(const Model& model) {
  return model.language == "ivec";
}
template<class List> Texts names_of(const List& list) {
  Texts names;
  for (const auto& entry : list)
    names.push_back(entry.name);
  return names;
}

Texts media_names(const Model& model) {
  Texts names;
  for (const MediaEntry& entry : model.media)
    names.push_back(entry.size.name);
  return names;
}

// A keyword of an enumeration, among those that the model offers.
template<class E, std::size_t N>
Result<void> apply_word(const OptionRow& row, const Model& model, std::string_view value,
                        const std::array<Word<E>, N>& words, E& target) {
  const Texts offered = offered_values(row, model);
  const auto found = value_of(std::span<const Word<E>>(words), value);
  if (!found || std::find(offered.begin(), offered.end(), value) == offered.end())
    return wrong_value(row, model, value);
  target = *found;
  return {};
}

// IPP's enum values stand for the keywords of print-quality and orientation-requested.
template<class E, std::size_t N>
std::string_view keyword_of_number(std::string_view value, const std::array<Word<E>, N>& words) {
  const auto number = parse_number(value, 255);
  if (!number || *number == 0) return value;
  const auto word = word_for(std::span<const Word<E>>(words), static_cast<E>(*number));
  return word.empty() ? value : word;
}

template<class List>
Result<void> apply_name(const OptionRow& row, const Model& model, std::string_view value,
                        const List& list, std::string& target) {
  for (const auto& entry : list) {
    if (entry.name != value) continue;
    target = entry.name;
    return {};
  }
  return wrong_value(row, model, value);
}

Result<void> apply_switch(const OptionRow& row, const Model& model, std::string_view value,
                          bool& target) {
  if (value != "on" && value != "off") return wrong_value(row, model, value);
  target = value == "on";
  return {};
}

Result<void> apply_text(const OptionRow& row, const Model& model, std::string_view value,
                        std::string& target) {
  if (!is_short_text(value)) return wrong_value(row, model, value);
  target = value;
  return {};
}

Texts color_modes(const Model& model) {
  return model.color ? texts(std::span<const Word<ColorMode>>(color_mode_words))
                     : Texts{"auto", "monochrome"};
}
// The values of one of the model's own lists, in their order.
template<auto list> Texts listed(const Model& model) {
  Texts values;
  for (const auto value : model.*list)
    values.emplace_back(to_string(value));
  return values;
}
bool has_borderless(const Model& model) {
  return std::any_of(model.media.begin(), model.media.end(),
                     [](const MediaEntry& entry) { return entry.borderless.has_value(); });
}
constexpr std::string_view ranges_form = "FIRST[-LAST][,...], ascending";
constexpr std::string_view overrides_form =
    "a JSON list such as [{\"pages\":\"2-3\",\"media-source\":\"tray-2\"}] with media, media-type, "
    "media-source or orientation-requested of those pages";
constexpr std::string_view text_form = "a text of at most 255 bytes without control characters";

bool in_colour(const Model& model) {
  return model.color;
}

// By name, or by digest, as a job keeps it so that it is the same one a year later.
Result<void> apply_profile(const OptionRow& row, const Model& model, std::string_view value,
                           Ticket& ticket) {
  const auto found = std::ranges::find_if(model.profiles, [&](const PaperProfile& profile) {
    return profile.id.name == value || profile.id.sha256 == value;
  });
  if (found == model.profiles.end()) return wrong_value(row, model, value);
  ticket.profile = found->id;
  return {};
}

// A recipe is no setting of its own: without_recipe() has put its settings in its place.
Result<void> check_recipe(const OptionRow& row, const Model& model, std::string_view value,
                          Ticket&) {
  if (model.find_recipe(value) == nullptr) return wrong_value(row, model, value);
  return {};
}

// What a paper can be printed with goes along, unless another option says it.
Result<void> apply_paper(const OptionRow& row, const Model& model, std::string_view value,
                         Ticket& ticket) {
  return apply_name(row, model, value, model.papers, ticket.media_type);
}

constexpr std::string_view recipe_form = "the name of a recipe (platen recipes list)";
constexpr std::string_view paper_form = "the name of a paper (platen papers list)";
constexpr std::string_view profile_form =
    "the name of a profile (platen profiles list); platen convert takes a FILE";

const std::array<OptionRow, 30> rows{{
    {"recipe",
     "Recipe",
     [](const Model& m) { return !m.recipes.empty(); },
     [](const Model& m) { return names_of(m.recipes); },
     recipe_form,
     {},
     check_recipe,
     nothing},
    {"paper",
     "Paper",
     [](const Model& m) { return !m.papers.empty(); },
     [](const Model& m) { return names_of(m.papers); },
     paper_form,
     {},
     apply_paper,
     nothing},
    {"media",
     "Paper size",
     always,
     [](const Model& m) { return media_names(m); },
     "a name, a short name (a4), or a size that the printer takes, WxHmm or WxHin; not given: each "
     "page chooses",
     {},
     [](const OptionRow&, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       TRY(t.media, parse_media_name(m, v));
       return {};
     },
     [](const Ticket& t) { return t.media ? t.media->name : std::string{}; }},
    {"media-type",
     "Paper type",
     always,
     [](const Model& m) { return names_of(m.media_types); },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_name(r, m, v, m.media_types, t.media_type);
     },
     [](const Ticket& t) { return t.media_type; }},
    {"media-source",
     "Paper source",
     always,
     [](const Model& m) { return names_of(m.media_sources); },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_name(r, m, v, m.media_sources, t.media_source);
     },
     [](const Ticket& t) { return t.media_source; }},
    {"borderless",
     "Borderless",
     has_borderless,
     [](const Model&) {
       return Texts{"off", "on"};
     },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_switch(r, m, v, t.borderless);
     },
     [](const Ticket& t) { return std::string(t.borderless ? "on" : "off"); }},
    {"sides",
     "Sides",
     always,
     listed<&Model::sides>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, sides_words, t.sides);
     },
     [](const Ticket& t) { return std::string(to_string(t.sides)); }},
    {"copies", "Copies", always, no_values, "1..999", "1",
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       const auto copies = parse_number(v, limits::copies);
       if (!copies || *copies == 0) return wrong_value(r, m, v);
       t.copies = *copies;
       return {};
     },
     nothing},
    {"multiple-document-handling",
     "Collation",
     always,
     all_words<collate_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, collate_words, t.collate);
     },
     nothing},
    {"page-ranges",
     "Pages",
     always,
     no_values,
     ranges_form,
     {},
     [](const OptionRow&, const Model&, std::string_view v, Ticket& t) -> Result<void> {
       TRY(t.page_ranges, parse_page_ranges(v));
       return {};
     },
     nothing},
    {"overrides",
     "Pages that differ",
     always,
     no_values,
     overrides_form,
     {},
     [](const OptionRow&, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       TRY(t.overrides, parse_overrides(m, v));
       return {};
     },
     nothing},
    {"orientation-requested",
     "Orientation",
     always,
     all_words<orientation_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, keyword_of_number(v, orientation_words), orientation_words,
                         t.orientation);
     },
     nothing},
    {"print-scaling",
     "Scaling",
     always,
     all_words<scaling_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, scaling_words, t.scaling);
     },
     nothing},
    {"print-quality",
     "Quality",
     always,
     listed<&Model::qualities>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, keyword_of_number(v, quality_words), quality_words, t.quality);
     },
     [](const Ticket& t) { return std::string(to_string(t.quality)); }},
    {"printer-resolution",
     "Resolution",
     always,
     listed<&Model::resolutions>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       const auto dpi = parse_resolution(v);
       if (!dpi ||
           std::find(m.resolutions.begin(), m.resolutions.end(), *dpi) == m.resolutions.end())
         return wrong_value(r, m, v);
       t.resolution = *dpi;
       return {};
     },
     [](const Ticket& t) { return to_string(t.resolution); }},
    {"print-color-mode",
     "Colour",
     always,
     color_modes,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, color_mode_words, t.color_mode);
     },
     [](const Ticket& t) { return std::string(to_string(t.color_mode)); }},
    {"print-rendering-intent",
     "Rendering intent",
     always,
     all_words<intent_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, intent_words, t.intent);
     },
     nothing},
    {"black-point-compensation",
     "Black point compensation",
     in_colour,
     all_words<black_point_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, black_point_words, t.black_point);
     },
     [](const Ticket& t) { return std::string(to_string(t.black_point)); }},
    {"color-management",
     "Who manages colour",
     in_colour,
     all_words<color_management_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, color_management_words, t.color_management);
     },
     [](const Ticket& t) { return std::string(to_string(t.color_management)); }},
    {"icc-profile",
     "Profile of the paper",
     [](const Model& m) { return m.color && !m.profiles.empty(); },
     [](const Model& m) {
       Texts names;
       for (const PaperProfile& profile : m.profiles)
         names.push_back(profile.id.name);
       return names;
     },
     profile_form,
     {},
     apply_profile,
     nothing},
    {"broken-profile",
     "Pictures with a broken profile",
     in_colour,
     all_words<broken_profile_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, broken_profile_words, t.broken_profile);
     },
     [](const Ticket& t) { return std::string(to_string(t.broken_profile)); }},
    {"print-content-optimize",
     "Kind of content",
     always,
     all_words<content_words>,
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) {
       return apply_word(r, m, v, content_words, t.content);
     },
     [](const Ticket& t) { return std::string(to_string(t.content)); }},
    {"halftone",
     "Halftone screen",
     [](const Model& m) { return !m.screens.empty(); },
     [](const Model& m) {
       Texts values = listed<&Model::screens>(m);
       std::ranges::move(names_of(m.screen_names), std::back_inserter(values));
       return values;
     },
     {},
     {},
     [](const OptionRow& r, const Model& m, std::string_view v, Ticket& t) -> Result<void> {
       const auto named = std::ranges::find(m.screen_names, v, &ScreenName::name);
       if (named == m.screen_names.end()) return apply_word(r, m, v, screen_words, t.screen);
       t.screen = named->screen;
       return {};
     },
     [](const Ticket& t) { return std::string(to_string(t.screen)); }},
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
    std::vector<OptionRow> list(rows.begin(), rows.end());
    const auto office = office_option_rows();
    list.insert(list.end(), office.begin(), office.end());
    const auto sheets = extra_sheet_option_rows();
    list.insert(list.end(), sheets.begin(), sheets.end());
    const auto curves = tone_curve_option_rows();
    list.insert(list.end(), curves.begin(), curves.end());
    const auto layout = layout_option_rows();
    list.insert(list.end(), layout.begin(), layout.end());
    const auto pictures = picture_option_rows();
    list.insert(list.end(), pictures.begin(), pictures.end());
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
