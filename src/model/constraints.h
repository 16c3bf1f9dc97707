#pragma once

#include "model/model.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace platen::model {

// Attribute -> value of one side, as constraints see it. What the document decides later is absent.
using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(const Ticket& ticket);
bool applies(const Constraint& constraint,
             const Values& values); // true: the combination is refused
const Constraint* first_broken(const Model& model, const Values& values);

// The constraints that follow from the lists of a model: borderless only where medium and size
// allow it, qualities and resolutions only as a medium offers them.
std::vector<Constraint> implied_constraints(const Model& model);

// A broken constraint and the single changes that mend it.
struct Conflict {
  const Constraint* constraint = nullptr;
  // Nearest first. Each makes the whole ticket legal; where no single change can, each ends this
  // conflict.
  std::vector<std::pair<std::string, std::string>> choices;
  std::string message;
};

// What the side would be after one attribute was set to a value; nothing if that cannot be set.
using Change =
    std::function<std::optional<Values>(std::string_view attribute, const std::string& value)>;

Conflict explain(const Model& model, const Constraint& constraint, const Values& values,
                 const Change& change);

// The first conflict among options that are legal one by one; nothing if they go together.
// Errors: those of wrong names and values.
Result<std::optional<Conflict>> find_conflict(const Model& model, const Options& options);

} // namespace platen::model
