// The options of how well and in which colours is printed.
#include "model/option_row_parts.h"

#include <algorithm>

namespace platen::model {

namespace {

using namespace option_row;

Texts color_modes(const Model& model) {
  return model.color ? texts(std::span<const Word<ColorMode>>(color_mode_words))
                     : Texts{"auto", "monochrome"};
}

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

constexpr std::string_view profile_form =
    "the name of a profile (platen profiles list); platen convert takes a FILE";

const std::array<OptionRow, 10> rows{{
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
}};

} // namespace

std::span<const OptionRow> option_row::quality_option_rows() {
  return rows;
}

} // namespace platen::model
