#pragma once

#include "scan/device/command_link.h"
#include "scan/device/device.h"
#include "scan/device/mp730_session.h"

namespace platen::scan {

// A scanner of the MP730's command set behind a link. `cancel` outlives it; a Feed of it may
// outlive it.
std::unique_ptr<Scanner> make_mp730_scanner(std::unique_ptr<CommandLink> link, ScannerFacts facts,
                                            const Mp730Patience& patience, const Cancel& cancel);

} // namespace platen::scan
