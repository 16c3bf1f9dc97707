#pragma once

#include "base/bytes.h"
#include "job/job.h"

#include <span>

namespace platen::job {

// A job as an engine keeps it: what is asked for in columns of its own (id, printer, state,
// priority, user, incoming, created, release_at, finished, retain_until_time), the rest as bytes.
struct Record {
  Job job;
  std::vector<std::int64_t> contents; // the engine's key of each document's bytes, as job.documents
};

// The rest of a record: fields of tag, length and value; what has its default value is left out,
// and a reader passes over tags that it does not know. Errc::malformed when the bytes break these
// rules.
Buffer encode_record(const Record& record);
Result<void> decode_record(Bytes bytes, Record& into);

// A printer without its id and name.
Buffer encode_printer(const Printer& printer);
Result<void> decode_printer(Bytes bytes, Printer& into);

} // namespace platen::job
