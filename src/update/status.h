#pragma once

#include "update/update.h"

#include <nlohmann/json.hpp>

namespace platen::update {

// How updates are, as GET updates has it (docs/protocols/rest.md). `how`: how the program is
// updated here.
nlohmann::json status_of(const Place& place, const Settings& settings, const std::string& how,
                         Time now);
nlohmann::json to_json(const Outcome& outcome);

// "sudo apt-get update && ...", for a program that came as a package; else where it was had from.
std::string how_to_update_program();

} // namespace platen::update
