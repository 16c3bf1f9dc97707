#pragma once

#include "job/documents.h"
#include "job/sqlite/connection.h"
#include "job/sqlite/spool.h"

#include <filesystem>
#include <optional>

namespace platen::job::sqlite {

Time system_time(); // of the system's clock, where nobody gives another one

// Puts the whole, closed database file `next` in the place of the store's. What was there, with its
// log and the documents that `next` does not refer to, lies in a new folder under lost/ afterwards
// (given back). From the first step on a crash leads to the same end: open_sqlite_store() goes on.
Result<std::filesystem::path> replace_database(const std::filesystem::path& folder,
                                               const std::filesystem::path& next,
                                               const DocumentFolder& documents, Missing missing,
                                               Time now);

// Goes on with a replacement that was interrupted; nothing: there was none. Errc::invalid, with
// nothing changed, where the documents are another store's or not there.
Result<std::optional<std::filesystem::path>> finish_replacement(const std::filesystem::path& folder,
                                                                const DocumentFolder& documents,
                                                                Missing missing, Time now);

// Moves the documents that the database does not refer to into the folder that belongs to `lost`;
// how many those are.
Result<std::size_t> move_out_orphans(Connection& connection, const DocumentFolder& documents,
                                     const std::filesystem::path& lost);

// Of files that the database does not know: their names.
Result<std::vector<std::string>> orphans_of(Connection& connection,
                                            const DocumentFolder& documents);

} // namespace platen::job::sqlite
