#pragma once

#include <cstdint>
#include <string>

namespace platen::intake::inbox {

// A port of this server at which jobs come to a printer from systems that know no IPP, as people
// are told of it.
struct Inbox {
  std::string protocol; // "raw", "lpd"
  std::uint16_t port = 0;
  std::string queue;   // of LPD; empty: a raw port has none
  std::string trouble; // why it is not open, in words; empty: it is
};

} // namespace platen::intake::inbox
