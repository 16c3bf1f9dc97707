#include "library/library.h"

#include "base/limits.h"
#include "model/media_name.h"
#include "model/words.h"

#include <algorithm>

namespace platen::library {

namespace {

constexpr std::size_t longest_name = 127, longest_text = 1'023;
constexpr std::int32_t widest_margin = 20'000; // hundredths of a millimetre

Failure wrong(std::string_view kind, const std::string& name, const std::string& why) {
  return fail(Errc::invalid,
              std::string(kind) + " \"" + name.substr(0, longest_name) + "\": " + why);
}

bool is_text(std::string_view text, std::size_t most) {
  return text.size() <= most && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

// A keyword of IPP (RFC 8011 section 5.1.4), so that it can be a media-type.
bool is_keyword(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && name.front() >= 'a' &&
         name.front() <= 'z' && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                  c == '_';
         });
}

bool is_name(std::string_view name) {
  return !name.empty() && is_text(name, longest_name) && name.front() != ' ' && name.back() != ' ';
}

bool is_price(std::string_view price) { // "7.90 EUR"
  if (price.empty()) return true;
  const std::size_t space = price.find(' ');
  if (space == std::string_view::npos || price.size() != space + 4 || space > 12) return false;
  const std::string_view amount = price.substr(0, space), currency = price.substr(space + 1);
  const std::size_t dot = amount.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const bool whole = dot == std::string_view::npos;
  return digits(amount.substr(0, dot)) && (whole || digits(amount.substr(dot + 1))) &&
         std::ranges::all_of(currency, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Result<void> check_margins(const model::Paper& paper) {
  if (!paper.margins) return {};
  for (const Hmm edge :
       {paper.margins->top, paper.margins->bottom, paper.margins->left, paper.margins->right})
    if (edge.v < 0 || edge.v > widest_margin)
      return wrong("paper", paper.name, "margins are 0 to 200 mm");
  return {};
}

// Sizes under the model's own names.
Result<void> settle_sizes(const model::Model& model, model::Paper& paper) {
  for (std::string& size : paper.sizes) {
    const auto known = model::parse_media_name(model, size);
    if (!known) return wrong("paper", paper.name, known.error().what);
    size = known->name;
  }
  return {};
}

Result<void> check_sources(const model::Model& model, const model::Paper& paper) {
  std::vector<std::string> names;
  for (const model::MediaSource& source : model.media_sources)
    names.push_back(source.name);
  for (const std::string& source : paper.sources)
    if (model.find_source(source) == nullptr)
      return wrong("paper", paper.name,
                   model.id + " cannot feed it from \"" + source.substr(0, longest_name) +
                       "\"; it has " + model::join_or(names));
  return {};
}

std::vector<std::string> own_types(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::MediaType& type : model.media_types)
    if (model.find_paper(type.name) == nullptr) names.push_back(type.name);
  return names;
}

// What must stay white of a paper: no less than of the medium as which it is printed.
model::Margins wider(const model::Margins& a, const model::Margins& b) {
  return {std::max(a.top, b.top), std::max(a.bottom, b.bottom), std::max(a.left, b.left),
          std::max(a.right, b.right)};
}

Result<model::MediaType> type_of(const model::Model& model, const model::Paper& paper) {
  const model::MediaType* const base = model.find_type(paper.media_type);
  if (base == nullptr || model.find_paper(paper.media_type) != nullptr)
    return wrong("paper", paper.name,
                 "media-type \"" + paper.media_type.substr(0, longest_name) + "\": " + model.id +
                     " has " + model::join_or(own_types(model)));
  model::MediaType type = *base;
  type.name = paper.name;
  type.label = paper.label.empty() ? paper.name : paper.label;
  type.borderless = type.borderless && paper.borderless;
  if (paper.margins)
    type.safe_margins = wider(type.safe_margins.value_or(model::Margins{}), *paper.margins);
  type.fact.source = "added here; printed as " + base->label;
  return type;
}

// What the printer cannot do with the medium as which it is printed, it cannot do with the paper.
void take_rules(model::Model& model, const model::Paper& paper) {
  for (model::Constraint& rule : model.constraints)
    for (auto& [attribute, values] : rule.when)
      if ((attribute == "media-type" || attribute == "media-type!") &&
          std::ranges::find(values, paper.media_type) != values.end())
        values.push_back(paper.name);
  if (paper.borderless) return;
  model.constraints.push_back(
      {paper.name + "-borderless", {}, {{"borderless", {"on"}}, {"media-type", {paper.name}}}, {}});
}

void forbid(model::Model& model, const model::Paper& paper, const char* attribute,
            const std::vector<std::string>& allowed, const std::string& reason) {
  if (allowed.empty()) return;
  model::Constraint rule;
  rule.name = paper.name + "-" + attribute;
  rule.reason = reason;
  rule.when = {{"media-type", {paper.name}}, {std::string(attribute) + "!", allowed}};
  model.constraints.push_back(std::move(rule));
}

Result<void> add_paper(model::Model& model, model::Paper paper) {
  if (!is_keyword(paper.name))
    return wrong("paper", paper.name, "a name has 1 to 127 of a-z 0-9 - . _, the first a letter");
  if (model.find_type(paper.name) != nullptr || paper.name == "auto")
    return wrong("paper", paper.name, model.id + " has a media type of that name already");
  if (!is_text(paper.label, longest_name) || !is_text(paper.notes, longest_text))
    return wrong("paper", paper.name, "label (127 bytes) and notes (1023) are plain text");
  if (!is_price(paper.price))
    return wrong("paper", paper.name, "a price is an amount and a currency, such as 7.90 EUR");
  TRY_VOID(check_margins(paper));
  TRY_VOID(settle_sizes(model, paper));
  TRY_VOID(check_sources(model, paper));
  TRY(model::MediaType type, type_of(model, paper));
  model.media_types.push_back(std::move(type));
  take_rules(model, paper);
  const std::string label = paper.label.empty() ? paper.name : paper.label;
  forbid(model, paper, "media", paper.sizes, label + " is not there in this size");
  forbid(model, paper, "media-source", paper.sources, label + " cannot be fed from this tray");
  model.papers.push_back(std::move(paper));
  return {};
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<void> add_profile(model::Model& model, const LibraryProfile& entry) {
  const model::PaperProfile& profile = entry.profile;
  const std::string& name = profile.id.name;
  if (!is_name(name) || is_digest(name))
    return wrong("profile", name, "a name has 1 to 127 bytes without control characters");
  if (!is_digest(profile.id.sha256)) return wrong("profile", name, "its SHA-256 is missing");
  if (!model.color) return wrong("profile", name, model.id + " prints no colours");
  if (model.find_type(profile.media_type) == nullptr)
    return wrong("profile", name,
                 model.id + " has no paper \"" + profile.media_type.substr(0, longest_name) +
                     "\" (\"platen papers list\" lists them)");
  const bool twice =
      std::ranges::any_of(model.profiles, [&](const auto& other) { return other.id.name == name; });
  if (twice) return wrong("profile", name, "it is there twice");
  model.profiles.push_back(profile);
  return {};
}

Result<void> add_recipe(model::Model& model, const model::Preset& recipe) {
  if (!is_name(recipe.name))
    return wrong("recipe", recipe.name, "a name has 1 to 127 bytes without control characters");
  const auto named = [&](const model::Preset& other) { return other.name == recipe.name; };
  if (std::ranges::any_of(model.recipes, named) || std::ranges::any_of(model.presets, named))
    return wrong("recipe", recipe.name, model.id + " has a preset of that name already");
  if (recipe.options.empty()) return wrong("recipe", recipe.name, "it has no settings");
  for (const auto& [name, value] : recipe.options)
    if (name == "recipe" || name == "job-name" || name == "requesting-user-name" ||
        name == "page-ranges" || name == "overrides")
      return wrong("recipe", recipe.name, name + " is of a job, not of a recipe");
  if (const auto ticket = model::make_ticket(model, recipe.options); !ticket)
    return wrong("recipe", recipe.name, ticket.error().what);
  model.recipes.push_back(recipe);
  return {};
}

// Names that no digest is taken for, so that what a job keeps of one is never another.
Result<void> add_letterhead(model::Model& model, const LibraryLetterhead& entry) {
  const std::string& name = entry.id.name;
  if (!is_name(name) || is_digest(name))
    return wrong("letterhead", name, "a name has 1 to 127 bytes without control characters");
  if (!is_digest(entry.id.sha256)) return wrong("letterhead", name, "its SHA-256 is missing");
  model.letterheads.push_back(entry.id);
  return {};
}

const std::string& name_of(const LibraryLetterhead& entry) {
  return entry.id.name;
}
const std::string& name_of(const LibraryPaper& entry) {
  return entry.paper.name;
}
const std::string& name_of(const LibraryProfile& entry) {
  return entry.profile.id.name;
}
const std::string& name_of(const LibraryRecipe& entry) {
  return entry.recipe.name;
}

// Empty: every model.
template<class Entry> std::string model_of(const Entry& entry) {
  if constexpr (requires { entry.model; })
    return entry.model;
  else
    return {};
}

template<class Entry> void overlay(std::vector<Entry>& base, const std::vector<Entry>& more) {
  for (const Entry& entry : more) {
    const auto found = std::ranges::find_if(base, [&](const Entry& other) {
      return model_of(other) == model_of(entry) && name_of(other) == name_of(entry);
    });
    if (found == base.end())
      base.push_back(entry);
    else
      *found = entry;
  }
}

template<class Entry>
Result<void> take_out(std::vector<Entry>& list, std::string_view kind, const std::string& model,
                      const std::string& name) {
  const auto matches = [&](const Entry& entry) {
    const std::string of = model_of(entry);
    return name_of(entry) == name && (model.empty() || of.empty() || of == model);
  };
  const auto count = std::ranges::count_if(list, matches);
  if (count == 0)
    return fail(Errc::not_found, "there is no " + std::string(kind) + " \"" +
                                     name.substr(0, longest_name) + "\"" +
                                     (model.empty() ? "" : " for " + model));
  if (count > 1)
    return fail(Errc::invalid, "several models have a " + std::string(kind) + " \"" + name +
                                   "\": say which one with -m MODEL");
  std::erase_if(list, matches);
  return {};
}

} // namespace

Result<model::Model> extend(const model::Model& file, const Library& library) {
  model::Model model = file;
  for (const LibraryPaper& entry : library.papers)
    if (entry.model == file.id) TRY_VOID(add_paper(model, entry.paper));
  for (const LibraryProfile& entry : library.profiles)
    if (entry.model == file.id) TRY_VOID(add_profile(model, entry));
  for (const LibraryLetterhead& entry : library.letterheads) // recipes may name them
    TRY_VOID(add_letterhead(model, entry));
  for (const LibraryRecipe& entry : library.recipes)
    if (entry.model == file.id) TRY_VOID(add_recipe(model, entry.recipe));
  return model;
}

namespace {

bool is_about(const Library& library, const std::string& model) {
  const auto of_it = [&](const auto& entry) { return entry.model == model; };
  return std::ranges::any_of(library.papers, of_it) ||
         std::ranges::any_of(library.profiles, of_it) ||
         std::ranges::any_of(library.recipes, of_it) || !library.letterheads.empty();
}

} // namespace

Result<void> check(std::span<const model::Model> files, const Library& library,
                   const Library& changed) {
  if (library.papers.size() > limits::library_entries ||
      library.profiles.size() > limits::library_entries ||
      library.recipes.size() > limits::library_entries ||
      library.letterheads.size() > limits::library_entries)
    return fail(Errc::limit, "there are more than " + std::to_string(limits::library_entries) +
                                 " papers, profiles, recipes or letterheads");
  const auto known = [&](const auto& entry) -> Result<void> {
    TRY_VOID(model::find_model(files, entry.model));
    return {};
  };
  for (const LibraryPaper& entry : changed.papers)
    TRY_VOID(known(entry));
  for (const LibraryProfile& entry : changed.profiles)
    TRY_VOID(known(entry));
  for (const LibraryRecipe& entry : changed.recipes)
    TRY_VOID(known(entry));
  for (const model::Model& file : files)
    if (is_about(changed, file.id)) TRY_VOID(extend(file, library));
  return {};
}

Result<Library> merged(Library base, const Library& more) {
  for (const LibraryProfile& entry : more.profiles)
    for (const LibraryProfile& other : base.profiles)
      if (other.model == entry.model && name_of(other) == name_of(entry) &&
          other.profile.id.sha256 != entry.profile.id.sha256)
        return fail(Errc::conflict,
                    "there is another profile \"" + name_of(entry) +
                        "\": remove it first, or give this one another name (--name)");
  for (const LibraryLetterhead& entry : more.letterheads)
    for (const LibraryLetterhead& other : base.letterheads)
      if (name_of(other) == name_of(entry) && other.id.sha256 != entry.id.sha256)
        return fail(Errc::conflict,
                    "there is another letterhead \"" + name_of(entry) +
                        "\": remove it first, or give this one another name (--name)");
  overlay(base.papers, more.papers);
  overlay(base.profiles, more.profiles);
  overlay(base.recipes, more.recipes);
  overlay(base.letterheads, more.letterheads);
  return base;
}

Result<Library> without(std::span<const model::Model> files, const Library& library, Kind kind,
                        const std::string& model, const std::string& name) {
  Library rest = library;
  switch (kind) {
  case Kind::paper:
    TRY_VOID(take_out(rest.papers, "paper", model, name));
    break;
  case Kind::profile:
    TRY_VOID(take_out(rest.profiles, "profile", model, name));
    break;
  case Kind::recipe:
    TRY_VOID(take_out(rest.recipes, "recipe", model, name));
    break;
  case Kind::letterhead:
    TRY_VOID(take_out(rest.letterheads, "letterhead", "", name));
    break;
  }
  for (const model::Model& file : files) {
    if (!extend(file, library)) continue; // what did not go together before may be put in order
    if (const auto whole = extend(file, rest); !whole)
      return fail(Errc::conflict, "\"" + name + "\" is still needed: " + whole.error().what);
  }
  return rest;
}

} // namespace platen::library
