#pragma once

#include "model/model.h"
#include "update/record.h"

namespace platen::update {

// What there is of one model, and which of it counts.
struct Versions {
  std::int64_t in_force = 0;
  std::int64_t bundled = 0;            // that came with the program; 0: none did
  std::vector<std::int64_t> installed; // that came from a repository, ascending
  std::int64_t pinned = 0;             // 0: none
  bool from_repository = false;        // the one in force
};

// The models as they count: of each the pinned version, else the highest.
struct InForce {
  std::vector<model::Model> models; // sorted by id
  std::map<std::string, Versions> versions;
  // What is not as it should be, in words: a damaged file, an older version than before.
  std::vector<std::string> problems;
};

// `bundled`: the program's data folder; `folder`: STATE/models, which need not be there. What came
// from a repository and is damaged, or does not go together with the rest, is left out and told;
// only the program's own files are needed. With the record that was read.
Result<InForce> models_in_force(const std::filesystem::path& bundled,
                                const std::filesystem::path& folder, const Record& record);
Result<InForce> models_in_force(const std::filesystem::path& bundled,
                                const std::filesystem::path& folder);

// The versions of a model that can be chosen, ascending.
std::vector<std::int64_t> choices(const Versions& versions);

} // namespace platen::update
