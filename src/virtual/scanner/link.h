#pragma once

#include "virtual/bjnp/packet.h"
#include "virtual/scanner/control.h"
#include "virtual/scanner/machine.h"

#include <condition_variable>

namespace platen::twin::scanner {

// Time that passes unless the device is switched off. From any thread.
class Pause {
public:
  // Returns false when it was cut short by end().
  bool wait(std::chrono::milliseconds most);
  void end();

private:
  std::mutex mutex_;
  std::condition_variable news_;
  bool ended_ = false;
};

// The TCP side of BJNP for a scanner: commands in, answers out (docs/protocols/bjnp.md §4).
class Link {
public:
  Link(Machine& machine, Sessions& sessions, Troubles& troubles, Pause& pause, Log& log)
      : machine_(machine), sessions_(sessions), troubles_(troubles), pause_(pause), log_(log) {}

  void serve(ByteSource& in, ByteSink& out); // one connection, to its end

private:
  // False: the connection ends.
  Result<bool> take_packet(ByteSource& in, ByteSink& out);
  Result<void> command(const bjnp::Packet& packet, ByteSink& out);
  Result<void> read(const bjnp::Packet& packet, ByteSink& out);
  Result<void> send(Bytes reply, ByteSink& out);

  Machine& machine_;
  Sessions& sessions_;
  Troubles& troubles_;
  Pause& pause_;
  Log& log_;
  Buffer waiting_; // the answer that has not been read
};

} // namespace platen::twin::scanner
