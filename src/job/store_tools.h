#pragma once

#include "job/account.h"

#include <filesystem>
#include <functional>

// What "platen store" does to a job store beside its server. Nothing here destroys what it cannot
// read: that is moved to a folder under lost/.
namespace platen::job {

struct StoreFolders {
  std::filesystem::path folder; // holds platen.db
  std::filesystem::path spool;  // holds documents/; empty: `folder`

  std::filesystem::path documents() const { return (spool.empty() ? folder : spool) / "documents"; }
};

struct StoreProblem {
  enum class Kind : std::uint8_t {
    damaged_database,
    newer_schema,
    wrong_spool,             // it holds another store's documents, or not this one's
    interrupted_replacement, // the next start goes on with it
    damaged_record,
    unknown_printer, // a job that is not held waits for a printer that is not there
    missing_document,
    changed_document,
    changed_setting, // of papers, profiles and recipes
    wrong_count,     // of references to a document, of all bytes, or of what a job printed
    unused_document, // in the database, but no job refers to it
    orphan           // a file that nothing refers to
  };
  Kind kind = Kind::damaged_database;
  JobId job = 0; // 0: of no one job
  std::string what;
};
std::string_view to_string(StoreProblem::Kind kind); // "missing-document", ...

struct StoreCheck {
  bool in_use = false; // by a server, or a tool
  int schema = 0, newest_schema = 0;
  std::int64_t printers = 0, jobs = 0, unfinished = 0;
  std::int64_t documents = 0, bytes = 0;
  std::int64_t entries = 0;        // of the account of what was printed
  std::int64_t without_digest = 0; // stored by schema 1: only their sizes can be compared
  std::vector<StoreProblem> problems;
};
// Reads everything and changes nothing; also while a server uses the store. Errc::not_found: there
// is no store; Errc::invalid: another program's file.
Result<StoreCheck> check_store(const StoreFolders& folders);

struct StoreRepair {
  std::vector<std::string> done; // what was found and what became of it, one line each
  std::filesystem::path lost;    // where what was taken out lies, with a report; empty: nothing was
  StoreCheck after;
};
// Errc::busy while a server uses the store; Errc::unsupported: written by a newer platen.
Result<StoreRepair> repair_store(const StoreFolders& folders);

// Reads the account beside a running server, one entry after the other in the order of their ends,
// until `each` returns false. Errc::not_found: there is no store; Errc::unsupported: it was written
// by a version that kept no account, or by a newer one.
Result<void> read_account(const std::filesystem::path& folder, const AccountQuery& query,
                          const std::function<bool(const AccountEntry&)>& each);

struct StoreBackup {
  std::int64_t jobs = 0, documents = 0, bytes = 0;
  std::vector<std::string> missing; // documents that the store itself has not, or has changed
};
// Copies the store as it is at one moment into a new folder: platen.db, documents/ and SHA256SUMS,
// also while a server uses it. The folder appears whole or not at all.
Result<StoreBackup> back_up_store(const StoreFolders& folders, const std::filesystem::path& target);

struct StoreRestore {
  std::int64_t jobs = 0, held = 0, documents = 0;
  std::filesystem::path lost; // where the store that was replaced lies; empty: there was none
};
// Puts a backup in the place of the store: all of it, or nothing. Jobs that were not finished when
// the backup was made are held, for they may have been printed since. Errc::invalid: there is a
// store already, and not `replace`; Errc::malformed: the backup is not as it was made.
Result<StoreRestore> restore_store(const StoreFolders& folders, const std::filesystem::path& backup,
                                   bool replace);

} // namespace platen::job
