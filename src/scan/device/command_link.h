#pragma once

#include "base/bytes.h"

#include <chrono>
#include <optional>

namespace platen::scan {

// How long a scanner may take; tests have their own.
struct LinkPatience {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds answer{10'000};    // until the next byte of an answer
  std::chrono::milliseconds datagram{1'000};   // then a question is sent again
  std::chrono::milliseconds last_words{2'000}; // each, when a scan is given up
};

// The way of a scanner's commands and answers: BJNP or USB. One thread at a time.
class CommandLink {
public:
  virtual ~CommandLink() = default;
  // A session with the device; nothing happens where there is one. Errc::unreachable, busy, denied.
  virtual Result<void> begin() = 0;
  virtual void end() = 0; // so that others can have the device
  // A whole command. What was not read of the answer before it is an error: the device says more
  // than it was asked.
  virtual Result<void> send(Bytes command) = 0;
  // At least one byte of the answer; 0: there is no more of it. Errc::timeout, cancelled, io.
  virtual Result<std::size_t> receive(std::span<std::byte> into) = 0;
  // Reads and forgets what is still under way, for as long as last_words.
  virtual void drain() = 0;
  // While true, cancelling is not looked at, and nothing is waited for longer than last_words: so a
  // scan that was cancelled can be ended at the device.
  virtual void hurry(bool on) = 0;
  // The device's unasked words since the last call (mp730::read_interrupt()), where it has a way
  // for them; outside of a session.
  virtual Result<std::optional<Buffer>> unasked() { return std::optional<Buffer>(); }
};

} // namespace platen::scan
