#pragma once

#include "model/length.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <array>

// What the tables of options have in common. `group` is the part of the ticket (&Ticket::layout)
// that has `member`.
namespace platen::model::option_row {

using Texts = std::vector<std::string>;
using Apply = Result<void> (*)(const OptionRow&, const Model&, std::string_view, Ticket&);

inline bool always(const Model&) {
  return true;
}
inline Texts no_values(const Model&) {
  return {};
}
inline std::string nothing(const Ticket&) {
  return {};
}

template<const auto& words> Texts all_words(const Model&) {
  Texts result;
  for (const auto& word : words)
    result.emplace_back(word.text);
  return result;
}

template<const auto& words, auto group, auto member>
Result<void> take_word(const OptionRow& row, const Model& model, std::string_view value,
                       Ticket& ticket) {
  for (const auto& word : words)
    if (word.text == value) {
      ticket.*group.*member = word.value;
      return {};
    }
  return wrong_value(row, model, value);
}

// An option with one of `words`, whose value is known wherever the ticket is.
template<const auto& words, auto group, auto member>
OptionRow keyword(std::string_view name, std::string_view label) {
  return {name,
          label,
          always,
          all_words<words>,
          {},
          {},
          take_word<words, group, member>,
          [](const Ticket& ticket) {
            for (const auto& word : words)
              if (word.value == ticket.*group.*member) return std::string(word.text);
            return std::string();
          }};
}

template<auto group, auto member, bool is_shift = false>
Result<void> take_length(const OptionRow& row, const Model& model, std::string_view value,
                         Ticket& ticket) {
  const auto length = parse_length(value, {.sign = is_shift, .bare = is_shift});
  if (!length) return wrong_value(row, model, value);
  ticket.*group.*member = *length;
  return {};
}

// "ROWSxCOLUMNS" of at most so many in all; nothing for anything else.
struct RowsAndColumns {
  std::int32_t rows = 0, columns = 0;
};
std::optional<RowsAndColumns> parse_rows_and_columns(std::string_view text, std::int32_t most);

// Free of control characters and not longer than a name of IPP.
bool is_short_text(std::string_view text);

template<class List> Texts names_of(const List& list) {
  Texts names;
  for (const auto& entry : list)
    names.push_back(entry.name);
  return names;
}

// The values of one of the model's own lists, in their order.
template<auto list> Texts listed(const Model& model) {
  Texts values;
  for (const auto value : model.*list)
    values.emplace_back(to_string(value));
  return values;
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

Result<void> apply_switch(const OptionRow& row, const Model& model, std::string_view value,
                          bool& target);

inline OptionRow free_form(std::string_view name, std::string_view label, std::string_view form,
                           Apply apply) {
  return {name, label, always, no_values, form, {}, apply, nothing};
}

// The first ones of option_rows().
std::span<const OptionRow> page_option_rows();
std::span<const OptionRow> quality_option_rows();

} // namespace platen::model::option_row
