#include "intake/ipp/job_template.h"
#include "intake/ipp/media_col.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"
#include "model/constraints.h"
#include "model/fitted.h"
#include "model/option_table.h"
#include "wire/ipp/resolution.h"

#include <algorithm>
#include <iterator>

namespace platen::intake::ipp {

namespace {

// Of one media-col, say ten media types of five sizes; a longer rule is not told, only kept.
constexpr std::size_t most_combinations = 64;

using Condition = std::pair<std::string, std::vector<std::string>>; // option, values

bool is_media_member(std::string_view option) {
  return option == "media" || option == "media-type" || option == "media-source" ||
         option == "borderless";
}

// "none of these" said as "one of the others". What the unit does not have need not be excluded.
std::vector<Condition> conditions_of(const model::Model& model,
                                     const model::Constraint& constraint) {
  std::vector<Condition> list;
  for (const auto& [key, values] : constraint.when) {
    if (!key.ends_with('!')) {
      std::vector<std::string> offered;
      std::ranges::copy_if(
          values, std::back_inserter(offered),
          [&, &option = key](const auto& value) { return model::is_fitted(model, option, value); });
      list.emplace_back(key, std::move(offered));
      continue;
    }
    const std::string option = key.substr(0, key.size() - 1);
    const model::OptionRow* const row = model::find_option(option);
    std::vector<std::string> others;
    for (const std::string& value :
         row == nullptr ? std::vector<std::string>{} : row->values(model))
      if (std::find(values.begin(), values.end(), value) == values.end()) others.push_back(value);
    list.emplace_back(option, std::move(others));
  }
  return list;
}

// Every combination of the values of some options.
std::vector<model::Options> combinations(const std::vector<Condition>& conditions) {
  std::vector<model::Options> list{{}};
  for (const auto& [option, values] : conditions) {
    std::vector<model::Options> longer;
    for (const model::Options& options : list)
      for (const std::string& value : values) {
        longer.push_back(options);
        longer.back().emplace_back(option, value);
      }
    list = std::move(longer);
    if (list.size() > most_combinations) return {};
  }
  return list;
}

// Attributes with several values each: the values of one option under its attribute name.
void write_values(ipp_t* into, const model::Model& model, const Condition& condition) {
  const std::string name = model::attribute_name(model, condition.first);
  const auto row = template_row(model, name);
  if (!row) return;
  std::vector<int> numbers;
  std::vector<Dpi> resolutions;
  for (const std::string& value : condition.second) {
    ipp_t* const one = ippNew();
    if (add_option_text(one, IPP_TAG_ZERO, name, *row, value)) {
      ipp_attribute_t* const attribute = ippFirstAttribute(one);
      const ipp_tag_t tag = ippGetValueTag(attribute);
      if (tag == IPP_TAG_ENUM || tag == IPP_TAG_INTEGER)
        numbers.push_back(ippGetInteger(attribute, 0));
      if (const auto resolution = platen::ipp::resolution(attribute, 0))
        resolutions.push_back(Dpi{resolution->x});
    }
    ippDelete(one);
  }
  const AttributeWriter out(into, IPP_TAG_ZERO);
  if (row->syntax == Syntax::quality || row->syntax == Syntax::turn)
    out.enumerations(name.c_str(), numbers);
  else if (row->syntax == Syntax::resolution)
    out.resolutions(name.c_str(), resolutions);
  else if (row->syntax == Syntax::integer)
    out.integers(name.c_str(), numbers);
  else
    out.keywords(name.c_str(), condition.second);
}

bool write_media_conditions(ipp_t* into, const model::Model& model,
                            const std::vector<Condition>& media) {
  if (media.empty()) return true;
  const AttributeWriter out(into, IPP_TAG_ZERO);
  if (media.size() == 1 && media.front().first == "media") {
    out.keywords("media", media.front().second);
    return true;
  }
  std::vector<ipp_t*> collections;
  for (const model::Options& options : combinations(media))
    if (ipp_t* const collection = make_media_col(model, options); collection != nullptr)
      collections.push_back(collection);
  const bool any = !collections.empty();
  out.collections("media-col", collections);
  return any;
}

ipp_t* new_constraint(const model::Model& model, const model::Constraint& constraint) {
  std::vector<Condition> media, others;
  for (Condition& condition : conditions_of(model, constraint)) {
    if (condition.second.empty()) return nullptr; // nothing to exclude
    auto& list = is_media_member(condition.first) ? media : others;
    list.push_back(std::move(condition));
  }
  ipp_t* const collection = ippNew();
  AttributeWriter(collection, IPP_TAG_ZERO).name("resolver-name", constraint.name);
  for (const Condition& condition : others)
    write_values(collection, model, condition);
  if (write_media_conditions(collection, model, media)) return collection;
  ippDelete(collection);
  return nullptr;
}

// A value of one option that ends the conflict whatever the others are.
std::optional<std::pair<std::string, std::string>>
resolution_of(const model::Model& model, const model::Constraint& constraint) {
  std::optional<std::pair<std::string, std::string>> found;
  for (const auto& [key, values] : constraint.when) {
    const bool none_of = key.ends_with('!');
    const std::string option = none_of ? key.substr(0, key.size() - 1) : key;
    const model::OptionRow* const row = model::find_option(option);
    if (row == nullptr) continue;
    std::vector<std::string> candidates = row->values(model);
    candidates.insert(candidates.begin(), model::default_value(*row, model));
    // clang 14 captures a structured binding only under a name of its own.
    const auto mended_by = [&named = values, none_of](const auto& value) {
      const bool listed = std::find(named.begin(), named.end(), value) != named.end();
      return !value.empty() && listed == none_of;
    };
    const auto mends = std::find_if(candidates.begin(), candidates.end(), mended_by);
    if (mends == candidates.end()) continue;
    if (!found || is_media_member(found->first)) found.emplace(option, *mends);
  }
  return found;
}

ipp_t* new_resolver(const model::Model& model, const model::Constraint& constraint) {
  ipp_t* const collection = ippNew();
  AttributeWriter(collection, IPP_TAG_ZERO).name("resolver-name", constraint.name);
  if (const auto mending = resolution_of(model, constraint))
    write_template(collection, IPP_TAG_ZERO, model, {*mending});
  return collection;
}

} // namespace

// PWG 5100.13 sections 6.2.2 and 6.2.5: what does not go together, and a way out for each.
void write_constraints(const PrinterView& view, const AttributeWriter& out) {
  std::vector<ipp_t*> constraints, resolvers;
  for (const model::Constraint& constraint : view.model.constraints) {
    ipp_t* const collection = new_constraint(view.model, constraint);
    if (collection == nullptr) continue;
    constraints.push_back(collection);
    resolvers.push_back(new_resolver(view.model, constraint));
  }
  out.collections("job-constraints-supported", constraints);
  out.collections("job-resolvers-supported", resolvers);
}

} // namespace platen::intake::ipp
