#pragma once

#include "device/status.h"

#include <string_view>

namespace platen::device {

// What a line printer daemon answers to the question for its queue (RFC 1179 sections 5.3 and 5.4),
// which is text of any form: docs/protocols/lpd.md says what is understood of it. Its first line
// that is about the printer is kept as the device's own words; what has no meaning for us leaves
// the state unknown.
Reading from_lpd(std::string_view text);

} // namespace platen::device
