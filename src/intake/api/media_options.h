#pragma once

#include "model/model.h"
#include "wire/ipp/records.h"

#include <vector>

namespace platen::intake::api {

// media-type and media-source of a printer: members of media-col, which people choose by
// themselves.
std::vector<model::OptionInfo> media_options(const platen::ipp::Record& printer);

} // namespace platen::intake::api
