#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>

namespace platen::filter {

// A filter program of the owner's that speaks to the device in place of platen: as cupsd would
// start it (cups(1), filter(7)). The administrator names it for a queue, never a client.
struct Setup {
  std::string program; // an absolute path
  std::string ppd;     // likewise: its PPD file
  std::string options; // "NAME=VALUE ...", over the PPD's defaults
  std::string printer; // the queue's name
  std::int64_t job = 1;

  bool wanted() const { return !program.empty(); }
};

// Whether it is there and can be started; the error says what is missing, and where. Like cupsd,
// only a program is taken that nobody but root, or the server's own user, can have changed.
Result<void> check(const Setup& setup);

} // namespace platen::filter
