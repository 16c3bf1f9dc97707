#pragma once

#include "library/library.h"

#include <nlohmann/json.hpp>

// Entries of a library as a bundle, an index and a listing have them (library/bundle.h reads them).
namespace platen::library {

using Json = nlohmann::ordered_json;

Json to_json(const LibraryPaper& entry);
Json to_json(const LibraryProfile& entry);
Json to_json(const LibraryRecipe& entry);
Json to_json(const LibraryLetterhead& entry);
Json to_json(const model::ProfileFacts& facts);

} // namespace platen::library
