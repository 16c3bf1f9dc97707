#pragma once

#include "base/result.h"
#include "virtual/fault.h"

#include <filesystem>
#include <string_view>

// The fault script of a virtual device: platen-faults(5).
namespace platen::faultscript {

// Errors are "FILE:LINE:COLUMN: message": unknown keys and words, a fault without a time, values
// that its kind does not have.
Result<twin::FaultScript> parse(std::string_view toml, const std::filesystem::path& file);
Result<twin::FaultScript> load(const std::filesystem::path& file);

// As the script spells them: "paper-out", "mid-sheet".
std::string_view to_string(twin::FaultKind kind);
std::string_view to_string(twin::Moment moment);

} // namespace platen::faultscript
