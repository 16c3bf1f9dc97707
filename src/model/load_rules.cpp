#include "model/constraints.h"
#include "model/load_parts.h"
#include "model/nearest.h"
#include "model/option_table.h"

#include <algorithm>

namespace platen::model {

namespace {

std::vector<std::string> constrainable(const Model& model) {
  std::vector<std::string> names;
  for (const OptionRow& row : option_rows())
    if (row.offered(model) && !offered_values(row, model).empty()) names.emplace_back(row.name);
  return names;
}

Result<void> check_condition(const Model& model, const std::string& key,
                             const Placed<std::vector<std::string>>& list) {
  const std::string name = key.ends_with('!') ? key.substr(0, key.size() - 1) : key;
  const auto known = constrainable(model);
  const OptionRow* const row = find_option(name);
  if (row == nullptr || std::find(known.begin(), known.end(), name) == known.end())
    return fail_at(list.where, "\"" + name + "\" is no option of this model that has values" +
                                   did_you_mean(name, known));
  if (list.value.empty())
    return fail_at(list.where, "the condition on \"" + name + "\" names no value");
  const auto values = offered_values(*row, model);
  for (const std::string& value : list.value)
    if (std::find(values.begin(), values.end(), value) == values.end())
      return fail_at(list.where, "\"" + value + "\" is no value of " + name + " in this model" +
                                     did_you_mean(value, values));
  return {};
}

Result<Constraint> read_constraint(TomlTable& table, const Model& model, const Fact& group) {
  Constraint constraint;
  TRY(constraint.name, read_keyword(table, "name"));
  TRY(constraint.reason, table.get_or<std::string>("reason", {}));
  TRY(TomlTable when, table.table("when"));
  TRY(auto conditions, when.all_lists());
  if (conditions.empty()) return fail_at(when.where(), "\"when\" names no option");
  for (auto& [key, list] : conditions) {
    TRY_VOID(check_condition(model, key, list));
    constraint.when.emplace(key, std::move(list.value));
  }
  TRY(constraint.fact, read_fact(table, &group));
  TRY_VOID(table.finish());
  return constraint;
}

} // namespace

Result<void> read_constraints(TomlTable& root, Model& model) {
  TRY(auto group_table, root.find_table("constraint"));
  if (group_table) {
    TRY(const Fact group, read_fact(*group_table, nullptr));
    TRY(auto entries, group_table->tables("entry"));
    for (TomlTable& table : entries) {
      TRY(Constraint constraint, read_constraint(table, model, group));
      for (const Constraint& other : model.constraints)
        if (other.name == constraint.name)
          return fail_at(table.where("name"), "\"" + constraint.name + "\" is there twice");
      model.constraints.push_back(std::move(constraint));
    }
    TRY_VOID(group_table->finish());
  }
  for (Constraint& constraint : implied_constraints(model))
    model.constraints.push_back(std::move(constraint));
  return {};
}

Result<void> read_defaults(TomlTable& root, Model& model) {
  TRY(TomlTable table, root.table("defaults"));
  for (const std::string_view required : {"media", "media-type", "media-source"}) {
    TRY(const std::string value, table.get<std::string>(required));
  }
  TRY(auto defaults, table.all_texts());
  for (auto& [name, value] : defaults) {
    const OptionRow* const row = find_option(name);
    if (row == nullptr || !row->offered(model))
      return fail_at(value.where, "\"" + name + "\" is no option of this model" +
                                      did_you_mean(name, constrainable(model)));
    Ticket ticket;
    if (const auto applied = row->apply(*row, model, value.value, ticket); !applied)
      return fail_at(value.where, applied.error().what);
    // As constraints and encoders know it: "a4" stands for its full name.
    model.defaults.emplace(name, name == "media" ? ticket.media->name : value.value);
  }
  Options together;
  for (const auto& [name, value] : model.defaults)
    together.emplace_back(name, value);
  if (const auto ticket = make_ticket(model, together); !ticket)
    return fail_at(table.where(), "the defaults do not go together: " + ticket.error().what);
  return {};
}

} // namespace platen::model
