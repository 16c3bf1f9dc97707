#include "job/sqlite/store.h"

#include "base/disk_space.h"
#include "job/sqlite/account.h"
#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/waiting.h"

namespace platen::job::sqlite {
namespace {

using Documents = std::vector<std::unique_ptr<IncomingDocument>>;

// The documents come from new_document(); anything else is our own mistake.
ArrivingDocument* ours(IncomingDocument* document) {
  auto* arriving = dynamic_cast<ArrivingDocument*>(document);
  EXPECTS(arriving != nullptr);
  return arriving;
}

void add(PruneReport& sum, const PruneReport& more) {
  sum.jobs += more.jobs;
  sum.documents += more.documents;
  sum.bytes += more.bytes;
}

Result<void> write_setting(Connection& connection, const Setting& setting) {
  if (!setting.value) {
    Query query(connection, "DELETE FROM setting WHERE name = ?1", std::string_view(setting.key));
    return query.run();
  }
  Query query(connection,
              "INSERT INTO setting (name, value) VALUES (?1, ?2) "
              "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
              std::string_view(setting.key), std::string_view(*setting.value));
  return query.run();
}

} // namespace

SqliteStore::SqliteStore(Parts parts)
    : database_(parts.database), locks_(std::move(parts.locks)),
      documents_(std::move(parts.documents)), state_(std::move(parts.state)),
      order_(std::move(parts.order)), readers_(std::move(parts.database)), keeper_(documents_),
      writer_(std::move(parts.connection), *state_, keeper_, std::move(parts.options)) {}

Result<void> SqliteStore::started() const {
  TRY_VOID(keeper_.started());
  return writer_.started();
}

SqliteStore::~SqliteStore() {
  closing_ = true;
  keeper_.wait_for_syncs(); // their changes reach the writer
  writer_.finish();
  keeper_.wait_for_syncs(); // of changes that a `done` has made meanwhile; the writer refuses them
}

// A large document is synced first, beside the commits of others.
void SqliteStore::submit_after_sync(std::vector<ArrivingDocument*> documents,
                                    std::shared_ptr<Change> change) {
  std::erase_if(documents, [](const ArrivingDocument* document) { return !document->is_file(); });
  if (documents.empty()) return writer_.submit(std::move(change));
  keeper_.sync(std::move(documents), [this, change = std::move(change)](Result<void> synced) {
    documents_->note_trouble(synced ? "" : synced.error().message());
    if (synced)
      writer_.submit(change);
    else
      change->settle(Error{Errc::io, std::move(synced).error().what}); // read-only, too
  });
}

void SqliteStore::add_printer(Printer printer, Done<Printer> done) {
  writer_.submit(
      make_change<Printer>(std::move(done), [printer = std::move(printer)](Work& work) mutable {
        return sqlite::add_printer(work, std::move(printer));
      }));
}

void SqliteStore::update_printer(PrinterId id, PrinterEdit edit, Done<Printer> done) {
  writer_.submit(make_change<Printer>(std::move(done), [id, edit = std::move(edit)](Work& work) {
    return sqlite::update_printer(work, id, edit);
  }));
}

void SqliteStore::remove_printer(PrinterId id, Done<Printer> done) {
  writer_.submit(make_change<Printer>(
      std::move(done), [id](Work& work) { return sqlite::remove_printer(work, id); }, true));
}

void SqliteStore::add_job(Job job, Documents documents, Done<Job> done) {
  std::vector<ArrivingDocument*> arriving;
  for (const auto& document : documents)
    arriving.push_back(ours(document.get()));
  auto body = [job = std::move(job), owned = std::move(documents), arriving](Work& work) mutable {
    return sqlite::add_job(work, std::move(job), arriving);
  };
  submit_after_sync(std::move(arriving), make_change<Job>(std::move(done), std::move(body)));
}

void SqliteStore::add_document(JobId id, std::unique_ptr<IncomingDocument> document, JobEdit edit,
                               Done<Job> done) {
  ArrivingDocument* arriving = ours(document.get());
  auto body = [id, owned = std::move(document), arriving, edit = std::move(edit)](Work& work) {
    return sqlite::add_document(work, id, *arriving, edit);
  };
  submit_after_sync({arriving}, make_change<Job>(std::move(done), std::move(body)));
}

void SqliteStore::update_job(JobId id, JobEdit edit, Done<Job> done) {
  writer_.submit(make_change<Job>(std::move(done), [id, edit = std::move(edit)](Work& work) {
    return sqlite::update_job(work, id, edit);
  }));
}

void SqliteStore::update_jobs(JobQuery query, JobEdit edit, Done<std::vector<JobId>> done) {
  writer_.submit(make_change<std::vector<JobId>>(
      std::move(done),
      [query = std::move(query), edit = std::move(edit)](Work& work) {
        return sqlite::update_jobs(work, query, edit);
      },
      true));
}

void SqliteStore::copy_job(JobId id, JobEdit edit, Done<Job> done) {
  writer_.submit(make_change<Job>(std::move(done), [id, edit = std::move(edit)](Work& work) {
    return sqlite::copy_job(work, id, edit);
  }));
}

void SqliteStore::plan(JobId id, Usage whole, std::vector<Limit> limits, Done<void> done) {
  writer_.submit(make_change<void>(
      std::move(done), [id, whole, limits = std::move(limits)](Work& work) -> Result<void> {
        TRY(const Record record, load_job(work.connection(), id));
        return plan_job(work.connection(), record.job, whole, limits, work.now());
      }));
}

void SqliteStore::release_due(Time now, Done<std::vector<JobId>> done) {
  writer_.submit(make_change<std::vector<JobId>>(
      std::move(done), [now](Work& work) { return sqlite::release_due(work, now); }, true));
}

struct SqliteStore::Pruning {
  Retention keep;
  Time now = 0;
  Done<PruneReport> done;
  PruneReport report;
};

void SqliteStore::prune(Retention keep, Time now, Done<PruneReport> done) {
  prune_on(std::make_shared<Pruning>(Pruning{keep, now, std::move(done), {}}));
}

// Step by step, so that other changes come in between.
void SqliteStore::prune_on(std::shared_ptr<Pruning> pruning) {
  auto after = [this, pruning](Result<PruneStep> step) {
    if (!step) return pruning->done(Failure(std::move(step).error()));
    add(pruning->report, step->done);
    if (step->more && !closing_)
      prune_on(pruning);
    else
      pruning->done(pruning->report);
  };
  writer_.submit(make_change<PruneStep>(
      std::move(after),
      [pruning](Work& work) { return prune_step(work, pruning->keep, pruning->now); }, true));
}

struct SqliteStore::Forgetting {
  JobQuery query;
  JobTest test;
  Done<PruneReport> done;
  PruneReport report;
};

void SqliteStore::forget_jobs(JobQuery query, JobTest test, Done<PruneReport> done) {
  forget_on(std::make_shared<Forgetting>(
      Forgetting{std::move(query), std::move(test), std::move(done), {}}));
}

void SqliteStore::forget_on(std::shared_ptr<Forgetting> forgetting) {
  auto after = [this, forgetting](Result<ForgetStep> forgot) {
    if (!forgot) return forgetting->done(Failure(std::move(forgot).error()));
    add(forgetting->report, forgot->step.done);
    if (!forgot->step.more) return forgetting->done(forgetting->report);
    forgetting->query.first = forgot->next;
    forget_on(forgetting);
  };
  writer_.submit(make_change<ForgetStep>(
      std::move(after),
      [forgetting](Work& work) { return forget_step(work, forgetting->query, forgetting->test); },
      true));
}

void SqliteStore::set_setting(std::string key, std::string value, Done<void> done) {
  set_settings({{std::move(key), std::move(value)}}, std::move(done));
}

void SqliteStore::set_settings(std::vector<Setting> settings, Done<void> done) {
  writer_.submit(make_change<void>(std::move(done),
                                   [settings = std::move(settings)](Work& work) -> Result<void> {
                                     for (const Setting& setting : settings)
                                       TRY_VOID(write_setting(work.connection(), setting));
                                     return {};
                                   }));
}

// As a job with a large document does it; the document goes with the change, which nobody keeps.
void SqliteStore::try_writing(Done<void> done) {
  auto document = std::make_shared<ArrivingDocument>(documents_);
  if (auto written = document->write(Buffer(inline_document_bytes + 1)); !written)
    return done(written);
  submit_after_sync({document.get()}, make_change<void>(std::move(done), [document](Work& work) {
                      return work.connection().execute(
                          "UPDATE total SET value = value WHERE name = 'document-bytes'");
                    }));
}

std::string SqliteStore::trouble() const {
  std::string words = state_->trouble();
  return words.empty() ? documents_->trouble() : words;
}

Result<std::uint64_t> SqliteStore::free_bytes() const {
  TRY(const std::uint64_t database, platen::free_bytes(database_.parent_path()));
  TRY(const std::uint64_t documents, platen::free_bytes(documents_->path()));
  return std::min(database, documents);
}

std::unique_ptr<IncomingDocument> SqliteStore::new_document() {
  return std::make_unique<ArrivingDocument>(documents_);
}

Result<Job> SqliteStore::job(JobId id) const {
  TRY(const auto reader, readers_.lease());
  TRY(Record record, load_job(*reader, id));
  return std::move(record.job);
}

Result<void> SqliteStore::each_job(const JobQuery& query,
                                   const std::function<bool(const Job&)>& each) const {
  TRY(const auto reader, readers_.lease());
  return for_each_job(*reader, query, each);
}

Result<std::vector<Job>> SqliteStore::jobs(const JobQuery& query) const {
  TRY(const auto reader, readers_.lease());
  std::vector<Job> jobs;
  TRY_VOID(for_each_job(*reader, query, [&](Job&& job) {
    jobs.push_back(std::move(job));
    return true;
  }));
  return jobs;
}

Result<std::optional<Job>> SqliteStore::next_job(PrinterId printer,
                                                 const std::vector<JobId>& skip) const {
  TRY(const auto reader, readers_.lease());
  Snapshot snapshot(*reader);
  TRY_VOID(snapshot.begin());
  TRY(const std::optional<JobId> id, next_waiting(*reader, printer, skip, queue_order(), *state_));
  if (!id) return std::optional<Job>();
  TRY(Record record, load_job(*reader, *id));
  return std::optional<Job>(std::move(record.job));
}

Result<std::vector<JobId>> SqliteStore::waiting_jobs(PrinterId printer) const {
  TRY(const auto reader, readers_.lease());
  return waiting_ids(*reader, printer, queue_order(), *state_);
}

Result<std::vector<JobId>> SqliteStore::held_jobs(const JobQuery& query) const {
  TRY(const auto reader, readers_.lease());
  return held_ids(*reader, query);
}

Result<void> SqliteStore::each_entry(const AccountQuery& query,
                                     const std::function<bool(const AccountEntry&)>& each) const {
  TRY(const auto reader, readers_.lease());
  return for_each_entry(*reader, query, each);
}

Result<std::int64_t> SqliteStore::counted(const Limit& limit) const {
  TRY(const auto reader, readers_.lease());
  return sqlite::counted(*reader, limit, 0);
}

Result<std::optional<Time>> SqliteStore::next_release() const {
  TRY(const auto reader, readers_.lease());
  return sqlite::next_release(*reader);
}

Result<UniqueFd> SqliteStore::open_document(JobId id, std::int32_t number) const {
  TRY(const auto reader, readers_.lease());
  Snapshot snapshot(*reader);
  TRY_VOID(snapshot.begin());
  TRY(const Record record, load_job(*reader, id));
  if (number < 1 || static_cast<std::size_t>(number) > record.contents.size())
    return fail(Errc::not_found,
                "job " + std::to_string(id) + " has no document " + std::to_string(number));
  if (!record.job.documents_kept)
    return fail(Errc::not_found,
                "the documents of job " + std::to_string(id) + " are no longer kept");
  return open_content(*reader, record.contents[static_cast<std::size_t>(number) - 1], *documents_);
}

JobCounts SqliteStore::counts(PrinterId printer) const {
  return state_->counts(printer);
}

std::shared_ptr<const std::vector<Printer>> SqliteStore::printers() const {
  return state_->printers();
}

Result<std::string> SqliteStore::setting(const std::string& key) const {
  TRY(const auto reader, readers_.lease());
  return load_setting(*reader, key);
}

void SqliteStore::observe(Observer observer) {
  writer_.observe(std::move(observer));
}

} // namespace platen::job::sqlite
