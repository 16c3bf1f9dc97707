#pragma once

#include "device/reader.h"
#include "transport/lpd_address.h"

namespace platen::device {

// Asks the line printer daemon of a device for the state of its queue (RFC 1179 section 5.3,
// and 5.4 where the short form says nothing).
std::unique_ptr<StatusReader> make_lpd_reader(transport::LpdAddress address);

} // namespace platen::device
