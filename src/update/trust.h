#pragma once

#include "update/index.h"
#include "update/record.h"

namespace platen::update {

// What the administrator decided.
struct Settings {
  std::string source;          // empty: none
  std::vector<PublicKey> keys; // those that are believed at first
};

// The keys that count now: those that the last index named, as long as the configured ones are
// those of then.
std::vector<PublicKey> trusted_keys(const Record& record, const Settings& settings);

// Takes an index for the present one, if all about it is right: its signature, before anything of
// it is read; the repository that is followed; a serial number that is not lower than before, and
// the same bytes where it is the same; not expired, not from the future. The error says what is
// wrong, and the record is as it was.
Result<Index> accept_index(Record& record, std::string_view index, std::string_view signatures,
                           const Settings& settings, Time now);
Result<void> check_time(const Index& index, Time now);

} // namespace platen::update
