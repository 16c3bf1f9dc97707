#pragma once

#include "job/documents.h"
#include "job/sqlite/connection.h"

namespace platen::job::sqlite {

// Makes sure that the documents in a spool folder are those of this database, and marks it as such
// when it is new or the files in it show it. Errc::invalid, with nothing changed, when it is
// another store's or when the documents are elsewhere.
Result<void> claim_documents(Connection& connection, const std::filesystem::path& spool);

} // namespace platen::job::sqlite
