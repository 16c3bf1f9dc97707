#pragma once

#include "base/bytes.h"
#include "base/cancel.h"
#include "base/result.h"

#include <chrono>
#include <string>

namespace platen::device {

// The IEEE 1284 device id by BJNP's code 30 over UDP (docs/protocols/bjnp.md), asked again each
// limits::snmp_answer. Errc::timeout: nobody answers; malformed: an answer that is none.
Result<std::string> ask_bjnp_device_id(const std::string& host, std::uint16_t port,
                                       std::chrono::steady_clock::time_point until,
                                       const Cancel& cancel);

// The hardware address by its code 01: six octets.
Result<std::string> ask_bjnp_mac(const std::string& host, std::uint16_t port,
                                 std::chrono::steady_clock::time_point until, const Cancel& cancel);

// Code 01, for whoever is around; and whether a datagram answers it as a printer does.
Buffer bjnp_search();
bool is_bjnp_printer(Bytes datagram);

} // namespace platen::device
