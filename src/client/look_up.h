#pragma once

#include "base/cancel.h"
#include "base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace platen::client {

// The program that asks the system's resolver (files, DNS, mDNS: whatever /etc/nsswitch.conf says).
inline constexpr const char* look_up_program = "/usr/bin/getent";

// The numeric addresses of a host, in the order in which they should be tried. A name server that
// does not answer keeps the resolver waiting for half a minute and more, and nothing ends a thread
// inside it: so names are looked up by a process of its own, which is killed when `patience` has
// passed or `cancel` (may be null) is requested. Errc::unreachable: nobody knows the name, or
// nobody has said so in time; cancelled; io.
Result<std::vector<std::string>> look_up(const std::string& host,
                                         std::chrono::milliseconds patience, const Cancel* cancel,
                                         const std::string& program = look_up_program);

} // namespace platen::client
