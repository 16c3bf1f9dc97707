#pragma once

#include "base/bytes.h"
#include "base/file.h"
#include "base/live.h"
#include "job/account.h"
#include "job/job.h"

#include <array>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>

namespace platen::job {

// Which jobs a listing names; every condition that is set must hold. Ascending job ids unless
// `newest_first`.
struct JobQuery {
  enum class Which : std::uint8_t { all, not_finished, finished };
  Which which = Which::all;
  std::optional<PrinterId> printer;
  std::optional<std::string> user;
  std::vector<JobState> states; // empty: any
  std::vector<JobId> ids;       // empty: any
  JobId first = 1;              // ids from here on
  std::int32_t skip = 0;        // of the jobs that match, this many at the beginning
  std::int32_t limit = 1'000'000;
  bool newest_first = false;
};

// Unfinished jobs of one printer, by state; kept in memory, so that asking costs nothing.
struct JobCounts {
  std::int32_t pending = 0, held = 0, processing = 0, stopped = 0;
  std::int32_t active() const { return pending + held + processing + stopped; }
};

// Unfinished jobs, and the bytes of their documents.
struct Unfinished {
  std::int64_t jobs = 0, bytes = 0;
};

// A document on its way into the store. Bytes are written as they arrive; nothing refers to them
// until the store commits a job with it, and the destructor removes what never was. One thread at a
// time.
class IncomingDocument : public ByteSink {
public:
  virtual std::uint64_t size() const = 0;
  // All that was written, for who needs it before, or instead of, a job. Errc::limit: it is more.
  virtual Result<Buffer> content(std::uint64_t most) const = 0;
  std::string name, format, attributes; // as in Document
};

// A small named value that shall be so, or be gone. One whose key begins with
// content_setting_prefix is named by the SHA-256 of its value, in hexadecimal digits: the check of
// the store compares both.
struct Setting {
  std::string key;
  std::optional<std::string> value;
};
inline constexpr std::string_view content_setting_prefix = "sha256:";

// What happened, told to observers in the order of the commits.
struct Event {
  enum class Kind : std::uint8_t {
    job_added,
    job_changed,
    job_forgotten,
    printer_added,
    printer_changed,
    printer_removed
  };
  Kind kind = Kind::job_changed;
  std::shared_ptr<const Job> job;         // job events; after the change
  std::optional<JobState> job_was;        // state before the change
  std::shared_ptr<const Printer> printer; // printer events, after the change (removed: as it was)
  PrinterId moved_from = 0;               // job_changed: the printer it was moved away from
};

// How long what is finished is kept. A bound of 0 means none at all is kept, -1 that there is no
// bound. document_bytes bounds all documents together; those of unfinished jobs count, but stay. A
// job's retain_until_time goes before all of this: until then nothing of it is removed, afterwards
// its documents are. But no such time counts for longer than retained_seconds after its job's end.
struct Retention {
  std::int64_t history_jobs = 1'000'000;
  std::int64_t history_seconds = 400LL * 86'400;
  std::int64_t document_seconds = 7LL * 86'400;
  std::int64_t document_bytes = 10LL << 30;
  std::int64_t retained_seconds = 30LL * 86'400;
};
struct PruneReport { // what is gone, and how many bytes of documents with it
  std::int64_t jobs = 0, documents = 0, bytes = 0;
};

// Which of a printer's waiting jobs is served next (docs/adr/0011). Highest priority first; then
enum class QueueOrder : std::uint8_t {
  fair, // users take turns: the oldest job of the user whose last one began longest ago
  age,  // the oldest job, whoever sent it
};

// What the writing of changes took since the store was opened.
struct StoreWork {
  static constexpr std::array<double, 9> bounds{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                0.05,  0.1,    0.5,   2}; // seconds
  std::uint64_t changes = 0, failed = 0; // commits that failed: nothing of them happened
  std::array<std::uint64_t, bounds.size() + 1> commits{}; // that took at most so long; beyond all
  double seconds = 0;                                     // of all commits
};

// The only durable state of the server. A change is one transaction: its `done` runs, on a thread
// of the store and never inside the call, after it is on disk (one sync serves all that wait); on
// failure nothing of it happened. Changes are applied in the order of the calls, but that one with
// a large document takes its place when the document is on disk. Reads give what is committed. All
// functions may be called from any thread.
//
// Edits run on the store's thread with the record as it is then: they check the state and change it
// in one step, must be quick, and refuse by returning an error, which `done` receives
// (Errc::conflict below).
class Store {
public:
  template<class T> using Done = std::function<void(Result<T>)>;
  using JobEdit = std::function<Result<void>(Job&)>;
  using JobTest = std::function<bool(const Job&)>; // on the store's thread, as edits
  using PrinterEdit = std::function<Result<void>(Printer&)>;
  using Observer = std::function<void(const Event&)>;

