#pragma once

#include "device/status.h"

#include <optional>

#include <cups/ipp.h>

namespace platen::device {

// Supplies out of printer-supply (PWG 5100.13), or out of CUPS' marker-* where a printer has only
// those; nothing where it has neither.
std::optional<std::vector<Supply>> supplies_of(ipp_t* printer);
// What is loaded out of media-col-ready, or media-ready, with the levels of printer-input-tray;
// nothing where it has none of them.
std::optional<std::vector<LoadedMedia>> media_of(ipp_t* printer);

} // namespace platen::device
