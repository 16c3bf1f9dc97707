#pragma once

#include "base/bytes.h"
#include "virtual/condition.h"

#include <optional>

namespace platen::twin::bjnp {

// What is answered on UDP; nothing for what is no command to a printer.
std::optional<Buffer> answer(Bytes datagram, const Condition& now);

// One TCP connection: takes a job in packets and hands its bytes on to `job`, to the end of the
// connection.
void take_job(ByteSource& in, ByteSink& out, ByteSink& job);

} // namespace platen::twin::bjnp
