#pragma once

#include "job/sqlite/work.h"

namespace platen::job::sqlite {

// A store that is opened is looked through before anybody else sees it: an unfinished job whose
// record cannot be read, or whose documents are not all there, is aborted and says so; what a dead
// server was printing is taken up again. `report` is told of each damage. `all_documents`: those in
// the database are looked for as well, because rows may have been lost.
Result<void> take_up(Connection& connection, State& state, const DocumentFolder& documents,
                     Time now, const StoreOptions::Report& report, bool all_documents);

// What is not there of a job's documents, in words; empty: nothing is missing. It looks for the
// rows, the files and their sizes, not into them.
Result<std::string> missing_documents(Connection& connection, const Record& record,
                                      const DocumentFolder& documents, bool all);

} // namespace platen::job::sqlite
