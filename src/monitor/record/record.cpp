#include "monitor/record/record.h"

#include "job/sqlite/connection.h"

namespace platen::monitor {

namespace {

using job::sqlite::Connection;
using job::sqlite::Query;

constexpr std::int64_t schema_version = 1;
constexpr std::int64_t application_id = 0x706c6d6f; // "plmo"
constexpr const char* schema =
    "CREATE TABLE notice (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
    " kind TEXT NOT NULL, printer TEXT NOT NULL, job INTEGER NOT NULL, owner TEXT NOT NULL,"
    " text TEXT NOT NULL, severity TEXT NOT NULL);"
    "CREATE UNIQUE INDEX notice_of_job ON notice (kind, job) WHERE job > 0;"
    "CREATE TABLE event (printer INTEGER NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL,"
    " gone INTEGER NOT NULL, PRIMARY KEY (printer, key)) WITHOUT ROWID;"
    "CREATE TABLE waiting (target TEXT NOT NULL, notice INTEGER NOT NULL,"
    " PRIMARY KEY (target, notice)) WITHOUT ROWID;"
    "CREATE TABLE message (id TEXT PRIMARY KEY, target TEXT NOT NULL, subject TEXT NOT NULL,"
    " text TEXT NOT NULL, json TEXT NOT NULL, delivery TEXT) WITHOUT ROWID;"
    "CREATE TABLE target (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE sample (printer INTEGER NOT NULL, series TEXT NOT NULL, time INTEGER NOT NULL,"
    " value INTEGER NOT NULL, PRIMARY KEY (printer, series, time)) WITHOUT ROWID;"
    "CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "PRAGMA application_id = 0x706c6d6f; PRAGMA user_version = 1;";

std::int64_t wide(std::int32_t value) {
  return value;
}

std::string_view view(const std::string& text) {
  return text;
}

Result<std::vector<Notice>> all_notices(Query& query) {
  std::vector<Notice> notices;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return notices;
    Notice notice;
    notice.id = query.number(0);
    notice.time = query.number(1);
    notice.kind = query.text(2);
    notice.printer = query.text(3);
    notice.job = static_cast<std::int32_t>(query.number(4));
    notice.owner = query.text(5);
    notice.text = query.text(6);
    notice.severity = query.text(7);
    notices.push_back(std::move(notice));
  }
}

Result<std::vector<Message>> all_messages(Query& query) {
  std::vector<Message> messages;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return messages;
    messages.push_back({std::string(query.text(0)), std::string(query.text(1)),
                        std::string(query.text(2)), std::string(query.text(3)),
                        std::string(query.text(4))});
  }
}

Result<std::vector<std::string>> all_texts(Query& query) {
  std::vector<std::string> texts;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return texts;
    texts.emplace_back(query.text(0));
  }
}

} // namespace

Record::Record(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Record::~Record() = default;

Result<std::unique_ptr<Record>> Record::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error)
    return fail(Errc::io, "the folder " + folder.string() + " cannot be made: " + error.message());
  const auto file = folder / "monitor.db";
  const std::string what = "the record of notices (to begin anew, move " + file.string() +
                           " and what begins with its name away)";
  auto connection = Connection::open(file, Connection::Access::write);
  if (!connection) return fail_within(what, std::move(connection).error());
  std::unique_ptr<Record> record(new Record(*std::move(connection)));
  if (const auto prepared = record->prepare(file); !prepared)
    return fail_within(what, prepared.error());
  return record;
}

Result<void> Record::prepare(const std::filesystem::path& file) {
  const auto pragma = [&](const char* sql) -> Result<std::int64_t> {
    Query query(*connection_, sql);
    TRY([[maybe_unused]] const bool row, query.next());
    return query.number(0);
  };
  TRY(const std::int64_t id, pragma("PRAGMA application_id"));
  TRY(const std::int64_t version, pragma("PRAGMA user_version"));
  if (id != 0 && id != application_id)
    return fail(Errc::malformed, file.string() + " is another program's database");
  if (version > schema_version)
    return fail(Errc::unsupported, file.string() + " was written by a newer platen");
  TRY_VOID(connection_->use_write_ahead_log());
  if (version == schema_version) return {};
  return transact([&] { return connection_->execute(schema); });
}

