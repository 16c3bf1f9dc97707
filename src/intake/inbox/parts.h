#pragma once

#include "intake/inbox/connection.h"
#include "intake/inbox/job_desk.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

namespace platen::intake::inbox {

// What was taken and what was not, since the server began.
struct Counts {
  std::atomic<std::uint64_t> raw_jobs{0}, lpd_jobs{0};
  std::atomic<std::uint64_t> broken{0};  // jobs that came half, too slowly, or were not taken
  std::atomic<std::uint64_t> crowded{0}; // connections that were too many
};

// What a connection is served with.
struct Parts {
  JobDesk desk;
  job::Store& store;
  std::function<void(std::string_view level, std::string_view text)> log;
  Counts& counts;
  std::uint64_t most_bytes; // of a document
};

// Each serves a connection to its end, and logs what became of it.
void serve_raw(Connection& connection, const std::string& printer, const Parts& parts);
void serve_lpd(Connection& connection, const Parts& parts);

} // namespace platen::intake::inbox