  virtual ~Store() = default;

  // Errc::invalid when the name is taken. id, uuid (when empty) and times are set by the store.
  virtual void add_printer(Printer printer, Done<Printer> done) = 0;
  virtual void update_printer(PrinterId id, PrinterEdit edit, Done<Printer> done) = 0;
  // Its unfinished jobs are canceled and stay in the history.
  virtual void remove_printer(PrinterId id, Done<Printer> done) = 0;

  // `job` comes without id; documents (may be none) are numbered from 1 in their order. Refused
  // when the printer is gone or does not accept jobs.
  virtual void add_job(Job job, std::vector<std::unique_ptr<IncomingDocument>> documents,
                       Done<Job> done) = 0;
  // Appends a document, after `edit` agreed. The record that `edit` sees does not have it yet.
  virtual void add_document(JobId id, std::unique_ptr<IncomingDocument> document, JobEdit edit,
                            Done<Job> done) = 0;
  virtual void update_job(JobId id, JobEdit edit, Done<Job> done) = 0;
  // Edits all that match in one transaction; jobs whose edit refuses stay as they are and are not
  // in the answer.
  virtual void update_jobs(JobQuery query, JobEdit edit, Done<std::vector<JobId>> done) = 0;
  // A new job with the documents of a finished or held one (Resubmit-Job, reprint); `edit` changes
  // the copy.
  virtual void copy_job(JobId id, JobEdit edit, Done<Job> done) = 0;
  // Sets aside what an unfinished job uses in all, so that jobs side by side do not exceed a limit
  // together. Errc::limit, in words for people, when it does not fit in one; nothing is set aside
  // then. It counts until the job ends, with what it really used.
  virtual void plan(JobId id, Usage whole, std::vector<Limit> limits, Done<void> done) = 0;
  // Held jobs whose time has come become pending.
  virtual void release_due(Time now, Done<std::vector<JobId>> done) = 0;
  // Step by step; a store that is closed meanwhile leaves the rest for the next time.
  virtual void prune(Retention keep, Time now, Done<PruneReport> done) = 0;
  // Finished jobs that match and that `test` (may be empty) agrees to leave the history with their
  // documents, whatever the retention says and a client asked to retain (Purge-Jobs); others stay.
  // In pieces like prune, in ascending order of ids: what is forgotten when the server dies stays
  // forgotten. The query's limit and newest_first mean nothing here.
  virtual void forget_jobs(JobQuery query, JobTest test, Done<PruneReport> done) = 0;
  // Small named values ("default-printer", "server-uuid").
  virtual void set_setting(std::string key, std::string value, Done<void> done) = 0;
  // Writes to both disks, without changing anything: whether trouble() has passed.
  virtual void try_writing(Done<void> done) = 0;
  // Several of them as one change.
  virtual void set_settings(std::vector<Setting> settings, Done<void> done) = 0;

  virtual std::unique_ptr<IncomingDocument> new_document() = 0;

