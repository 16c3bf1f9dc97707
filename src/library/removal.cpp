#include "library/removal.h"

#include <algorithm>

namespace platen::library {

namespace {

template<class Entry, class Name>
std::string model_of(const std::vector<Entry>& list, const std::string& model, const Name& is_it) {
  const auto found = std::ranges::find_if(list, [&](const Entry& entry) {
    return is_it(entry) && (model.empty() || entry.model == model);
  });
  return found == list.end() ? model : found->model;
}

std::string digest_without_another(const Library& library, const Removal& removal) {
  std::string digest;
  const auto of_model = [&](const LibraryProfile& entry) { return entry.model == removal.model; };
  for (const LibraryProfile& entry : library.profiles)
    if (of_model(entry) && entry.profile.id.name == removal.name) digest = entry.profile.id.sha256;
  const auto copies = std::ranges::count_if(library.profiles, [&](const LibraryProfile& entry) {
    return of_model(entry) && entry.profile.id.sha256 == digest;
  });
  return copies > 1 ? std::string() : digest;
}

std::string letterhead_without_another(const Library& library, const std::string& name) {
  std::string digest;
  for (const LibraryLetterhead& entry : library.letterheads)
    if (entry.id.name == name) digest = entry.id.sha256;
  const auto copies =
      std::ranges::count_if(library.letterheads, [&](const LibraryLetterhead& entry) {
        return entry.id.sha256 == digest;
      });
  return copies > 1 ? std::string() : digest;
}

} // namespace

Removal removal_of(const Library& library, Kind kind, const std::string& model,
                   const std::string& name) {
  Removal removal{kind, model, name, {}};
  switch (kind) {
  case Kind::paper:
    removal.model = model_of(library.papers, model,
                             [&](const auto& entry) { return entry.paper.name == name; });
    break;
  case Kind::profile:
    removal.model = model_of(library.profiles, model,
                             [&](const auto& entry) { return entry.profile.id.name == name; });
    removal.sha256 = digest_without_another(library, removal);
    break;
  case Kind::recipe:
    removal.model = model_of(library.recipes, model,
                             [&](const auto& entry) { return entry.recipe.name == name; });
    break;
  case Kind::letterhead:
    removal.model.clear();
    removal.sha256 = letterhead_without_another(library, name);
    break;
  }
  return removal;
}

bool is_named(const Removal& removal, const model::Options& options) {
  return std::ranges::any_of(options, [&](const auto& option) {
    const auto& [name, value] = option;
    switch (removal.kind) {
    case Kind::paper:
      return (name == "paper" || name == "media-type") && value == removal.name;
    case Kind::profile:
      return name == "icc-profile" && (value == removal.name || value == removal.sha256);
    case Kind::recipe:
      return name == "recipe" && value == removal.name;
    case Kind::letterhead:
      return (name == "page-underlay" || name == "page-overlay") &&
             (value == removal.name || (!value.empty() && value == removal.sha256));
    }
    return false;
  });
}

} // namespace platen::library
