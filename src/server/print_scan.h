#pragma once

#include "base/cancel.h"
#include "scan/deliver/deliver.h"

#include <cstdint>
#include <string>

namespace platen::server {

// Submits one file of a scan to a printer of this server, as a client of this machine would: over
// IPP on the loopback port. `printer` is "NAME" or "NAME?copies=2&number-up=2": settings under
// their IPP names. What the printer does not take is refused, with its words.
scan::DeliveryEnd print_scan(std::uint16_t port, const std::string& printer,
                             const scan::PackedFile& file, const std::string& user,
                             const Cancel& cancel);

} // namespace platen::server
