#pragma once

#include "job/documents.h"

#include <filesystem>

namespace platen::job {

// Nothing that cannot be read is destroyed: it is moved to FOLDER/lost/YYYYMMDDTHHMMSSZ, a new
// folder each time (mode 0700; with a number behind it, where there is one already).
Result<std::filesystem::path> make_lost_folder(const std::filesystem::path& folder, Time now);
// Where the documents that belong to such a folder go: on the file system that they are on.
std::filesystem::path lost_documents(const std::filesystem::path& lost,
                                     const DocumentFolder& documents);

} // namespace platen::job