  virtual Result<Job> job(JobId id) const = 0; // Errc::not_found
  virtual Result<std::vector<Job>> jobs(const JobQuery& query) const = 0;
  // The same, with one job at a time in memory, until `each` returns false. It runs on the caller's
  // thread and must not ask the store.
  virtual Result<void> each_job(const JobQuery& query,
                                const std::function<bool(const Job&)>& each) const = 0;
  // The pending job that is served next; those of `skip` are passed over as if they were not there.
  virtual Result<std::optional<Job>> next_job(PrinterId printer,
                                              const std::vector<JobId>& skip) const = 0;
  // All of them in the order in which they are served, as long as nothing comes or goes. Those that
  // still wait for documents are not among them.
  virtual Result<std::vector<JobId>> waiting_jobs(PrinterId printer) const = 0;
  // The held ones of a query (its printer, user, first, skip and limit count), by falling priority
  // and then by age.
  virtual Result<std::vector<JobId>> held_jobs(const JobQuery& query) const = 0;
  // What was printed, one entry after the other in the order of their ends, until `each` returns
  // false. It runs on the caller's thread and must not ask the store.
  virtual Result<void> each_entry(const AccountQuery& query,
                                  const std::function<bool(const AccountEntry&)>& each) const = 0;
  // What counts against a limit: what was printed, and what jobs that have not ended may still use.
  virtual Result<std::int64_t> counted(const Limit& limit) const = 0;
  virtual QueueOrder queue_order() const = 0;
  virtual Result<std::optional<Time>> next_release() const = 0; // earliest release_at of a held job
  virtual Result<UniqueFd> open_document(JobId id,
                                         std::int32_t number) const = 0; // for reading, at offset 0
  virtual JobCounts counts(PrinterId printer) const = 0;
  virtual Unfinished unfinished(const std::string& user) const = 0; // kept in memory, as counts()
  virtual Unfinished unfinished() const = 0;                        // of all users
  virtual std::size_t backlog() const = 0; // changes that wait for the disk
  virtual StoreWork work() const = 0;
  // What may still be written, on the fuller one of its two disks.
  virtual Result<std::uint64_t> free_bytes() const = 0;
  // Why the disk did not take what was written last, in words; empty: it did. Full, read-only,
  // broken.
  virtual std::string trouble() const = 0;
  virtual std::shared_ptr<const std::vector<Printer>>
  printers() const = 0;                                                  // ascending ids, immutable
  virtual Result<std::string> setting(const std::string& key) const = 0; // Errc::not_found

  // Observers are called on the store's thread after each commit, before the `done` of its changes,
  // with all that is committed after they were added. They must not block.
  virtual void observe(Observer observer) = 0;
};

struct StoreOptions {
  using Report = std::function<void(std::string_view line)>;
  std::filesystem::path folder; // holds platen.db and platen.lock; made when missing, mode 0700
  std::function<Time()> clock;  // empty: the system's
  std::chrono::microseconds gather{0}; // how long a commit waits for more changes
  std::filesystem::path spool = {};    // holds documents/; made when missing; empty: `folder`
  // Pages of 4 KiB that the write-ahead log may have before they are copied into the database.
  int checkpoint_pages = 4'096;
  // Told, while the store is opened, of each thing that is damaged or missing.
  Report report = {};
  Live<QueueOrder> order = QueueOrder::fair;
};

// Opens or makes the store, migrates an older schema, refuses a newer one, a folder that another
// server holds (Errc::busy, naming its pid), another program's file, and a spool folder that holds
// another store's documents, or none while jobs have some (Errc::invalid; nothing is changed or
// removed). Of a damaged file it takes what can be read, if that is all printers and some of the
// jobs (else Errc::malformed): the damaged one is moved to lost/. An unfinished job whose record or
// documents are damaged or missing is aborted and says so. Jobs that were being processed become
// pending again; documents that nothing refers to are removed.
Result<std::unique_ptr<Store>> open_sqlite_store(StoreOptions options);

// Waits for the answer of one change: wait<Job>([&](auto done) { store.update_job(id, edit, done);
// }). Not from the store's own thread.
template<class T, class Start> Result<T> wait(Start start) {
  auto promise = std::make_shared<std::promise<Result<T>>>();
  auto answer = promise->get_future();
  start(Store::Done<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
  return answer.get();
}

} // namespace platen::job
