#include "device/channels.h"
#include "device/language_choice.h"
#include "doctor/look.h"
#include "model/fitted.h"
#include "schedule/wording.h"
#include "server/doctor.h"
#include "transport/ipp_address.h"
#include "transport/lpd_address.h"
#include "transport/usb_address.h"

#include <algorithm>
#include <charconv>

#include <unistd.h>

// One printer, its queue and its device.
namespace platen::server {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience{4'000};
constexpr std::int32_t most_jobs = 10'000;
constexpr std::chrono::minutes known_for{5}; // what a device without fault said
constexpr std::size_t most_known = 1'000;

struct Endpoint {
  std::string host;
  int port = 0;
};

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Where a device takes print data; nothing for what no network leads to.
std::optional<Endpoint> endpoint_of(const std::string& uri) {
  if (transport::is_ipp_uri(uri)) {
    const auto address = transport::parse_ipp_uri(uri);
    return address ? std::optional(Endpoint{address->server.host, address->server.port})
                   : std::nullopt;
  }
  if (transport::is_lpd_uri(uri)) {
    const auto address = transport::parse_lpd_uri(uri);
    return address ? std::optional(Endpoint{address->host.host, number_of(address->host.port)})
                   : std::nullopt;
  }
  const auto address = transport::parse_socket_uri(uri);
  return address ? std::optional(Endpoint{address->host, number_of(address->port)}) : std::nullopt;
}

// Which of the defaults, taken away, lets the others be.
std::string culprit(const model::Model& model, const model::Options& defaults) {
  for (const auto& suspect : defaults) {
    model::Options others = defaults;
    std::erase_if(others, [&](const auto& one) { return one.first == suspect.first; });
    if (model::make_ticket(model, others)) return suspect.first;
  }
  return {};
}

std::string missing_filter(const job::Printer& printer) {
  if (printer.filter.empty()) return {};
  if (::access(printer.filter.c_str(), X_OK) != 0) return printer.filter;
  const bool ppd = printer.filter_ppd.empty() || ::access(printer.filter_ppd.c_str(), R_OK) == 0;
  return ppd ? std::string() : printer.filter_ppd;
}

doctor::UsbFacts usb_facts(const std::string& uri) {
  const auto bus = transport::open_usb_bus();
  if (bus) return doctor::look_at_usb(**bus, uri);
  doctor::UsbFacts facts;
  facts.state = doctor::UsbFacts::State::missing;
  facts.words = bus.error().message();
  return facts;
}

// A job that has no connection yet is in nobody's way.
bool waits_for_connection(const std::vector<std::string>& reasons) {
  return std::ranges::any_of(reasons, [](const std::string& reason) {
    return device::without_severity(reason) == "connecting-to-device";
  });
}

} // namespace

doctor::PrinterFacts Doctor::printer(const job::Printer& printer, const Config& config,
                                     Ask ask) const {
  Core& core = parts_.core;
  doctor::PrinterFacts facts;
  facts.printer = printer;
  const auto model = model::find_model(core.models(), printer.model);
  facts.model = model ? *model : nullptr;
  const auto status = core.scheduler().status(printer.id);
  facts.reasons = status->reasons;
  facts.message = status->message;
  facts.printing = status->current != 0 && !waits_for_connection(status->reasons);
  facts.device = *core.device_status(printer.id);
  facts.address = schedule::address_of(printer.device_uri);
  facts.missing_filter = missing_filter(printer);
  facts.search = core.relocator().search(printer.id);
  facts.moved = core.relocator().last_move(printer);
  job::JobQuery query;
  query.which = job::JobQuery::Which::not_finished;
  query.printer = printer.id;
  query.limit = most_jobs;
  const auto waiting = core.store().jobs(query);
  for (const job::Job& job : waiting ? *waiting : std::vector<job::Job>()) {
    const auto media =
        std::ranges::find(job.options, "media", &std::pair<std::string, std::string>::first);
    facts.waiting.push_back({job.id, media == job.options.end() ? std::string() : media->second});
  }
  if (const auto unit = model::as_fitted(core.shelf().model(printer.model), printer.not_fitted)) {
    if (const auto ticket = model::make_ticket(*unit, printer.defaults); !ticket) {
      facts.defaults_error = ticket.error().message();
      facts.defaults_option = culprit(*unit, printer.defaults);
    }
  }
  if (transport::is_usb_uri(printer.device_uri)) {
    if (!facts.printing) facts.usb = usb_facts(printer.device_uri);
    return facts;
  }
  const auto endpoint = endpoint_of(printer.device_uri);
  if (!endpoint || facts.model == nullptr) return facts;
  facts.host = endpoint->host;
  const auto readers = device::make_readers(*facts.model, printer.device_uri);
  facts.has_channels = config.ask_devices && readers && !readers->empty();
  // Its connection is the job's: what it says there is told by the session.
  if (facts.printing) return facts;
  ask_device(facts, endpoint->port, ask);
  return facts;
}

void Doctor::ask_device(doctor::PrinterFacts& facts, int port, Ask ask) const {
  const std::string& uri = facts.printer.device_uri;
  if (ask == Ask::what_is_not_known) {
    const std::lock_guard lock(mutex_);
    const auto known = heard_.find(uri);
    if (known != heard_.end() && std::chrono::steady_clock::now() - known->second.at < known_for) {
      facts.reach = known->second.reach;
      facts.probe = known->second.probe;
      return;
    }
  }
  facts.reach = doctor::reach(facts.host, port, patience);
  const std::string asked = device::asked_at(uri);
  if (facts.reach.how == doctor::Reach::How::connected && !asked.empty()) {
    const Cancel never;
    if (auto probe = device::probe(asked, never, patience)) facts.probe = *std::move(probe);
  }
  const auto found = doctor::check_device(facts, parts_.core.models());
  const bool well = std::ranges::all_of(
      found, [](const doctor::Finding& one) { return one.severity <= doctor::Severity::note; });
  const std::lock_guard lock(mutex_);
  if (well && heard_.size() < most_known)
    heard_.insert_or_assign(uri, Heard{std::chrono::steady_clock::now(), facts.reach, facts.probe});
  else
    heard_.erase(uri);
}

doctor::Findings Doctor::findings_of(const job::Printer& one, const Config& config, Ask ask) const {
  return doctor::check_printer(printer(one, config, ask), parts_.core.models());
}

} // namespace platen::server
