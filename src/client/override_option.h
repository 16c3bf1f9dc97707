#pragma once

#include "base/result.h"

#include <string_view>

#include <cups/ipp.h>

namespace platen::client {

// Adds the setting "overrides" (model/override_text.h says how it is written) to a job's group of
// `request`, as the collections of PWG 5100.6: type and source of the medium in a media-col, turns
// by their numbers. `printer` is an answer to Get-Printer-Attributes. Errc::invalid says what is
// wrong.
Result<void> add_overrides(ipp_t* request, ipp_t* printer, std::string_view text);

} // namespace platen::client
