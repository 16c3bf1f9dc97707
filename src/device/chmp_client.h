#pragma once

#include "device/stream.h"

#include <string>
#include <string_view>

namespace platen::device {

struct ChmpAddress {
  std::string host;
  std::uint16_t port = 80;
  bool tls = false;
};

// Sends an IVEC document by CHMP and gives the device's answer to it, within limits::status_read:
// two rounds on one connection, the second repeated while the device has no answer yet. Errc::busy:
// the device refuses for now; unsupported: it does not speak CHMP.
Result<std::string> ask_chmp(const ChmpAddress& address, std::string_view document,
                             const Cancel& cancel);

// The IEEE 1284 device id; Errc::unsupported where there is none.
Result<std::string> ask_chmp_device_id(const ChmpAddress& address, const Cancel& cancel);

} // namespace platen::device
