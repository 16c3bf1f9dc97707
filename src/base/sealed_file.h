#pragma once

#include "base/file.h"

namespace platen {

// A file in memory alone, open for reading at its start, that nobody can change any more; gone with
// its last descriptor. Errc::io.
Result<UniqueFd> sealed_file(Bytes bytes);

} // namespace platen
