#pragma once

#include "device/status.h"
#include "wire/ipp/message.h"

#include <span>

namespace platen::device {

// The attributes that from_ipp() reads.
std::span<const char* const> status_attributes();

// An IPP printer's answer to Get-Printer-Attributes in canonical form (docs/protocols/ipp.md).
// Reasons that tell of the printer's own queue ("paused") or are not registered are passed over;
// groups without an attribute are absent.
Reading from_ipp(const ipp::Message& answer);

} // namespace platen::device