Result<void> Record::transact(const std::function<Result<void>()>& work) {
  TRY_VOID(connection_->execute("BEGIN IMMEDIATE"));
  Result<void> done = work();
  if (done) done = connection_->execute("COMMIT");
  if (!done && connection_->in_transaction()) static_cast<void>(connection_->execute("ROLLBACK"));
  return done;
}

Result<std::optional<std::int64_t>> Record::add(const Notice& notice, const OpenEvent* event,
                                                const std::vector<std::string>& targets) {
  const std::lock_guard lock(mutex_);
  std::optional<std::int64_t> id;
  const auto write = [&]() -> Result<void> {
    const std::int64_t before = connection_->changes();
    TRY_VOID(Query(*connection_,
                   "INSERT OR IGNORE INTO notice (time, kind, printer, job, owner, text, severity) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   notice.time, view(notice.kind), view(notice.printer), wide(notice.job),
                   view(notice.owner), view(notice.text), view(notice.severity))
                 .run());
    if (connection_->changes() == before) return {};
    id = connection_->last_id();
    for (const std::string& target : targets)
      TRY_VOID(Query(*connection_, "INSERT INTO waiting (target, notice) VALUES (?1, ?2)",
                     view(target), *id)
                   .run());
    if (event != nullptr)
      TRY_VOID(Query(*connection_,
                     "INSERT OR REPLACE INTO event (printer, key, since, gone) "
                     "VALUES (?1, ?2, ?3, 0)",
                     wide(event->printer), view(event->key), event->since)
                   .run());
    // What a target still waits for stays, however long its nights are.
    return Query(*connection_,
                 "DELETE FROM notice WHERE id <= ?1 AND id NOT IN (SELECT notice FROM waiting)",
                 *id - most_notices)
        .run();
  };
  TRY_VOID(transact(write));
  return id;
}

Result<std::vector<Notice>> Record::notices(std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_,
              "SELECT id, time, kind, printer, job, owner, text, severity FROM notice "
              "ORDER BY id DESC LIMIT ?1",
              static_cast<std::int64_t>(limit));
  return all_notices(query);
}

Result<std::vector<OpenEvent>> Record::events() const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT printer, key, since, gone FROM event");
  std::vector<OpenEvent> events;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return events;
    events.push_back({static_cast<std::int32_t>(query.number(0)), std::string(query.text(1)),
                      query.number(2), query.number(3)});
  }
}

Result<void> Record::put(const OpenEvent& event) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "UPDATE event SET gone = ?3 WHERE printer = ?1 AND key = ?2",
               wide(event.printer), view(event.key), event.gone)
      .run();
}

Result<void> Record::end(const OpenEvent& event) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "DELETE FROM event WHERE printer = ?1 AND key = ?2",
               wide(event.printer), view(event.key))
      .run();
}

Result<std::vector<Notice>> Record::waiting(const std::string& target) const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_,
              "SELECT id, time, kind, printer, job, owner, text, severity FROM notice "
              "WHERE id IN (SELECT notice FROM waiting WHERE target = ?1) ORDER BY id LIMIT 1000",
              view(target));
  return all_notices(query);
}

Result<std::vector<std::string>> Record::waiting_targets() const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT DISTINCT target FROM waiting");
  return all_texts(query);
}

Result<void> Record::begin(const Message& message, const std::vector<Notice>& told) {
  const std::lock_guard lock(mutex_);
  return transact([&]() -> Result<void> {
    for (const Notice& notice : told)
      TRY_VOID(Query(*connection_, "DELETE FROM waiting WHERE target = ?1 AND notice = ?2",
                     view(message.target), notice.id)
                   .run());
    return Query(*connection_,
                 "INSERT INTO message (id, target, subject, text, json) "
                 "VALUES (?1, ?2, ?3, ?4, ?5)",
                 view(message.id), view(message.target), view(message.subject), view(message.text),
                 view(message.json))
        .run();
  });
}

