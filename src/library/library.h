#pragma once

#include "model/model.h"
#include "model/profile_facts.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace platen::library {

// A paper that somebody made for a model of printer.
struct LibraryPaper {
  std::string model;
  model::Paper paper;
};

// An ICC profile for a paper, or for one of the model's own media.
struct LibraryProfile {
  std::string model;
  model::PaperProfile profile;
  std::string origin; // for people: the file it came from
  std::uint64_t bytes = 0;
  model::ProfileFacts facts;
};

// A PDF that can be laid below or above pages, for every model.
struct LibraryLetterhead {
  model::ProfileName id;
  std::string origin; // for people: the file it came from
  std::uint64_t bytes = 0;
  std::int32_t pages = 0;
};
inline constexpr std::uint64_t most_letterhead_bytes = 32ULL << 20;

// Settings of a job under one name.
struct LibraryRecipe {
  std::string model;
  model::Preset recipe;
};

// What people have added to the models. Names are unique for each model and kind.
struct Library {
  std::vector<LibraryPaper> papers;
  std::vector<LibraryProfile> profiles;
  std::vector<LibraryRecipe> recipes;
  std::vector<LibraryLetterhead> letterheads;

  bool empty() const {
    return papers.empty() && profiles.empty() && recipes.empty() && letterheads.empty();
  }
};

// The model with what the library has for it. Errc::invalid names the entry that does not go with
// the model, and why: a size, a source or a medium that it does not have, a recipe that it could
// not print.
Result<model::Model> extend(const model::Model& file, const Library& library);

// Whether all goes together for each model that `changed`, a part of the library, has something
// for; the error is the first entry that does not, or whose model there is not. A model that is not
// asked about may be out of order: its file has changed, or it is gone.
Result<void> check(std::span<const model::Model> files, const Library& library,
                   const Library& changed);

// `more` over `base`: what has the same name, for the same model, takes the other's place, but that
// the bytes of a profile or letterhead are never replaced under its name (Errc::conflict): jobs
// rely on them.
Result<Library> merged(Library base, const Library& more);

enum class Kind : std::uint8_t { paper, profile, recipe, letterhead };
// Without one entry. `model` may be empty where only one model has the name. Errc::not_found;
// Errc::invalid where it is ambiguous, Errc::conflict where something else of the library needs it
// (but for a model for which the library is out of order anyway).
Result<Library> without(std::span<const model::Model> files, const Library& library, Kind kind,
                        const std::string& model, const std::string& name);

} // namespace platen::library
