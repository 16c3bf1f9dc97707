#pragma once

#include "virtual/interpreter.h"

#include <string>
#include <string_view>
#include <vector>

namespace platen::twin {

std::vector<std::string> device_models();
// Errc::invalid, with the known names, for a model that has no twin.
Result<Language> language_of(std::string_view model);
std::string_view default_model(Language language);
std::string_view name_of(Language language); // "ivec", "pcl-xl"
Result<void> run_language(Language language, Line line);

} // namespace platen::twin
