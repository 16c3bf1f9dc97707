#include "job/sqlite/changes.h"
#include "job/sqlite/reader.h"

#include <algorithm>
#include <limits>

#include <strings.h>

namespace platen::job::sqlite {
namespace {

// Clients compare printer names without regard to case (CUPS does), so two may not differ in it
// alone.
Result<void> check_name(const Work& work, const Printer& printer) {
  TRY_VOID(check_printer_name(printer.name));
  for (const Printer& other : work.printers())
    if (other.id != printer.id && ::strcasecmp(other.name.c_str(), printer.name.c_str()) == 0)
      return fail(Errc::invalid, "there is already a printer named " + other.name);
  return {};
}

bool same_state(const Printer& a, const Printer& b) {
  return a.accepting == b.accepting && a.paused == b.paused && a.hold_new_jobs == b.hold_new_jobs &&
         a.state_message == b.state_message;
}

// Everything but the state and the times.
bool same_configuration(const Printer& a, Printer b) {
  b.accepting = a.accepting;
  b.paused = a.paused;
  b.hold_new_jobs = a.hold_new_jobs;
  b.state_message = a.state_message;
  b.state_changed = a.state_changed;
  b.config_changed = a.config_changed;
  return a.name == b.name && encode_printer(a) == encode_printer(b);
}

Failure no_printer(PrinterId id) {
  return fail(Errc::not_found, "there is no printer " + std::to_string(id));
}

} // namespace

Result<Printer> add_printer(Work& work, Printer printer) {
  printer.id = 0;
  TRY_VOID(check_name(work, printer));
  if (printer.uuid.empty()) printer.uuid = make_uuid();
  printer.created = printer.state_changed = printer.config_changed = work.now();

  const Buffer rest = encode_printer(printer);
  Query query(work.connection(), "INSERT INTO printer (name, record) VALUES (?1, ?2)",
              std::string_view(printer.name), Bytes(rest));
  TRY_VOID(query.run());
  if (work.connection().last_id() > std::numeric_limits<PrinterId>::max())
    return fail(Errc::limit, "the job store has no printer numbers left");
  printer.id = static_cast<PrinterId>(work.connection().last_id());

  std::vector<Printer> printers = work.printers();
  printers.push_back(printer); // ids ascend
  work.set_printers(std::move(printers));
  work.note_printer(Event::Kind::printer_added, printer);
  return printer;
}

Result<Printer> update_printer(Work& work, PrinterId id, const Store::PrinterEdit& edit) {
  const Printer* found = work.printer(id);
  if (found == nullptr) return no_printer(id);
  const Printer was = *found;
  Printer printer = was;
  if (edit) TRY_VOID(edit(printer));
  if (printer.id != was.id || printer.uuid != was.uuid)
    return fail(Errc::bug, "an edit changed what a printer keeps for life");
  TRY_VOID(check_name(work, printer));
  if (!same_state(was, printer)) printer.state_changed = work.now();
  if (!same_configuration(was, printer)) printer.config_changed = work.now();

  const Buffer rest = encode_printer(printer);
  Query query(work.connection(), "UPDATE printer SET name = ?2, record = ?3 WHERE id = ?1",
              std::int64_t{id}, std::string_view(printer.name), Bytes(rest));
  TRY_VOID(query.run());

  std::vector<Printer> printers = work.printers();
  *std::find_if(printers.begin(), printers.end(),
                [id](const Printer& other) { return other.id == id; }) = printer;
  work.set_printers(std::move(printers));
  work.note_printer(Event::Kind::printer_changed, printer);
  return printer;
}

Result<Printer> remove_printer(Work& work, PrinterId id) {
  const Printer* found = work.printer(id);
  if (found == nullptr) return no_printer(id);
  const Printer printer = *found;

  JobQuery unfinished;
  unfinished.which = JobQuery::Which::not_finished;
  unfinished.printer = id;
  unfinished.limit = std::numeric_limits<std::int32_t>::max();
  const auto cancel = [](Job& job) -> Result<void> {
    job.state = JobState::canceled;
    job.reasons = {"job-canceled-by-operator"};
    job.state_message = "The printer was deleted.";
    job.incoming = false;
    return {};
  };
  TRY_VOID(update_jobs(work, unfinished, cancel));

  Query query(work.connection(), "DELETE FROM printer WHERE id = ?1", std::int64_t{id});
  TRY_VOID(query.run());
  std::vector<Printer> printers = work.printers();
  std::erase_if(printers, [id](const Printer& other) { return other.id == id; });
  work.set_printers(std::move(printers));
  work.note_printer(Event::Kind::printer_removed, printer);
  return printer;
}

} // namespace platen::job::sqlite
