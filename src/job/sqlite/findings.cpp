#include "job/sqlite/findings.h"

#include "job/sqlite/reader.h"
#include "job/sqlite/schema.h"

#include <algorithm>
#include <unordered_map>

namespace platen::job::sqlite {
namespace {

using Kind = StoreProblem::Kind;

constexpr int most_page_problems = 20; // one damaged page is told many times over

class Look {
public:
  Look(Connection& connection, const DocumentFolder& documents, Connection* others)
      : connection_(connection), documents_(documents), others_(others) {}

  Result<Findings> run() {
    found_.check.newest_schema = newest_schema();
    TRY(found_.check.schema, check_origin(connection_));
    Snapshot snapshot(connection_);
    TRY_VOID(snapshot.begin());
    TRY_VOID(look_at_pages());
    if (found_.pages_are_damaged) return std::move(found_);
    TRY_VOID(look_at_printers());
    TRY_VOID(look_at_jobs());
    TRY_VOID(look_at_settings());
    TRY_VOID(look_at_named_settings());
    TRY_VOID(look_at_documents());
    TRY_VOID(look_at_total());
    TRY_VOID(look_at_account());
    TRY_VOID(look_for_orphans());
    return std::move(found_);
  }

private:
  struct Use {
    std::int64_t jobs = 0;
    JobId first = 0;
    std::int32_t number = 0; // of the document in the first job
    std::vector<JobId> more;
  };

  void add(Kind kind, JobId job, std::string what) {
    found_.check.problems.push_back({kind, job, std::move(what)});
  }

  Result<void> look_at_pages() {
    Query query(connection_, "PRAGMA integrity_check(20)");
    for (int i = 0; i < most_page_problems; ++i) {
      const auto row = query.next();
      if (row && !*row) break;
      if (row && query.text(0) == "ok") break;
      if (!row && row.error().code != Errc::malformed) return Failure(row.error());
      found_.pages_are_damaged = true;
      add(Kind::damaged_database, 0, row ? std::string(query.text(0)) : row.error().what);
      if (!row) break;
    }
    return {};
  }

  Result<void> look_at_printers() {
    Query query(connection_, "SELECT id, name, record FROM printer ORDER BY id");
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      ++found_.check.printers;
      printers_.insert(query.number(0));
      Printer printer;
      if (!decode_printer(query.bytes(2), printer))
        add(Kind::damaged_record, 0,
            "the record of the printer " + std::string(query.text(1)) + " cannot be read");
    }
  }

  Result<void> look_at_jobs() {
    Query query(connection_, "SELECT id, printer, state, record FROM job ORDER BY id");
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      const auto id = static_cast<JobId>(query.number(0));
      const std::int64_t state = query.number(2);
      const bool finished = state >= static_cast<std::int64_t>(JobState::canceled);
      ++found_.check.jobs;
      if (!finished) ++found_.check.unfinished;
      Record record;
      if (state < static_cast<std::int64_t>(JobState::pending) ||
          state > static_cast<std::int64_t>(JobState::completed) ||
          !decode_record(query.bytes(3), record)) {
        found_.unreadable_jobs.push_back(id);
        add(Kind::damaged_record, id,
            "the record of job " + std::to_string(id) + " cannot be read");
        continue;
      }
      const bool waits = !finished && state != static_cast<std::int64_t>(JobState::held);
      if (waits && !printers_.contains(query.number(1))) {
        found_.without_printer.push_back(id);
        add(Kind::unknown_printer, id,
            "job " + std::to_string(id) + " waits for a printer that is not there");
      }
      if (record.job.documents_kept) note_uses(id, record);
    }
  }

  void note_uses(JobId id, const Record& record) {
    for (std::size_t i = 0; i < record.contents.size(); ++i) {
      Use& use = uses_[record.contents[i]];
      if (++use.jobs == 1) {
        use.first = id;
        use.number = record.job.documents[i].number;
      } else {
        use.more.push_back(id);
      }
    }
  }

