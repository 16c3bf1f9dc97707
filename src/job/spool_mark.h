#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace platen::job {

// The file "platen.spool" beside the folder documents/: the id of the store that they belong to.
// They may lie on another disk than the store; with the mark, no store takes the documents of
// another for files that nothing refers to, and an empty mount point is not taken for the folder.

// Nothing where there is no mark.
Result<std::optional<std::string>> read_spool_mark(const std::filesystem::path& spool);
Result<void> write_spool_mark(const std::filesystem::path& spool, const std::string& store_id);

} // namespace platen::job
