#pragma once

#include "http/source.h"

#include <cstddef>

namespace platen::http {

// How many connections there may be.
struct Room {
  std::size_t all = 0;
  std::size_t each_address = 0; // of the network
};

// How many there are, as somebody at `source` finds them.
struct Crowd {
  std::size_t all = 0;
  std::size_t from_source = 0;
};

enum class Verdict : unsigned char {
  admitted,
  address_full,   // the source has as many as one may have
  network_full,   // what is left is for this machine
  full,           // there is nothing left for anybody
  no_descriptors, // those that are left are for the store, the printers and the workers
  no_memory,      // of a request, not of a connection
};
inline constexpr std::size_t verdicts = 6;

// One source of this machine may be a cupsd or a proxy through which everybody comes: it gets three
// quarters of all. The last sixteenth is kept from the network, so that who administers the server
// here gets in while it is flooded.
Verdict admit(const Source& source, const Crowd& crowd, const Room& room);

} // namespace platen::http
