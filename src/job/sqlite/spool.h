#pragma once

#include "job/documents.h"
#include "job/folder_lock.h"
#include "job/sqlite/connection.h"

#include <optional>

// The folder that holds documents/, which may be another one than the store's.
namespace platen::job::sqlite {

struct StoreLocks {
  FolderLock state;
  std::optional<FolderLock> spool; // where it is another folder
};
// Of the state folder, which is there, and of the spool folder, which is made when missing.
Result<StoreLocks> lock_folders(const std::filesystem::path& state,
                                const std::filesystem::path& spool);

// Makes documents/, for the server's user alone; the words of an error say what to do.
Result<void> prepare_documents(const DocumentFolder& documents);

// Whether documents that are elsewhere may be given up: somebody has to say so.
enum class Missing : std::uint8_t { refused, given_up };

// Makes sure that the documents in a spool folder are those of this database. Errc::invalid when
// they are another store's, or are elsewhere. Changes nothing.
Result<void> check_documents(Connection& connection, const std::filesystem::path& spool,
                             Missing missing);
// The same; then marks the folder as this store's.
Result<void> claim_documents(Connection& connection, const std::filesystem::path& spool,
                             Missing missing);
// Marks a spool folder that has no mark as that of the store with this database, whatever lies in
// it.
Result<void> mark_documents(const std::filesystem::path& database,
                            const std::filesystem::path& spool);

// A database that takes the place of another one goes on with the documents that the folder is
// marked for: it gets the id of the mark. Without a mark it gets a new id.
Result<void> take_id_of(const std::filesystem::path& spool, Connection& fresh);
// For the file of a database that was saved from a damaged one. Where the id was not among what
// could be read, the documents are its own if the spool folder is the state folder, if files that
// it names are there, or if they may be given up. Else, and as check_documents() says,
// Errc::invalid: then the file is removed.
Result<void> find_id_again(const std::filesystem::path& state, const std::filesystem::path& spool,
                           const std::filesystem::path& fresh, Missing missing);

} // namespace platen::job::sqlite
