#pragma once

#include "job/documents.h"
#include "job/sqlite/connection.h"
#include "job/store_tools.h"

#include <map>
#include <optional>
#include <set>

namespace platen::job::sqlite {

// What a look through the whole store has found: in words, and as a repair needs it.
struct Findings {
  StoreCheck check;
  bool pages_are_damaged = false; // then nothing else was looked at
  std::vector<JobId> unreadable_jobs;
  std::vector<JobId> without_printer; // neither held nor finished
  std::set<JobId> without_document;   // a document of theirs is missing or changed
  std::map<std::int64_t, std::int64_t>
      references;                            // of the documents whose count is wrong: the right one
  std::vector<std::int64_t> unused;          // keys of documents that no job refers to
  std::vector<std::string> changed_settings; // their names are not the digests of their values
  std::vector<std::string> lost_settings;    // what they name is changed or not there
  std::vector<std::string> orphans;          // files
  bool account_is_wrong =
      false; // ended jobs have no entry, or there are plans of no unfinished job
};

// Of the database and folder of one moment. `others`: where a server is at work, asked again about
// a file that is gone, for it may have been removed with its job meanwhile.
Result<Findings> look_through(Connection& connection, const DocumentFolder& documents,
                              Connection* others);

} // namespace platen::job::sqlite
