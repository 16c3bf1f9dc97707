#include "server/metrics_page.h"

#include "monitor/metrics/process.h"
#include "render/process.h"
#include "scan/engine/session.h"
#include "server/monitoring.h"

#include <map>

namespace platen::server {

namespace {

using monitor::Exposition;
using Type = Exposition::Type;

template<class Number> double real(Number value) {
  return static_cast<double>(value);
}

void expose_queues(Exposition& out, Core& core) {
  out.family("platen_jobs", Type::gauge, "Unfinished jobs, by printer and state.");
  for (const auto printers = core.store().printers(); const job::Printer& printer : *printers) {
    const job::JobCounts counts = core.store().counts(printer.id);
    const auto state = [&](const char* name, std::int32_t count) {
      out.sample({{"printer", printer.name}, {"state", name}}, count);
    };
    state("pending", counts.pending);
    state("held", counts.held);
    state("processing", counts.processing);
    state("stopped", counts.stopped);
  }
  const job::Unfinished waiting = core.store().unfinished();
  out.family("platen_spool_bytes", Type::gauge, "Documents of unfinished jobs.");
  out.sample(real(waiting.bytes));
}

void expose_store(Exposition& out, const job::Store& store) {
  const job::StoreWork work = store.work();
  out.family("platen_store_changes", Type::counter, "Changes that were committed.");
  out.sample(real(work.changes));
  out.family("platen_store_commit_errors", Type::counter, "Commits that failed.");
  out.sample(real(work.failed));
  out.family("platen_store_commit_seconds", Type::histogram, "What one commit took.");
  out.histogram({}, monitor::Histogram(job::StoreWork::bounds, work.commits, work.seconds));
  out.family("platen_store_backlog", Type::gauge, "Changes that wait for the disk.");
  out.sample(real(store.backlog()));
  out.family("platen_store_up", Type::gauge, "1: the disk took what was written last.");
  out.sample(store.trouble().empty() ? 1 : 0);
  if (const auto free = store.free_bytes()) {
    out.family("platen_disk_free_bytes", Type::gauge,
               "What may still be written, on the fuller one of the store's disks.");
    out.sample(real(*free));
  }
}

std::string_view state_word(const monitor::PrinterFacts& facts,
                            const schedule::PrinterStatus& now) {
  if (facts.stopped) return "stopped";
  return now.state == schedule::PrinterStatus::State::processing ? "processing" : "idle";
}

void expose_printers(Exposition& out, Core& core, const std::vector<monitor::PrinterFacts>& all) {
  out.family("platen_printer_state", Type::gauge, "1 for the state that a printer is in.");
  for (const auto& facts : all) {
    const auto now = core.scheduler().status(facts.id);
    for (const std::string_view state : {"idle", "processing", "stopped"})
      out.sample({{"printer", facts.name}, {"state", std::string(state)}},
                 state == state_word(facts, *now) ? 1 : 0);
  }
  out.family("platen_printer_answers", Type::gauge,
             "Whether the device tells how it is; devices that are not asked are left out.");
  for (const auto& facts : all)
    if (facts.asked) out.sample({{"printer", facts.name}}, facts.heard ? 1 : 0);
  out.family("platen_printer_state_reason", Type::gauge,
             "1 for each reason of printer-state-reasons that holds.");
  for (const auto& facts : all) {
    std::map<std::string, double> reasons; // a series once
    for (const std::string& reason : facts.reasons)
      reasons.emplace(reason, 1);
    for (const auto& [reason, one] : reasons)
      out.sample({{"printer", facts.name}, {"reason", reason}}, one);
  }
  out.family(
      "platen_supply_percent", Type::gauge,
      "What is left of a supply (of a waste container: its room); unknown ones are left out.");
  for (const auto& facts : all) {
    std::map<std::string, double> levels;
    for (const device::Supply& supply : facts.supplies)
      if (supply.level.known == device::Level::Known::percent)
        levels.emplace(supply.label.empty() ? supply.type : supply.label, supply.level.percent);
    for (const auto& [supply, percent] : levels)
      out.sample({{"printer", facts.name}, {"supply", supply}}, percent);
  }
  out.family("platen_printer_impressions", Type::gauge,
             "Sides that the device printed in its whole life, as it tells.");
  for (const auto& facts : all)
    if (facts.impressions) out.sample({{"printer", facts.name}}, real(*facts.impressions));
}

void expose_workers(Exposition& out, const Core& core) {
  const auto counts = core.worker_counts();
  if (!counts) return;
  out.family("platen_workers_started", Type::counter, "Processes that opened documents.");
  out.sample(real(counts->started.load()));
  out.family("platen_workers_broken_off", Type::counter,
             "Such processes that ended before they had given what was wanted.");
  out.sample(real(counts->broken_off.load()));
}

void expose_scans(Exposition& out, const Scanning& scanning) {
  out.family("platen_scans", Type::gauge, "Scans that are kept, by stage.");
  for (const auto& [stage, count] : scanning.scans_by_stage())
    out.sample({{"stage", stage}}, real(count));
  out.family("platen_deliveries", Type::gauge, "Deliveries of scans since the start, by state.");
  for (const auto& [state, count] : scanning.deliveries_by_state())
    out.sample({{"state", state}}, real(count));
}

void expose_inboxes(Exposition& out, const intake::inbox::Counts& counts) {
  out.family("platen_inbox_jobs", Type::counter, "Jobs that came to raw ports and by LPD.");
  out.sample({{"protocol", "raw"}}, real(counts.raw_jobs.load()));
  out.sample({{"protocol", "lpd"}}, real(counts.lpd_jobs.load()));
  out.family("platen_inbox_broken", Type::counter,
             "Connections there that ended without the job that they began.");
  out.sample(real(counts.broken.load()));
  out.family("platen_inbox_crowded", Type::counter, "Connections there that were too many.");
  out.sample(real(counts.crowded.load()));
}

http::Response refusal(int status, const std::string& text) {
  auto response = http::text_response(status, text);
  if (status == 401)
    response.fields.emplace_back("WWW-Authenticate", "Basic realm=\"platen\", charset=\"UTF-8\"");
  return response;
}

} // namespace

bool MetricsPage::may_read(const http::Head& head, http::Response& refused) const {
  if (*parts_.open.get() || head.peer.loopback) return true;
  const http::Peer& peer = head.peer;
  const auto who = parts_.core.gate().identify(
      {peer.address, peer.local_uid, peer.loopback, peer.encrypted}, head.field("authorization"));
  if (!who) {
    const bool wrong = who.error().code == Errc::denied;
    refused = refusal(wrong ? 401 : 503, who.error().message());
    return false;
  }
  if (!who->authenticated()) {
    refused = refusal(401, "From another machine this needs a login, or [monitoring] open.");
    return false;
  }
  if ((who->scopes & auth::bit(auth::Scope::read)) == 0) {
    refused = refusal(403, "The token is not for this.");
    return false;
  }
  return true;
}

std::variant<http::Response, std::unique_ptr<http::Exchange>>
MetricsPage::begin(const http::Head& head) {
  if (head.method != "GET" && head.method != "HEAD") {
    auto response = http::text_response(405, "This page can only be read.");
    response.fields.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  http::Response response;
  if (!may_read(head, response)) return response;
  const auto form = Exposition::wanted(head.field("accept"));
  Exposition out(form);
  out.family("platen_build_info", Type::gauge, "Always 1; the version.");
  out.sample({{"version", PLATEN_VERSION}}, 1);
  const auto facts = printer_facts(parts_.core);
  expose_queues(out, parts_.core);
  expose_printers(out, parts_.core, facts);
  parts_.counters.expose(out);
  out.family("platen_http_connections", Type::gauge, "Connections of clients that are open.");
  out.sample(real(parts_.connections()));
  expose_store(out, parts_.core.store());
  expose_workers(out, parts_.core);
  expose_scans(out, parts_.scanning);
  expose_inboxes(out, parts_.inbox);
  monitor::expose_process(out);
  response.status = 200;
  response.content_type = Exposition::content_type(form);
  response.body = std::make_shared<const std::string>(out.finish());
  response.fields.emplace_back("Cache-Control", "no-store");
  return response;
}

} // namespace platen::server
