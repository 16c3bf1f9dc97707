#pragma once

#include "base/bytes.h"
#include "virtual/condition.h"

#include <functional>
#include <memory>

// The line printer daemon in a device (RFC 1179), from docs/protocols/lpd.md.
namespace platen::twin::lpd {

// A job's way to the machine; made when its data begins.
using OpenJob = std::function<Result<std::unique_ptr<ByteSink>>()>;

// Serves one connection to its end: takes jobs, and tells how the queue is.
void serve(ByteSource& in, ByteSink& out, const SharedCondition& condition, const OpenJob& open);

// What it answers to the commands 3 (short) and 4 (long): the printer in words, and its job.
std::string queue_state(const Condition& now, std::string_view queue, bool in_long);

} // namespace platen::twin::lpd
