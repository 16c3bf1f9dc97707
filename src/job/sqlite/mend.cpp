#include "job/sqlite/mend.h"

#include "job/sqlite/account.h"
#include "job/sqlite/open.h"
#include "job/sqlite/reader.h"
#include "job/sqlite/set_aside.h"

#include <algorithm>

namespace platen::job::sqlite {

namespace fs = std::filesystem;

namespace {

std::string named(JobId id, const Job& job) {
  return "job " + std::to_string(id) + " of " + job.user;
}

class Mend {
public:
  Mend(Work& work, const DocumentFolder& documents, fs::path lost)
      : work_(work), documents_(documents), lost_(std::move(lost)) {}

  Result<std::vector<std::string>> run(const Findings& found) {
    for (const auto& [key, references] : found.references)
      TRY_VOID(count_references(key, references));
    for (const JobId id : found.unreadable_jobs)
      TRY_VOID(set_aside(id));
    for (const JobId id : found.without_document)
      TRY_VOID(give_up_documents(id));
    for (const JobId id : found.without_printer)
      TRY_VOID(hold(id));
    for (const std::int64_t key : found.unused)
      TRY_VOID(remove_unused(key));
    if (found.account_is_wrong) TRY_VOID(mend_account());
    for (const std::string& name : found.changed_settings)
      TRY_VOID(put_away_setting(name));
    for (const std::string& name : found.lost_settings)
      TRY_VOID(forget_setting(name));
    Query total(work_.connection(),
                "UPDATE total SET value = (SELECT coalesce(sum(bytes), 0) FROM document) "
                "WHERE name = 'document-bytes'");
    TRY_VOID(total.run());
    return std::move(done_);
  }

private:
  Result<void> count_references(std::int64_t key, std::int64_t references) {
    Query query(work_.connection(), "UPDATE document SET reference = ?2 WHERE id = ?1", key,
                references);
    return query.run();
  }

  Result<void> set_aside(JobId id) {
    Query state(work_.connection(), // of a value that is none
                "UPDATE job SET state = 8 WHERE id = ?1 AND state NOT BETWEEN 3 AND 9",
                std::int64_t{id});
    TRY_VOID(state.run());
    TRY_VOID(set_aside_job(work_, id));
    done_.push_back("job " + std::to_string(id) +
                    " has a new record that says so; the unreadable one is kept in the database");
    return {};
  }

  // Its other documents are as good as ever, but no job to print any more.
  Result<void> give_up_documents(JobId id) {
    TRY(Record record, load_job(work_.connection(), id));
    const Columns was = columns_of(record.job);
    for (const std::int64_t key : record.contents)
      TRY_VOID(put_into_lost(key));
    TRY_VOID(work_.drop_documents(record));
    const bool finished = is_finished(record.job.state);
    const auto edit = [&](Job& job) -> Result<void> {
      job.detailed.emplace_back("a document of this job was lost from the job store");
      if (finished) return {};
      job.state = JobState::aborted;
      job.reasons = {"document-access-error"};
      job.state_message = "send this job again: its documents were lost from the job store";
      job.incoming = false;
      return {};
    };
    TRY_VOID(edit_record(record, edit, work_.now()));
    TRY_VOID(work_.update(was, record));
    done_.push_back(named(id, record.job) +
                    (finished ? " can no longer be reprinted" : " was aborted") +
                    ": a document of it is missing or changed");
    return {};
  }

  Result<void> hold(JobId id) {
    TRY(Record record, load_job(work_.connection(), id));
    if (is_finished(record.job.state)) return {};
    const Columns was = columns_of(record.job);
    const auto edit = [](Job& job) -> Result<void> {
      // What a held job waits for, a PIN or a department, it waits for on any printer.
      if (job.state != JobState::held) job.reasons.clear();
      std::erase(job.reasons, "job-hold-until-specified");
      job.reasons.emplace_back("job-hold-until-specified");
      job.state = JobState::held;
      job.hold_until = "indefinite";
      job.release_at = 0;
      job.state_message = "the printer of this job was lost: move it to another one";
      return {};
    };
    TRY_VOID(edit_record(record, edit, work_.now()));
    TRY_VOID(work_.update(was, record));
    done_.push_back(named(id, record.job) + " is held: its printer is not there");
    return {};
  }

  Result<void> remove_unused(std::int64_t key) {
    TRY_VOID(put_into_lost(key));
    Query query(work_.connection(), "DELETE FROM document WHERE id = ?1", key);
    TRY_VOID(query.run());
    done_.push_back("document " + std::to_string(key) + " belonged to no job and was moved out");
    return {};
  }

  Result<void> mend_account() {
    TRY_VOID(drop_old_plans(work_.connection()));
    TRY_VOID(enter_finished_jobs(work_.connection()).map([](std::int64_t) {}));
    done_.emplace_back("the account of what was printed agrees with the jobs again");
    return {};
  }

  // What it says cannot be trusted, but somebody may still read something in it.
  Result<void> put_away_setting(const std::string& name) {
    Query query(work_.connection(), "SELECT value FROM setting WHERE name = ?1",
                std::string_view(name));
    TRY(const bool row, query.next());
    if (!row) return {};
    std::error_code error;
    fs::create_directories(lost_, error);
    std::string file = name;
    std::replace_if(
        file.begin(), file.end(),
        [](char c) { return (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != '-'; }, '-');
    TRY_VOID(write_file(lost_ / ("setting-" + file.substr(0, 80)), query.bytes(0)));
    Query gone(work_.connection(), "DELETE FROM setting WHERE name = ?1", std::string_view(name));
    TRY_VOID(gone.run());
    done_.push_back("the setting " + name + " was changed and was moved out");
    return {};
  }

  Result<void> forget_setting(const std::string& name) {
    Query query(work_.connection(), "DELETE FROM setting WHERE name = ?1", std::string_view(name));
    TRY_VOID(query.run());
    done_.push_back(name == "library" ? "the papers, profiles and recipes are lost"
                                      : "what the setting " + name + " named is lost");
    return {};
  }

  // The last reference to a document is about to go.
  Result<void> put_into_lost(std::int64_t key) {
    Query query(work_.connection(), "SELECT reference, file, content FROM document WHERE id = ?1",
                key);
    TRY(const bool row, query.next());
    if (!row || query.number(0) > 1) return {};
    if (!query.is_null(1)) {
      const std::string name(query.text(1));
      if (!documents_.size_of(name)) return {}; // it is what is missing
      return documents_.move_out(name, lost_);
    }
    std::error_code error;
    fs::create_directories(lost_, error);
    return write_file(lost_ / ("document-" + std::to_string(key)), query.bytes(2));
  }

  Work& work_;
  const DocumentFolder& documents_;
  const fs::path lost_;
  std::vector<std::string> done_;
};

} // namespace

Result<std::vector<std::string>> mend_store(Connection& connection, const Findings& found,
                                            const DocumentFolder& documents, const fs::path& lost,
                                            Time now) {
  TRY_VOID(connection.execute("BEGIN IMMEDIATE"));
  TRY(const auto damaged, set_aside_printers(connection, now));
  TRY(const auto state, load_state(connection));
  const Effects before;
  Work work(connection, *state, before, now);
  TRY(auto done, Mend(work, documents, lost).run(found));
  TRY_VOID(connection.execute("COMMIT"));
  for (const std::string& name : damaged)
    done.push_back("the printer " + name + " is paused until it is set up again");
  return done;
}

} // namespace platen::job::sqlite
