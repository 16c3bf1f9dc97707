#pragma once

#include "model/model.h"

#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace platen::model {

// "documented 14, inferred 6": how well the facts of a model are known.
std::map<std::string, int> evidence_counts(const Model& model);
// As "platen drivers --json" and the REST interface have it.
nlohmann::json listing_of(const Model& model);

} // namespace platen::model
