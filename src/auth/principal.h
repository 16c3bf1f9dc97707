#pragma once

#include <string>

namespace platen::auth {

// Who asks, as far as it is known. A name in a request ("requesting-user-name") is a claim; this is
// the proof.
struct Principal {
  std::string name;           // authenticated user; empty: nobody has logged in
  bool administrator = false; // may change printers and other people's jobs
  bool local = false;         // came through the Unix socket or loopback
  std::string address;        // for logs: the peer's address, or "local"
  bool authenticated() const { return !name.empty(); }
};

} // namespace platen::auth
