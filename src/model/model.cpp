#include "model/model.h"

#include <algorithm>

namespace platen::model {

namespace {
template<class List, class Name>
auto* find_by(const List& list, Name name_of, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const auto& entry) { return name_of(entry) == name; });
  return found == list.end() ? nullptr : &*found;
}
} // namespace

const MediaEntry* Model::find_media(std::string_view name) const {
  return find_by(
      media, [](const MediaEntry& entry) -> const std::string& { return entry.size.name; }, name);
}
const MediaType* Model::find_type(std::string_view name) const {
  return find_by(
      media_types, [](const MediaType& type) -> const std::string& { return type.name; }, name);
}
const MediaSource* Model::find_source(std::string_view name) const {
  return find_by(
      media_sources, [](const MediaSource& source) -> const std::string& { return source.name; },
      name);
}

const Paper* Model::find_paper(std::string_view name) const {
  return find_by(
      papers, [](const Paper& paper) -> const std::string& { return paper.name; }, name);
}
const Preset* Model::find_recipe(std::string_view name) const {
  return find_by(
      recipes, [](const Preset& recipe) -> const std::string& { return recipe.name; }, name);
}

} // namespace platen::model
