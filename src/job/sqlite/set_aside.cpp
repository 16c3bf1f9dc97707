#include "job/sqlite/set_aside.h"

#include "job/sqlite/reader.h"

namespace platen::job::sqlite {
namespace {

Result<void> keep_bytes(Connection& connection, std::string_view kind, std::int64_t id, Time now,
                        Bytes record) {
  Query query(connection, "INSERT INTO damaged (kind, id, found, record) VALUES (?1, ?2, ?3, ?4)",
              kind, id, now, record);
  return query.run();
}

Result<Buffer> job_bytes(Connection& connection, JobId id) {
  Query query(connection, "SELECT record FROM job WHERE id = ?1", std::int64_t{id});
  TRY(const bool row, query.next());
  if (!row) return fail(Errc::not_found, "there is no job " + std::to_string(id));
  const Bytes bytes = query.bytes(0);
  return Buffer(bytes.begin(), bytes.end());
}

struct DamagedPrinter {
  PrinterId id = 0;
  std::string name;
  Buffer bytes;
};

Result<std::vector<DamagedPrinter>> damaged_printers(Connection& connection) {
  std::vector<DamagedPrinter> damaged;
  Query query(connection, "SELECT id, name, record FROM printer ORDER BY id");
  for (;;) {
    TRY(const bool row, query.next());
    if (!row) return damaged;
    Printer printer;
    const Bytes bytes = query.bytes(2);
    if (decode_printer(bytes, printer)) continue;
    damaged.push_back({static_cast<PrinterId>(query.number(0)), std::string(query.text(1)),
                       Buffer(bytes.begin(), bytes.end())});
  }
}

} // namespace

Result<void> set_aside_job(Work& work, JobId id) {
  TRY(const Buffer bytes, job_bytes(work.connection(), id));
  TRY_VOID(keep_bytes(work.connection(), "job", id, work.now(), bytes));
  TRY(Job job, load_damaged_job(work.connection(), id));
  Columns was = columns_of(job);
  was.document_bytes = -1; // unknown, so that it is written
  job.uuid = make_uuid();
  job.changed = work.now();
  job.incoming = false;
  if (!is_finished(job.state)) {
    job.state = JobState::aborted;
    job.finished = work.now();
  }
  return work.update(was, Record{std::move(job), {}});
}

Result<Record> load_or_set_aside(Work& work, JobId id) {
  auto record = load_job(work.connection(), id);
  if (record || record.error().code != Errc::malformed) return record;
  TRY_VOID(set_aside_job(work, id));
  return load_job(work.connection(), id);
}

Result<std::vector<std::string>> set_aside_printers(Connection& connection, Time now) {
  std::vector<std::string> names;
  TRY(const std::vector<DamagedPrinter> damaged, damaged_printers(connection));
  for (const auto& [id, name, bytes] : damaged) {
    Printer printer;
    printer.uuid = make_uuid();
    printer.accepting = false;
    printer.paused = true;
    printer.state_message = "The record of this printer is damaged: give it its model and device "
                            "again, then resume it.";
    printer.created = printer.state_changed = printer.config_changed = now;
    const Buffer record = encode_printer(printer);
    TRY_VOID(keep_bytes(connection, "printer", id, now, bytes));
    Query query(connection, "UPDATE printer SET record = ?2 WHERE id = ?1", std::int64_t{id},
                Bytes(record));
    TRY_VOID(query.run());
    names.push_back(name);
  }
  return names;
}

} // namespace platen::job::sqlite
