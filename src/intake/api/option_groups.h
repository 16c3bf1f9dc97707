#pragma once

#include <string_view>

namespace platen::intake::api {

// Where a person looks for a setting of a job: "paper", "layout", "quality", "color", "finishing",
// "office" or "job". Settings that are not known here are of the "job".
std::string_view option_group(std::string_view option);

} // namespace platen::intake::api
