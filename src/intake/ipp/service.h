#pragma once

#include "auth/accounts.h"
#include "auth/gate.h"
#include "base/file.h"
#include "base/live.h"
#include "base/side_thread.h"
#include "device/status.h"
#include "http/exchange.h"
#include "intake/inbox/inbox.h"
#include "intake/ipp/up_time.h"
#include "job/store.h"
#include "library/shelf.h"
#include "model/model.h"
#include "schedule/scheduler.h"
#include "wire/ipp/message.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace platen::intake::ipp {

class Events;       // events.h: subscriptions (RFC 3995/3996)
class PrinterCache; // printer_cache.h: encoded attributes of printers
class JobWatch;     // job_watch.h: jobs whose documents are still to come
class Pins;         // pins.h: job passwords
class Admission;    // admission.h: limits of jobs and bytes
class Incoming;     // incoming.h: a request whose document comes piece by piece

// Who may see and do what beyond the rule that people print and administrators administer.
struct Policy {
  bool others_see_jobs = true;   // other people's jobs are listed
  bool others_see_names = false; // with their document names and users (job-privacy-attributes)
  bool login_to_print = false;   // printing needs a proven user
  // Of the unfinished jobs of one user: how many, and the bytes of their documents; -1: no bound.
  std::int32_t jobs_per_user = 10'000;
  std::int64_t bytes_per_user = 16LL << 30;
  std::int64_t spool_bytes = -1;         // the documents of all unfinished jobs; -1: no bound
  std::int64_t free_bytes = 256LL << 20; // of a disk, that no new document gets
  // A job of somebody who may print no more is refused, and not held until there is room again.
  bool refuse_beyond_limits = false;
  // What job-retain-until may ask for at most, in seconds after the job's end; -1: no bound.
  std::int64_t retained_seconds = job::Retention{}.retained_seconds;
};

// How the server is reached, for the URIs in answers.
struct Identity {
  std::string host; // what clients should use when the request's Host does not tell
  std::uint16_t port = 8631;
  std::string uuid;                 // system-uuid, "urn:uuid:..."
  Live<std::string> name{"platen"}; // system-name, as long as nobody has set another
  std::string version;              // of the program
  job::Time started = 0;
  bool tls = true;
};

// Everything the operations need; all of it outlives the service. Nothing here is global.
struct Services {
  job::Store& store;
  schedule::Scheduler& scheduler;
  std::span<const model::Model> models;
  auth::Gate& gate;
  auth::AuditLog& audit;
  Events& events;
  Live<Policy> policy; // each request keeps to the one that it began with
  Identity identity;
  std::function<job::Time()> clock;
  JobWatch* watch = nullptr;            // null: no time-out
  Pins* pins = nullptr;                 // null: job-password is not supported
  library::Shelf* shelf = nullptr;      // null: nobody adds papers, profiles or recipes
  SideThread* shelf_thread = nullptr;   // makes its changes; null only where there is no shelf
  PrinterCache* cache = nullptr;        // the Service's own
  Admission* admission = nullptr;       // the Service's own
  auth::Accounts* accounts = nullptr;   // null: there are no departments and no limits
  std::shared_ptr<UpTime> up = nullptr; // null: the Service makes one of the clock alone
  // What a printer's device says of itself; empty: nobody asks devices.
  std::function<std::shared_ptr<const device::Status>(job::PrinterId)> device_status = {};
  // Where jobs come to a printer besides; empty: nowhere.
  std::function<std::vector<inbox::Inbox>(const job::Printer&)> inboxes = {};
};

// IPP over HTTP: POST application/ipp to /ipp/print, /ipp/print/NAME, /ipp/system, and "/",
// "/printers/NAME",
// "/jobs/ID", "/admin" for CUPS clients; GET for the icons of printers under "/icons/". Of "/" only
// the POSTs are meant.
class Service final : public http::Handler {
public:
  explicit Service(Services services);
  ~Service() override;
  std::variant<http::Response, std::unique_ptr<http::Exchange>>
  begin(const http::Head& head) override;
  static bool serves(std::string_view path); // for the router

  // A request from within the server, of somebody who was identified already: with the rules and
  // the promises of one that comes over the network. `like` is the HTTP request that it is made
  // for (its host and peer); `document` is read to its end. Waits for the answer, whatever its
  // status: not on the store's thread.
  Result<platen::ipp::Message> ask(const platen::ipp::Message& request, const http::Head& like,
                                   const auth::Principal& who, UniqueFd document = {});

  // The same with a document that comes piece by piece. The peer of `like` tells who asks.
  std::unique_ptr<Incoming> incoming(const http::Head& like);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

} // namespace platen::intake::ipp
