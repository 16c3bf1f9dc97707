#pragma once

#include <string_view>

namespace platen::schedule {

// A job that has the device check, clean or align itself is one document of this format, whose
// content is the name of the function as the model file has it. It is made by the server alone; no
// client can print it.
inline constexpr std::string_view maintenance_format = "application/vnd.platen-maintenance";

} // namespace platen::schedule
