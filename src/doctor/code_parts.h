#pragma once

#include "doctor/codes.h"

// The areas of which codes() is made, from the person's computer inwards: a file each.
namespace platen::doctor {

std::span<const Code> way_codes();     // to the server
std::span<const Code> machine_codes(); // the server's
std::span<const Code> network_codes();
std::span<const Code> device_codes(); // its supplies and paper, too
std::span<const Code> queue_codes();  // jobs, and what they need

} // namespace platen::doctor