Result<std::optional<Message>> Record::message(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT id, target, subject, text, json FROM message WHERE id = ?1",
              view(id));
  TRY(auto found, all_messages(query));
  if (found.empty()) return std::optional<Message>();
  return std::optional(std::move(found.front()));
}

Result<std::vector<Message>> Record::messages() const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT id, target, subject, text, json FROM message");
  return all_messages(query);
}

Result<void> Record::put_delivery(const std::string& message, const std::string& json) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "UPDATE message SET delivery = ?2 WHERE id = ?1", view(message),
               view(json))
      .run();
}

Result<std::vector<std::string>> Record::deliveries() const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT delivery FROM message WHERE delivery IS NOT NULL");
  return all_texts(query);
}

Result<void> Record::forget(const std::string& message) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "DELETE FROM message WHERE id = ?1", view(message)).run();
}

Result<void> Record::forget_target(const std::string& target) {
  const std::lock_guard lock(mutex_);
  return transact([&]() -> Result<void> {
    TRY_VOID(Query(*connection_, "DELETE FROM target WHERE name = ?1", view(target)).run());
    return Query(*connection_, "DELETE FROM waiting WHERE target = ?1", view(target)).run();
  });
}

Result<std::vector<std::pair<std::string, std::string>>> Record::targets() const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT name, json FROM target ORDER BY name");
  std::vector<std::pair<std::string, std::string>> targets;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return targets;
    targets.emplace_back(query.text(0), query.text(1));
  }
}

Result<void> Record::put_target(const std::string& name, const std::string& json) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "INSERT OR REPLACE INTO target (name, json) VALUES (?1, ?2)",
               view(name), view(json))
      .run();
}

Result<void> Record::add(const std::vector<Sample>& samples) {
  if (samples.empty()) return {};
  const std::lock_guard lock(mutex_);
  return transact([&]() -> Result<void> {
    for (const Sample& one : samples)
      TRY_VOID(Query(*connection_,
                     "INSERT OR REPLACE INTO sample (printer, series, time, value) "
                     "VALUES (?1, ?2, ?3, ?4)",
                     wide(one.printer), view(one.series), one.time, one.value)
                   .run());
    return {};
  });
}

Result<std::vector<Sample>> Record::samples(std::int32_t printer, Time from) const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_,
              "SELECT series, time, value FROM sample WHERE printer = ?1 AND time >= ?2 "
              "ORDER BY series, time",
              wide(printer), from);
  std::vector<Sample> samples;
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return samples;
    samples.push_back({printer, std::string(query.text(0)), query.number(1), query.number(2)});
  }
}

Result<void> Record::thin_out(Time days_before, Time before) {
  const std::lock_guard lock(mutex_);
  return transact([&]() -> Result<void> {
    TRY_VOID(Query(*connection_, "DELETE FROM sample WHERE time < ?1", before).run());
    return Query(*connection_,
                 "DELETE FROM sample WHERE time < ?1 AND EXISTS (SELECT 1 FROM sample AS later "
                 "WHERE later.printer = sample.printer AND later.series = sample.series "
                 "AND later.time > sample.time AND later.time / 86400 = sample.time / 86400)",
                 days_before)
        .run();
  });
}

Result<void> Record::forget_printer(std::int32_t printer) {
  const std::lock_guard lock(mutex_);
  return transact([&]() -> Result<void> {
    TRY_VOID(Query(*connection_, "DELETE FROM event WHERE printer = ?1", wide(printer)).run());
    return Query(*connection_, "DELETE FROM sample WHERE printer = ?1", wide(printer)).run();
  });
}

Result<std::int64_t> Record::mark(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Query query(*connection_, "SELECT value FROM mark WHERE name = ?1", view(name));
  TRY(const bool row, query.next());
  return row ? query.number(0) : 0;
}

Result<void> Record::set_mark(const std::string& name, std::int64_t value) {
  const std::lock_guard lock(mutex_);
  return Query(*connection_, "INSERT OR REPLACE INTO mark (name, value) VALUES (?1, ?2)",
               view(name), value)
      .run();
}

} // namespace platen::monitor
