#pragma once

#include "virtual/bjnp/packet.h"
#include "virtual/scanner/buttons.h"
#include "virtual/scanner/log.h"

#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace platen::twin::scanner {

// The sessions that job details have opened and that are not closed. From any thread.
class Sessions {
public:
  std::uint16_t open();
  void close(std::uint16_t session);
  bool knows(std::uint16_t session) const;

private:
  mutable std::mutex mutex_;
  std::set<std::uint16_t> open_;
  std::uint16_t last_ = 0;
};

// The UDP side of BJNP for a scanner (docs/protocols/bjnp.md §4). For one thread.
class Control {
public:
  struct Identity {
    std::string model;      // "iR1020"
    std::uint16_t port = 0; // goes into the hardware address
  };
  Control(Identity identity, Sessions& sessions, Buttons& buttons, Log& log)
      : identity_(std::move(identity)), sessions_(sessions), buttons_(buttons), log_(log) {}

  std::optional<Buffer> answer(Bytes datagram); // nothing: it is no command to a scanner

private:
  std::optional<Buffer> poll(const bjnp::Packet& packet);
  Buffer next_status(std::uint32_t repeated);
  std::optional<Buffer> refuse(const bjnp::Packet& packet, std::string_view why);

  const Identity identity_;
  Sessions& sessions_;
  Buttons& buttons_;
  Log& log_;
  std::set<std::uint32_t> dialogs_;
  std::uint32_t last_dialog_ = 0, key_ = 0;
  Buffer unacknowledged_; // the interrupt packet under key_
};

} // namespace platen::twin::scanner
