#pragma once

#include <cstdint>
#include <string>

namespace platen::client {

// Why a job is not printed again, and what to do instead. `held`: nothing but a release, or its
// time, lets it print.
inline std::string printed_not_yet(std::int64_t job, bool held) {
  const std::string number = std::to_string(job);
  if (!held) return "job " + number + " has not ended; it can be printed again when it has";
  return "job " + number + " was not printed yet, it is held: \"platen release " + number +
         "\" prints it now";
}

} // namespace platen::client
