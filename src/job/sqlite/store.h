#pragma once

#include "job/document_keeper.h"
#include "job/sqlite/reader_pool.h"
#include "job/sqlite/spool.h"
#include "job/sqlite/state.h"
#include "job/sqlite/writer.h"
#include "job/store.h"

#include <atomic>

namespace platen::job::sqlite {

// The Store on SQLite: changes go to the writer (by way of the keeper when they bring large
// documents), questions to a reader of the pool.
class SqliteStore final : public Store {
public:
  struct Parts {
    StoreLocks locks;
    std::filesystem::path database;
    std::shared_ptr<DocumentFolder> documents;
    std::unique_ptr<Connection> connection;
    std::unique_ptr<State> state;
    Live<QueueOrder> order;
    Writer::Options options;
  };
  explicit SqliteStore(Parts parts);
  Result<void> started() const; // Errc::busy: a thread is lacking, and nothing may be changed
  ~SqliteStore() override; // after all changes are settled; pruning ends after its present step

  void add_printer(Printer printer, Done<Printer> done) override;
  void update_printer(PrinterId id, PrinterEdit edit, Done<Printer> done) override;
  void remove_printer(PrinterId id, Done<Printer> done) override;
  void add_job(Job job, std::vector<std::unique_ptr<IncomingDocument>> documents,
               Done<Job> done) override;
  void add_document(JobId id, std::unique_ptr<IncomingDocument> document, JobEdit edit,
                    Done<Job> done) override;
  void update_job(JobId id, JobEdit edit, Done<Job> done) override;
  void update_jobs(JobQuery query, JobEdit edit, Done<std::vector<JobId>> done) override;
  void copy_job(JobId id, JobEdit edit, Done<Job> done) override;
  void plan(JobId id, Usage whole, std::vector<Limit> limits, Done<void> done) override;
  void release_due(Time now, Done<std::vector<JobId>> done) override;
  void prune(Retention keep, Time now, Done<PruneReport> done) override;
  void forget_jobs(JobQuery query, JobTest test, Done<PruneReport> done) override;
  void set_setting(std::string key, std::string value, Done<void> done) override;
  void try_writing(Done<void> done) override;
  void set_settings(std::vector<Setting> settings, Done<void> done) override;
  std::unique_ptr<IncomingDocument> new_document() override;

  Result<Job> job(JobId id) const override;
  Result<std::vector<Job>> jobs(const JobQuery& query) const override;
  Result<void> each_job(const JobQuery& query,
                        const std::function<bool(const Job&)>& each) const override;
  Result<std::optional<Job>> next_job(PrinterId printer,
                                      const std::vector<JobId>& skip) const override;
  Result<std::vector<JobId>> waiting_jobs(PrinterId printer) const override;
  Result<std::vector<JobId>> held_jobs(const JobQuery& query) const override;
  Result<void> each_entry(const AccountQuery& query,
                          const std::function<bool(const AccountEntry&)>& each) const override;
  Result<std::int64_t> counted(const Limit& limit) const override;
  QueueOrder queue_order() const override { return *order_.get(); }
  Result<std::optional<Time>> next_release() const override;
  Result<UniqueFd> open_document(JobId id, std::int32_t number) const override;
  JobCounts counts(PrinterId printer) const override;
  Unfinished unfinished(const std::string& user) const override { return state_->unfinished(user); }
  Unfinished unfinished() const override { return state_->unfinished(); }
  std::size_t backlog() const override { return writer_.backlog(); }
  StoreWork work() const override { return writer_.work(); }
  Result<std::uint64_t> free_bytes() const override;
  std::string trouble() const override;
  std::shared_ptr<const std::vector<Printer>> printers() const override;
  Result<std::string> setting(const std::string& key) const override;
  void observe(Observer observer) override;

private:
  struct Pruning;
  void prune_on(std::shared_ptr<Pruning> pruning);
  struct Forgetting;
  void forget_on(std::shared_ptr<Forgetting> forgetting);
  void submit_after_sync(std::vector<ArrivingDocument*> documents, std::shared_ptr<Change> change);

  const std::filesystem::path database_;
  std::atomic<bool> closing_ = false;
  StoreLocks locks_; // first: let go of last
  std::shared_ptr<DocumentFolder> documents_;
  std::unique_ptr<State> state_;
  const Live<QueueOrder> order_;
  mutable ReaderPool readers_;
  DocumentKeeper keeper_;
  Writer writer_;
};

} // namespace platen::job::sqlite
