#pragma once

#include "base/bytes.h"
#include "device/status.h"

namespace platen::device {

// A GetStatusResponse document (docs/protocols/ivec.md §4, §11) in canonical form. Errc::malformed
// for another document, Errc::busy or unsupported where the device refuses to tell.
Result<Reading> from_ivec(Bytes document);

} // namespace platen::device
