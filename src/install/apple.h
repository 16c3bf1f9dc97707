#pragma once

#include "install/facts.h"

#include <string>
#include <vector>

namespace platen::install {

// A configuration profile (.mobileconfig) with Apple's payload com.apple.airprint: these printers
// are listed by AirPrint in every network. It installs no certificate. `server`: the server's UUID;
// its identifiers come from that and the printers', so that a new profile takes the former one's
// place.
std::string apple_profile(const Place& place, const std::vector<Printer>& printers,
                          const std::string& server);

} // namespace platen::install
