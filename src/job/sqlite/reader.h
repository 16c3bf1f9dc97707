#pragma once

#include "base/file.h"
#include "job/documents.h"
#include "job/record.h"
#include "job/sqlite/connection.h"
#include "job/store.h"

// Questions to the tables. All are answered from indexes; none reads more rows than it gives, but
// for the conditions of a JobQuery beyond its first.
namespace platen::job::sqlite {

Result<Record> load_job(Connection& connection, JobId id); // Errc::not_found
// A job whose record cannot be read, as far as its columns tell, with words that say so.
Result<Job> load_damaged_job(Connection& connection, JobId id);
Result<std::vector<JobId>> list_ids(Connection& connection, const JobQuery& query);
// Calls `each` with the jobs of a query, one in memory at a time, until it returns false; a damaged
// one comes as load_damaged_job() has it.
Result<void> for_each_job(Connection& connection, const JobQuery& query,
                          const std::function<bool(Job&&)>& each);
Result<std::optional<Time>> next_release(Connection& connection);
// A descriptor for reading; a document in the database is put into an unnamed file in memory.
// Errc::malformed when it is not as it was stored; of a file beyond verified_document_bytes
// only the size is looked at.
Result<UniqueFd> open_content(Connection& connection, std::int64_t key,
                              const DocumentFolder& folder);
Result<std::string> load_setting(Connection& connection, const std::string& name);
Result<std::vector<Printer>> load_printers(Connection& connection); // Errc::malformed names one
Result<JobCounts> load_counts(Connection& connection, PrinterId printer);
Result<std::int64_t> count_finished(Connection& connection);
Result<std::int64_t> total_document_bytes(Connection& connection);

// One state of the database for several questions.
class Snapshot {
public:
  explicit Snapshot(Connection& connection) : connection_(connection) {}
  Result<void> begin() { return connection_.execute("BEGIN"); }
  ~Snapshot() {
    if (connection_.in_transaction())
      static_cast<void>(connection_.execute("COMMIT").has_value()); // it has only read
  }

private:
  Connection& connection_;
};

} // namespace platen::job::sqlite
