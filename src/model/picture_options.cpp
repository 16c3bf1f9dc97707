#include "model/option_row_parts.h"

#include <array>

namespace platen::model {

namespace {

using namespace option_row;

constexpr std::array<Word<Toning>, 7> toning_words{{{Toning::automatic, "auto"},
                                                    {Toning::off, "off"},
                                                    {Toning::neutral, "neutral"},
                                                    {Toning::warm, "warm"},
                                                    {Toning::cool, "cool"},
                                                    {Toning::sepia, "sepia"},
                                                    {Toning::split, "split"}}};

bool in_colour(const Model& model) {
  return model.color;
}
template<class E, std::size_t N>
Result<void> apply_word(const OptionRow& row, const Model& model, std::string_view value,
                        const std::array<Word<E>, N>& words, E& target) {
  const auto found = value_of(std::span<const Word<E>>(words), value);
  if (!found) return wrong_value(row, model, value);
  target = *found;
  return {};
}

// "auto", or what `parse` reads.
template<class T>
Result<void> apply_parsed(const OptionRow& row, std::string_view value,
                          Result<T> (*parse)(std::string_view), std::optional<T>& target) {
  if (value == "auto") {
    target.reset();
    return {};
  }
  auto parsed = parse(value);
  if (!parsed)
    return fail_within(std::string(row.name) + "=" + std::string(value.substr(0, 80)),
                       std::move(parsed).error());
  target = *std::move(parsed);
  return {};
}

template<class T> std::string text_or_auto(const std::optional<T>& value) {
  return value ? to_string(*value) : "auto";
}

constexpr std::string_view tint_form = "auto or HUE,STRENGTH (degrees, per cent)";

template<std::optional<Tint> BlackAndWhiteOptions::*tint>
OptionRow tint_row(std::string_view name, std::string_view label) {
  return {name,
          label,
          in_colour,
          no_values,
          tint_form,
          "auto",
          [](const OptionRow& row, const Model&, std::string_view value, Ticket& ticket) {
            return apply_parsed(row, value, parse_tint, ticket.black_and_white.*tint);
          },
          [](const Ticket& ticket) { return text_or_auto(ticket.black_and_white.*tint); }};
}

const std::array<OptionRow, 7> rows{{
    {"sharpening",
     "Sharpening",
     always,
     all_words<sharpening_words>,
     {},
     {},
     [](const OptionRow& row, const Model& model, std::string_view value, Ticket& ticket) {
       return apply_word(row, model, value, sharpening_words, ticket.sharpening);
     },
     [](const Ticket& ticket) { return std::string(to_string(ticket.sharpening)); }},
    {"black-and-white",
     "Black and white",
     in_colour,
     all_words<toning_words>,
     {},
     {},
     [](const OptionRow& row, const Model& model, std::string_view value, Ticket& ticket) {
       return apply_word(row, model, value, toning_words, ticket.black_and_white.toning);
     },
     [](const Ticket& ticket) {
       const std::span<const Word<Toning>> words(toning_words);
       return std::string(word_for(words, ticket.black_and_white.toning));
     }},
    {"black-and-white-mix", "Black and white: red, green, blue", in_colour, no_values,
     "auto or RED,GREEN,BLUE (per cent, together 100)", "auto",
     [](const OptionRow& row, const Model&, std::string_view value, Ticket& ticket) {
       return apply_parsed(row, value, parse_mix, ticket.black_and_white.mix);
     },
     [](const Ticket& ticket) { return text_or_auto(ticket.black_and_white.mix); }},
    {"black-and-white-curve", "Black and white: tone curve", in_colour, no_values,
     "auto, linear, soft, hard or IN:OUT[,IN:OUT]... (per cent of lightness)", "auto",
     [](const OptionRow& row, const Model&, std::string_view value, Ticket& ticket) {
       return apply_parsed(row, value, parse_curve, ticket.black_and_white.curve);
     },
     [](const Ticket& ticket) { return text_or_auto(ticket.black_and_white.curve); }},
    tint_row<&BlackAndWhiteOptions::shadows>("black-and-white-shadows",
                                             "Black and white: tint of the shadows"),
    tint_row<&BlackAndWhiteOptions::middle>("black-and-white-middle",
                                            "Black and white: tint of the middle tones"),
    tint_row<&BlackAndWhiteOptions::highlights>("black-and-white-highlights",
                                                "Black and white: tint of the highlights"),
}};

} // namespace

std::span<const OptionRow> picture_option_rows() {
  return rows;
}

} // namespace platen::model
