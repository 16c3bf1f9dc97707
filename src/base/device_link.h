#pragma once

#include "base/bytes.h"

#include <chrono>
#include <span>

namespace platen {

// Bytes to a device, and its answers where the transport carries them.
class DeviceLink : public ByteSink {
public:
  // Up to into.size() bytes that the device has sent; 0 = it has closed its side.
  // Errc::timeout after `patience`; Errc::unsupported where nothing can come back (a file).
  virtual Result<std::size_t> read(std::span<std::byte> into, std::chrono::milliseconds patience) = 0;
};

} // namespace platen
