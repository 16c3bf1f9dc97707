#pragma once

#include "base/bytes.h"
#include "model/profile_facts.h"

namespace platen::colour {

// Looks into a profile that shall be a printer's: its class (output, display, colour space or
// DeviceLink), RGB samples on the device's side, Lab or XYZ between them, each tag that colours go
// through, a plausible white. Errc::invalid says which of these is wrong, Errc::malformed what
// cannot be read, Errc::limit that it is too large.
Result<model::ProfileFacts> inspect(Bytes profile);

} // namespace platen::colour
