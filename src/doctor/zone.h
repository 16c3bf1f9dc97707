#pragma once

#include "discovery/announcer.h"
#include "doctor/facts.h"

#include <string>
#include <vector>

namespace platen::doctor {

// What multicast DNS announces, as lines of a zone file (RFC 1035 section 5.1) for a name server:
// so that clients in routed networks find the printers (RFC 6763). All names are relative to the
// zone into which they are pasted. `host`: the server's name; where it has no dot it is made a name
// of the zone, with `addresses`.
std::string zone_records(const std::vector<discovery::Announcement>& announcements,
                         const std::string& host, const std::vector<std::string>& addresses);

} // namespace platen::doctor