  Result<void> look_at_documents() {
    const bool digests = found_.check.schema >= 2;
    Query query(connection_,
                digests ? "SELECT id, reference, bytes, file, content, sha256 FROM document"
                        : "SELECT id, reference, bytes, file, content, NULL FROM document");
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) break;
      ++found_.check.documents;
      found_.check.bytes += query.number(2);
      bytes_ += query.number(2);
      if (query.is_null(5)) ++found_.check.without_digest;
      TRY_VOID(look_at_document(query));
    }
    for (const auto& [key, use] : uses_) // what is left has no row
      lose(key, use, Kind::missing_document, "is no longer in the database");
    return {};
  }

  Result<void> look_at_document(const Query& query) {
    const std::int64_t key = query.number(0);
    const auto use = uses_.find(key);
    if (use == uses_.end()) {
      found_.unused.push_back(key);
      add(Kind::unused_document, 0,
          "document " + std::to_string(key) + " of the database belongs to no job");
      return {};
    }
    if (query.number(1) != use->second.jobs) {
      found_.references[key] = use->second.jobs;
      add(Kind::wrong_count, use->second.first,
          name_of(use->second) + " is counted " + std::to_string(query.number(1)) + " times, not " +
              std::to_string(use->second.jobs));
    }
    TRY(const auto problem, problem_of(query));
    if (problem) lose(key, use->second, problem->kind, problem->what);
    uses_.erase(use);
    return {};
  }

  static std::string name_of(const Use& use) {
    return "document " + std::to_string(use.number) + " of job " + std::to_string(use.first);
  }

  void lose(std::int64_t, const Use& use, Kind kind, const std::string& what) {
    found_.without_document.insert(use.first);
    found_.without_document.insert(use.more.begin(), use.more.end());
    add(kind, use.first, name_of(use) + " " + what);
  }

  Result<std::optional<StoreProblem>> problem_of(const Query& query) {
    const auto bytes = static_cast<std::uint64_t>(query.number(2));
    if (query.is_null(3)) {
      const Bytes content = query.bytes(4);
      return compare(content.size(), bytes, digest_of(content), query.bytes(5));
    }
    const std::string name(query.text(3));
    auto fd = documents_.open_file(name);
    if (!fd && fd.error().code != Errc::not_found) return Failure(fd.error());
    if (!fd) {
      TRY(const bool gone, is_gone_meanwhile(query.number(0)));
      if (gone) return std::optional<StoreProblem>();
      return std::optional<StoreProblem>(
          {Kind::missing_document, 0, "is missing: its file " + name});
    }
    TRY(const std::uint64_t size, file_size(fd->get()));
    TRY(const Digest digest, digest_of_file(fd->get()));
    return compare(size, bytes, digest, query.bytes(5));
  }

  static std::optional<StoreProblem> compare(std::uint64_t size, std::uint64_t bytes,
                                             const Digest& digest, Bytes stored) {
    if (size != bytes)
      return StoreProblem{Kind::changed_document, 0,
                          "has " + std::to_string(size) + " bytes, not " + std::to_string(bytes)};
    if (is_digest(digest, stored)) return std::nullopt;
    return StoreProblem{Kind::changed_document, 0, "is not as it was stored"};
  }

  Result<bool> is_gone_meanwhile(std::int64_t key) {
    if (others_ == nullptr) return false;
    Query query(*others_, "SELECT 1 FROM document WHERE id = ?1", key);
    return query.next().map([](bool there) { return !there; });
  }

  Result<void> look_at_settings() {
    Query query(connection_, "SELECT name, value FROM setting WHERE name LIKE ?1 || '%'",
                content_setting_prefix);
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      const std::string name(query.text(0));
      const std::string right = hex(digest_of(query.bytes(1)));
      if (name.substr(content_setting_prefix.size()) == right) continue;
      add(Kind::changed_setting, 0, "the setting " + name + " is not as it was stored");
      found_.changed_settings.push_back(name);
    }
  }

  // Settings whose value is the name of one with content.
  Result<void> look_at_named_settings() {
    Query query(connection_,
                "SELECT name, value, EXISTS (SELECT 1 FROM setting WHERE name = pointer.value) "
                "FROM setting AS pointer WHERE value LIKE ?1 || '%'",
                content_setting_prefix);
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return {};
      const std::string name(query.text(0)), content(query.text(1));
      const auto& changed = found_.changed_settings;
      const bool is_changed = std::find(changed.begin(), changed.end(), content) != changed.end();
      const bool there = query.number(2) != 0;
      if (!there) add(Kind::changed_setting, 0, "what the setting " + name + " names is not there");
      if (!there || is_changed) found_.lost_settings.push_back(name);
    }
  }

  Result<void> look_at_total() {
    TRY(const std::int64_t total, total_document_bytes(connection_));
    if (total != bytes_)
      add(Kind::wrong_count, 0,
          "the documents are counted as " + std::to_string(total) + " bytes, not " +
              std::to_string(bytes_));
    return {};
  }

  Result<void> look_at_account() {
    constexpr int first_schema_with_account = 4;
    if (found_.check.schema < first_schema_with_account) return {};
    Query count(connection_, "SELECT count(*) FROM account WHERE result >= 7");
    TRY_VOID(count.next().map([](bool) {}));
    found_.check.entries = count.number(0);
    Query missing(connection_, "SELECT id FROM job WHERE state >= 7 AND NOT EXISTS "
                               "(SELECT 1 FROM account WHERE account.job = job.id)");
    TRY_VOID(note_account(missing, "has ended and is not in the account of what was printed"));
    Query left_over(connection_, "SELECT job FROM account WHERE result < 7 AND NOT EXISTS "
                                 "(SELECT 1 FROM job WHERE job.id = account.job AND state < 7)");
    return note_account(left_over, "counts in the account as if it were still to be printed");
  }

  Result<void> note_account(Query& jobs, const std::string& what) {
    for (;;) {
      TRY(const bool row, jobs.next());
      if (!row) return {};
      const auto id = static_cast<JobId>(jobs.number(0));
      const auto& unreadable = found_.unreadable_jobs; // gets its entry with its new record
      if (std::find(unreadable.begin(), unreadable.end(), id) != unreadable.end()) continue;
      found_.account_is_wrong = true;
      add(Kind::wrong_count, id, "job " + std::to_string(id) + " " + what);
    }
  }

  // A server's new documents are files before the database knows them.
  Result<void> look_for_orphans() {
    if (others_ != nullptr) return {};
    TRY(found_.orphans, documents_.orphans([this](const std::string& name) -> Result<bool> {
      Query query(connection_, "SELECT 1 FROM document WHERE file = ?1", std::string_view(name));
      return query.next();
    }));
    for (const std::string& name : found_.orphans)
      add(Kind::orphan, 0, "nothing refers to the file " + name);
    return {};
  }

  Connection& connection_;
  const DocumentFolder& documents_;
  Connection* others_;
  Findings found_;
  std::set<std::int64_t> printers_;
  std::unordered_map<std::int64_t, Use> uses_;
  std::int64_t bytes_ = 0;
};

} // namespace

Result<Findings> look_through(Connection& connection, const DocumentFolder& documents,
                              Connection* others) {
  return Look(connection, documents, others).run();
}

} // namespace platen::job::sqlite
