// The options of which paper is printed, and how pages come onto it.
#include "base/limits.h"
#include "model/fitted.h"
#include "model/option_row_parts.h"

#include <algorithm>

namespace platen::model {

namespace {

using namespace option_row;

Texts media_names(const Model& model) {
  Texts names;
  for (const MediaEntry& entry : model.media)
    names.push_back(entry.size.name);
  return names;
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

bool has_borderless(const Model& model) {
  return std::any_of(model.media.begin(), model.media.end(),
                     [](const MediaEntry& entry) { return entry.borderless.has_value(); });
}
constexpr std::string_view ranges_form = "FIRST[-LAST][,...], ascending";
constexpr std::string_view overrides_form =
    "{pages=2-3 media-source=tray-2},{...} or a JSON list such as "
    "[{\"pages\":\"2-3\",\"media-source\":\"tray-2\"}] with media, media-type, media-source or "
    "orientation-requested of those pages";

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

const std::array<OptionRow, 13> rows{{
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
     fitted_sources,
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
}};

} // namespace

std::span<const OptionRow> option_row::page_option_rows() {
  return rows;
}

} // namespace platen::model
