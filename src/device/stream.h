#pragma once

#include "base/bytes.h"
#include "base/cancel.h"
#include "transport/address.h"

#include <chrono>
#include <memory>

namespace platen::device {

// A connection to a device, plain or with TLS. Its certificate is not checked: these printers sign
// their own, and what they tell is not trusted anyway. `until` bounds everything.
class Stream {
public:
  virtual ~Stream() = default;
  virtual Result<void> write(Bytes bytes) = 0;
  // At least one byte; 0: the device has closed its side.
  virtual Result<std::size_t> read(std::span<std::byte> into) = 0;
};

Result<std::unique_ptr<Stream>> open_stream(const transport::SocketAddress& address, bool tls,
                                            std::chrono::steady_clock::time_point until,
                                            const Cancel& cancel);

} // namespace platen::device
