#include "scan/store/store.h"

#include "job/sqlite/connection.h"

#include <array>
#include <mutex>

namespace platen::scan {

namespace {

using job::sqlite::Connection;
using job::sqlite::Query;

constexpr std::int64_t schema_version = 1;
constexpr std::int64_t application_id = 0x706c7363; // "plsc", told by file(1) and checked here

constexpr std::array<std::string_view, 7> kind_words{"scanner",  "destination", "recipe", "session",
                                                     "delivery", "counter",     "contact"};

std::string_view word(RecordKind kind) {
  return kind_words[static_cast<std::size_t>(kind)];
}

class SqliteRecordStore final : public RecordStore {
public:
  explicit SqliteRecordStore(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  Result<void> prepare(const std::filesystem::path& file);

  Result<void> change(const std::vector<RecordChange>& changes) override {
    const std::lock_guard lock(mutex_);
    return in_transaction([&] { return write(changes); });
  }

  Result<std::vector<std::pair<std::string, std::string>>> all(RecordKind kind) const override {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::string, std::string>> records;
    Query query(*connection_, "SELECT key, value FROM record WHERE kind = ?1 ORDER BY key",
                word(kind));
    for (;;) {
      TRY(const bool row, query.next());
      if (!row) return records;
      records.emplace_back(query.text(0), query.text(1));
    }
  }

  Result<std::int64_t> next(const std::string& counter) override {
    const std::lock_guard lock(mutex_);
    std::int64_t number = 0;
    const auto count = [&]() -> Result<void> {
      TRY_VOID(Query(*connection_,
                     "INSERT INTO record (kind, key, value) VALUES ('counter', ?1, '1') "
                     "ON CONFLICT (kind, key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
                     std::string_view(counter))
                   .run());
      Query query(*connection_,
                  "SELECT CAST(value AS INTEGER) FROM record WHERE kind = 'counter' AND key = ?1",
                  std::string_view(counter));
      TRY([[maybe_unused]] const bool row, query.next());
      number = query.number(0);
      return {};
    };
    TRY_VOID(in_transaction(count));
    return number;
  }

private:
  Result<std::int64_t> pragma(const char* sql) const {
    Query query(*connection_, sql);
    TRY([[maybe_unused]] const bool row, query.next());
    return query.number(0);
  }

  template<class Work> Result<void> in_transaction(Work&& work) {
    TRY_VOID(connection_->execute("BEGIN IMMEDIATE"));
    Result<void> done = work();
    if (done) done = connection_->execute("COMMIT");
    if (!done && connection_->in_transaction()) static_cast<void>(connection_->execute("ROLLBACK"));
    return done;
  }

  Result<void> write(const std::vector<RecordChange>& changes) {
    for (const RecordChange& one : changes) {
      if (one.value)
        TRY_VOID(Query(*connection_,
                       "INSERT INTO record (kind, key, value) VALUES (?1, ?2, ?3) "
                       "ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value",
                       word(one.kind), std::string_view(one.key), std::string_view(*one.value))
                     .run());
      else
        TRY_VOID(Query(*connection_, "DELETE FROM record WHERE kind = ?1 AND key = ?2",
                       word(one.kind), std::string_view(one.key))
                     .run());
    }
    return {};
  }

  mutable std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

Result<void> SqliteRecordStore::prepare(const std::filesystem::path& file) {
  TRY(const std::int64_t id, pragma("PRAGMA application_id"));
  TRY(const std::int64_t version, pragma("PRAGMA user_version"));
  if (id != 0 && id != application_id)
    return fail(Errc::malformed, file.string() + " is another program's database: move it away");
  if (version > schema_version)
    return fail(Errc::unsupported, file.string() + " was written by a newer platen (schema " +
                                       std::to_string(version) + ", this one knows " +
                                       std::to_string(schema_version) + "): start that one");
  TRY_VOID(connection_->use_write_ahead_log());
  if (version == schema_version) return {};
  return in_transaction([&] {
    return connection_->execute(
        "CREATE TABLE record (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, "
        "PRIMARY KEY (kind, key)) WITHOUT ROWID;"
        "PRAGMA application_id = 0x706c7363; PRAGMA user_version = 1;");
  });
}

} // namespace

Result<std::unique_ptr<RecordStore>> open_record_store(const std::filesystem::path& folder) {
  const auto file = folder / "scans.db";
  const std::string what_to_do = "the store of scans (to begin anew, move " + file.string() +
                                 " and what begins with its name away; the pages lie beside it)";
  auto connection = Connection::open(file, Connection::Access::write);
  if (!connection) return fail_within(what_to_do, std::move(connection).error());
  auto store = std::make_unique<SqliteRecordStore>(*std::move(connection));
  if (const auto prepared = store->prepare(file); !prepared) {
    if (prepared.error().code == Errc::unsupported) return Failure(prepared.error());
    return fail_within(what_to_do, prepared.error());
  }
  return store;
}

} // namespace platen::scan
