#pragma once

#include "job/sqlite/connection.h"

namespace platen::job::sqlite {

// Brings the file to this program's schema: makes an empty file's, migrates an older one in one
// transaction, refuses a newer one (Errc::unsupported) and what is no job store (Errc::invalid).
Result<void> prepare_schema(Connection& connection);
// The same refusals, for those who only look; gives the file's schema, at least 1.
Result<int> check_origin(Connection& connection);
int newest_schema();

} // namespace platen::job::sqlite
