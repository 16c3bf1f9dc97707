#include "model/constraints.h"
#include "model/media_name.h"
#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace platen::model {

namespace {

constexpr std::size_t most_choices = 3; // of one attribute; more would not be a line

// The order in which a conflict is told: what the person wants first, then what stands against it.
constexpr std::array<std::string_view, 5> telling_order{"sides", "borderless", "print-quality",
                                                        "printer-resolution", "media-source"};

std::vector<std::string> attributes_of(const Constraint& constraint) {
  std::vector<std::string> names;
  for (const auto& [key, list] : constraint.when) {
    const std::string name = key.ends_with('!') ? key.substr(0, key.size() - 1) : key;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  const auto rank = [](const std::string& name) {
    return std::find(telling_order.begin(), telling_order.end(), name) - telling_order.begin();
  };
  std::stable_sort(names.begin(), names.end(),
                   [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  return names;
}

std::string describe_media(const Model& model, const std::string& name) {
  if (const MediaEntry* const entry = model.find_media(name))
    return entry->label + " (" + name + ")";
  const auto size = parse_pwg_name(name);
  return size ? "the size " + describe_extent(size->width, size->height) : name;
}

std::string describe(const Model& model, const std::string& attribute, const std::string& value) {
  if (attribute == "media") return describe_media(model, value);
  if (const MediaType* type = model.find_type(value); type != nullptr && attribute == "media-type")
    return type->label + " (" + value + ")";
  if (const MediaSource* source = model.find_source(value);
      source != nullptr && attribute == "media-source")
    return source->label + " (" + value + ")";
  if (attribute == "sides")
    return value == "one-sided" ? "one-sided printing" : "two-sided printing";
  if (attribute == "borderless")
    return value == "on" ? "borderless printing" : "printing with a border";
  return attribute + "=" + value;
}

std::string_view naming_class(std::string_view media) {
  return media.substr(0, media.find('_'));
}

// Who asked for an ISO sheet has ISO sheets: the other system's count as farther by this.
constexpr std::int64_t other_system_hmm = 5000;

std::int64_t media_distance(const Model& model, const std::string& asked,
                            const std::string& candidate) {
  const auto size_of = [&](const std::string& name) {
    const MediaEntry* const entry = model.find_media(name);
    return entry != nullptr ? entry->size : parse_pwg_name(name).value_or(MediaSize{});
  };
  const MediaSize a = size_of(asked);
  const MediaSize b = size_of(candidate);
  const std::int64_t change = std::abs(a.width.v - b.width.v) + std::abs(a.height.v - b.height.v);
  return change + (naming_class(asked) == naming_class(candidate) ? 0 : other_system_hmm);
}

// How far a candidate lies from what was asked, in the attribute's own measure.
std::int64_t distance(const Model& model, const std::string& attribute, const std::string& asked,
                      const std::string& candidate) {
  if (attribute == "media") return media_distance(model, asked, candidate);
  if (attribute == "printer-resolution")
    return std::abs(parse_resolution(asked).value_or(Dpi{}).v -
                    parse_resolution(candidate).value_or(Dpi{}).v);
  return 0; // the order of the model file
}

std::vector<std::string> candidates(const Model& model, const std::string& attribute,
                                    const std::string& asked) {
  const OptionRow* const row = find_option(attribute);
  if (row == nullptr) return {};
  std::vector<std::string> values = offered_values(*row, model);
  std::erase(values, asked);
  std::stable_sort(values.begin(), values.end(), [&](const std::string& a, const std::string& b) {
    return distance(model, attribute, asked, a) < distance(model, attribute, asked, b);
  });
  return values;
}

using Choices = std::vector<std::pair<std::string, std::string>>;

// The values of each attribute that pass `accept` when nothing else is changed.
template<class Accept>
Choices collect(const Model& model, const std::vector<std::string>& attributes,
                const Values& values, const Change& change, Accept accept) {
  Choices choices;
  for (const std::string& attribute : attributes) {
    const auto asked = values.find(attribute);
    if (asked == values.end()) continue;
    std::size_t count = 0;
    for (const std::string& candidate : candidates(model, attribute, asked->second)) {
      const auto changed = change(attribute, candidate);
      if (!changed || !accept(*changed)) continue;
      choices.emplace_back(attribute, candidate);
      if (++count == most_choices) break;
    }
  }
  return choices;
}

std::string choices_text(const Choices& choices) {
  std::vector<std::string> groups;
  std::size_t at = 0;
  while (at < choices.size()) {
    const std::string& attribute = choices[at].first;
    std::vector<std::string> values;
    for (; at < choices.size() && choices[at].first == attribute; ++at)
      values.push_back(choices[at].second);
    groups.push_back(attribute + "=" + join_or(values));
  }
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i)
    text += (i == 0 ? "; choose " : ", or ") + groups[i];
  return text;
}

// Nobody asked for the sides of a booklet: they come with it.
bool is_booklet(const Values& values) {
  const auto value = values.find("imposition-template");
  return value != values.end() && value->second == "signature";
}

std::string conflict_text(const Model& model, const std::vector<std::string>& attributes,
                          const Values& values) {
  std::vector<std::string> parts;
  for (const std::string& attribute : attributes)
    if (const auto value = values.find(attribute); value != values.end())
      parts.push_back(attribute == "sides" && is_booklet(values)
                          ? "a booklet (imposition-template=signature)"
                          : describe(model, attribute, value->second));
  if (parts.size() < 2)
    return (parts.empty() ? std::string("this") : parts.front()) + " is not possible";
  std::string text = parts[0] + " does not go with " + parts[1];
  for (std::size_t i = 2; i < parts.size(); ++i)
    text += " and " + parts[i];
  return text;
}

} // namespace

Conflict explain(const Model& model, const Constraint& constraint, const Values& values,
                 const Change& change) {
  const auto attributes = attributes_of(constraint);
  Conflict conflict{&constraint, {}, conflict_text(model, attributes, values)};
  conflict.choices = collect(model, attributes, values, change, [&](const Values& changed) {
    return first_broken(model, changed) == nullptr;
  });
  if (conflict.choices.empty())
    conflict.choices = collect(model, attributes, values, change, [&](const Values& changed) {
      return !applies(constraint, changed);
    });
  if (!constraint.reason.empty()) conflict.message += ": " + constraint.reason;
  conflict.message += choices_text(conflict.choices);
  return conflict;
}

} // namespace platen::model
