#include "model/constraints.h"

#include "model/option_table.h"
#include "model/words.h"

#include <algorithm>

namespace platen::model {

Values values_of(const Ticket& ticket) {
  Values values;
  for (const OptionRow& row : option_rows())
    if (std::string value = row.current(ticket); !value.empty())
      values.emplace(row.name, std::move(value));
  return values;
}

bool applies(const Constraint& constraint, const Values& values) {
  return std::all_of(constraint.when.begin(), constraint.when.end(), [&](const auto& condition) {
    std::string_view attribute = condition.first;
    const bool none_of = attribute.ends_with('!');
    if (none_of) attribute.remove_suffix(1);
    const auto value = values.find(attribute);
    if (value == values.end()) return false;
    const auto& list = condition.second;
    const bool listed = std::find(list.begin(), list.end(), value->second) != list.end();
    return listed != none_of;
  });
}

const Constraint* first_broken(const Model& model, const Values& values) {
  const auto found = std::find_if(model.constraints.begin(), model.constraints.end(),
                                  [&](const Constraint& c) { return applies(c, values); });
  return found == model.constraints.end() ? nullptr : &*found;
}

namespace {

void add_borderless(const Model& model, std::vector<Constraint>& list) {
  std::vector<std::string> sizes, bordered_types;
  for (const MediaEntry& entry : model.media)
    if (entry.borderless) sizes.push_back(entry.size.name);
  for (const MediaType& type : model.media_types)
    if (!type.borderless) bordered_types.push_back(type.name);
  if (sizes.empty()) return;
  Constraint size{"borderless-size", {}, {{"borderless", {"on"}}, {"media!", sizes}}, {}};
  list.push_back(std::move(size));
  if (bordered_types.empty()) return;
  Constraint type{
      "borderless-type", {}, {{"borderless", {"on"}}, {"media-type", bordered_types}}, {}};
  list.push_back(std::move(type));
}

} // namespace

std::vector<Constraint> implied_constraints(const Model& model) {
  std::vector<Constraint> list;
  add_borderless(model, list);
  for (const MediaType& type : model.media_types) {
    if (!type.quality_codes.empty()) {
      std::vector<std::string> qualities;
      for (const auto& [quality, code] : type.quality_codes)
        qualities.emplace_back(to_string(quality));
      list.push_back({"quality-" + type.name,
                      {},
                      {{"media-type", {type.name}}, {"print-quality!", qualities}},
                      type.fact});
    }
    if (!type.resolutions.empty()) {
      std::vector<std::string> resolutions;
      for (const Dpi dpi : type.resolutions)
        resolutions.push_back(to_string(dpi));
      list.push_back({"resolution-" + type.name,
                      {},
                      {{"media-type", {type.name}}, {"printer-resolution!", resolutions}},
                      type.fact});
    }
  }
  return list;
}

} // namespace platen::model
