#pragma once

#include "intake/inbox/parts.h"

#include <optional>
#include <string>

namespace platen::intake::inbox {

// Lines and counted bytes of one client of the line printer daemon.
class LpdInput {
public:
  explicit LpdInput(Connection& connection) : connection_(connection) {}
  // Up to its LF, without it; nothing: the client has ended. Errc::malformed: it is too long.
  Result<std::optional<std::string>> line();
  Result<std::size_t> some(std::span<std::byte> into); // 0: the end
  Result<std::uint8_t> octet();                        // Errc::io: the client has ended

private:
  Connection& connection_;
  std::string held_;
};

// "Receive a printer job" (RFC 1179 section 6) for one queue, until the client ends. The error is
// why no job was taken, or a further one not.
Result<void> receive_jobs(LpdInput& in, Connection& connection, const std::string& printer,
                          const Parts& parts);

// ---- lpd_queue.cpp
// How the queue is, in words, as BSD's lpq shows it. `wanted`: users and numbers of jobs; none:
// all.
Result<std::string> queue_in_words(const Sender& sender, const std::vector<std::string>& wanted,
                                   bool in_long, const JobDesk& desk);
// Cancels jobs by their numbers, as far as this sender may; what became of it, a line each.
std::string remove_jobs(const Sender& sender, const std::vector<std::string>& wanted,
                        const JobDesk& desk);

} // namespace platen::intake::inbox
