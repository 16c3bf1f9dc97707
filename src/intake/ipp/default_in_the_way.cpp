#include "intake/ipp/default_in_the_way.h"

#include "intake/ipp/template_table.h"
#include "model/constraints.h"
#include "model/option_table.h"

namespace platen::intake::ipp {

namespace {

model::Options with_default(const std::pair<std::string, std::string>& option,
                            const model::Options& asked) {
  model::Options all{option};
  all.insert(all.end(), asked.begin(), asked.end()); // the last one counts
  return all;
}

// The first value of an option that says nothing, and goes with what was asked for.
std::string value_that_overrules(const model::Model& model, const model::OptionRow& row,
                                 const model::Options& asked) {
  std::vector<std::string> values{model::default_value(row, model), "0mm", "1x1"};
  for (std::string& value : values) {
    if (wrong_for(model, row.name, value)) continue;
    if (model::find_conflict(model, with_default({std::string(row.name), value}, asked)))
      return value;
  }
  return {};
}

} // namespace

Error name_defaults(const model::Model& model, const model::Options& kept,
                    const model::Options& asked, Error why) {
  if (!model::find_conflict(model, asked)) return why;
  std::string defaults, others;
  for (const auto& option : kept) {
    const model::OptionRow* const row = model::find_option(option.first);
    if (row == nullptr || model::find_conflict(model, with_default(option, asked))) continue;
    defaults += (defaults.empty() ? "" : " and ") + option.first + "=" + option.second;
    others += (others.empty() ? "" : ", ") + option.first + "=" +
              value_that_overrules(model, *row, asked);
  }
  if (defaults.empty()) return why;
  constexpr std::string_view advice = "; leave one of them out";
  if (why.what.ends_with(advice)) why.what.resize(why.what.size() - advice.size());
  why.what += "; " + defaults + " is a default of this printer; say " + others + " as well";
  return why;
}

} // namespace platen::intake::ipp
