#pragma once

#include "server/sighting.h"
#include "transport/usb_bus.h"

#include <vector>

namespace platen::server {

// What prints among the interfaces of a bus: each device once, with the languages of all of its
// interfaces but a fax, which prints nothing.
std::vector<Sighting> seen_on_usb(const std::vector<transport::UsbInterface>& all);

} // namespace platen::server
