#pragma once

#include "job/sqlite/connection.h"
#include "job/sqlite/state.h"

#include <filesystem>
#include <memory>

// The steps of open_sqlite_store() that the store's tools take as well.
namespace platen::job::sqlite {

Result<void> prepare_folder(const std::filesystem::path& folder);
// For writing: brought to the newest schema, and the tables that everything hangs on are whole.
// Errc::malformed: they are not, and nothing was written.
Result<std::unique_ptr<Connection>> open_checked(const std::filesystem::path& path);
Result<std::unique_ptr<State>> load_state(Connection& connection);

} // namespace platen::job::sqlite
