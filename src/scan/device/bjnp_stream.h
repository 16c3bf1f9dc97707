#pragma once

#include "base/cancel.h"
#include "base/file.h"
#include "scan/device/command_link.h"
#include "wire/bjnp/packet.h"

namespace platen::scan {

// BJNP packets on a connected, non-blocking TCP socket. A wait that ends early loses nothing: what
// came stays for the next.
class BjnpStream {
public:
  struct Wait {
    std::chrono::milliseconds patience{0}; // until the next byte
    const Cancel* cancel = nullptr;        // null: not looked at
  };
  explicit BjnpStream(UniqueFd fd) : fd_(std::move(fd)) {}

  Result<void> write(Bytes packet, const Wait& wait);
  // The payload of the reply to (code, sequence). After an error other than timeout and cancelled
  // nothing that comes can be trusted.
  Result<Buffer> reply(bjnp::Code code, std::uint16_t sequence, const Wait& wait);

private:
  Result<void> wait_for(short events, const Wait& wait) const;
  Result<void> fill(std::size_t wanted, const Wait& wait);

  UniqueFd fd_;
  Buffer held_; // of a packet that is not whole yet
};

} // namespace platen::scan
