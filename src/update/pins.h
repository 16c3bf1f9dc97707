#pragma once

#include "update/update.h"

namespace platen::update {

// Keeps a model at one version: that which is given, else the present one. What is said was done.
// Errc::not_found: there is no such model, or it has no such version here.
Result<std::string> pin(const Place& place, const std::string& id,
                        std::optional<std::int64_t> version);
// Lets the newest count again. Errc::conflict: it is not pinned.
Result<std::string> unpin(const Place& place, const std::string& id);
// Goes back to the version before the present one, and keeps to it. Errc::conflict: there is none.
Result<std::string> rollback(const Place& place, const std::string& id);

// Remembers the versions that are in force, so that a lower one is not taken for all right later.
Result<void> note_used(const Place& place, const InForce& here);

// Looks at all that is kept: the index with its signature, each file. What is wrong, a line each;
// "good" is how many files are as they should be.
struct Verified {
  std::vector<std::string> wrong;
  std::size_t good = 0;
};
Result<Verified> verify(const Place& place, const Settings& settings, Time now);

} // namespace platen::update
