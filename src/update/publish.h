#pragma once

#include "update/index.h"
#include "update/pack.h"
#include "update/source.h"

namespace platen::update {

// A folder that is to be a repository: its model files are models/*.toml.
struct Publication {
  std::filesystem::path folder;
  std::string repository;                // empty: as in the index that is there
  std::int64_t days = 90;                // until the index expires
  std::optional<OfferedProgram> program; // none: as in the index that is there
  std::vector<PublicKey> next_keys;      // that sign from the next index on; none: as before
};
// Writes index.json, with a serial number one higher than before, and index.json.sig.
// Errc::conflict: a model was changed without a higher version; Errc::invalid names what is wrong
// with a file.
Result<Index> publish(const Publication& what, std::span<const SecretKey> keys, Time now);

// All files that the index of a source names, with it. Proves nothing.
Result<Pack> pack_of(Source& source);

} // namespace platen::update
