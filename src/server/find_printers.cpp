#include "server/find_printers.h"

#include "base/device_limits.h"
#include "server/at_once.h"
#include "server/candidates.h"
#include "server/usb_sightings.h"
#include "transport/connect.h"
#include "transport/usb_bus.h"

#include <algorithm>
#include <iterator>

namespace platen::server {

namespace {

using discovery::PrinterRecord;
using intake::api::FoundPrinters;
using intake::api::FoundUri;
using std::chrono::milliseconds;

constexpr std::size_t most_at_once = 12;     // each of them by several channels
constexpr milliseconds whole_probe{3'500};   // of one host
constexpr milliseconds port_patience{1'000}; // to see whether somebody listens

// ---- what one of them is

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos || host.starts_with('[') ? host : "[" + host + "]";
}

std::string plain(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

bool answers(const device::Probe& probe) {
  return std::ranges::any_of(probe.answers,
                             [](const device::Answer& one) { return one.silence.empty(); });
}

bool answers_by(const device::Probe& probe, std::string_view channel) {
  return std::ranges::any_of(probe.answers, [&](const device::Answer& one) {
    return one.silence.empty() && one.channel == channel;
  });
}

bool listens(const std::string& host, const std::string& port, const Cancel& cancel) {
  return transport::connect_to({plain(host), port, {}}, port_patience, cancel).has_value();
}

void add_probe(Sighting& device, const std::string& uri, const Cancel& cancel) {
  auto probe = device::probe(uri, cancel, whole_probe);
  if (!probe) return;
  device::add_words(device.identity, probe->identity());
  std::ranges::move(probe->answers, std::back_inserter(device.probe.answers));
  std::ranges::move(probe->languages, std::back_inserter(device.probe.languages));
}

bool has_transport(const Sighting& device, std::string_view transport) {
  return std::ranges::find(device.uris, transport, &FoundUri::transport) != device.uris.end();
}

std::string transport_of(const std::string& uri) {
  return uri.substr(0, uri.find(':'));
}

void add_record(Sighting& device, const PrinterRecord& record) {
  for (const std::string& uri : record.uris)
    device.uris.push_back({uri, transport_of(uri), {"dns-sd"}});
  device.dns_sd_name = record.name;
  device.title = record.make_and_model;
  device.maker = record.maker;
  device.location = record.location;
  device::add_word(device.identity, device::uuid_word(record.uuid));
  if (record.is_platen) device.remark = "a queue of platen on another machine, which prints for it";
}

// Several queues at one address, as a print server has them, are several devices.
std::vector<Sighting> ask_server(const Candidate& candidate, const Cancel& cancel) {
  std::vector<Sighting> all;
  for (const PrinterRecord& record : candidate.records) {
    Sighting device;
    add_record(device, record);
    const auto speaks_ipp = std::ranges::find_if(
        device.uris, [](const FoundUri& one) { return one.transport == "ipp"; });
    if (speaks_ipp != device.uris.end()) add_probe(device, speaks_ipp->uri, cancel);
    device.host = candidate.host + " " + record.name; // apart from its neighbours
    all.push_back(std::move(device));
  }
  return all;
}

// Ports that nobody announced, by the ways that led to the address.
void add_ports(Sighting& device, const Candidate& candidate, const Cancel& cancel) {
  const std::string& host = candidate.host;
  const auto add = [&](std::string uri) {
    std::string transport = transport_of(uri);
    device.uris.push_back({std::move(uri), std::move(transport), candidate.ways});
  };
  if (!has_transport(device, "socket") &&
      (answers_by(device.probe, "pjl") || listens(host, "9100", cancel)))
    add("socket://" + bracketed(host));
  if (!has_transport(device, "lpd") && listens(host, "515", cancel))
    add("lpd://" + bracketed(host));
}

void add_ipp(Sighting& device, const Candidate& candidate, const Cancel& cancel) {
  const auto known = std::ranges::find_if(
      device.uris, [](const FoundUri& one) { return one.transport.starts_with("ipp"); });
  if (known != device.uris.end()) return add_probe(device, known->uri, cancel);
  if (!listens(candidate.host, "631", cancel)) return;
  Sighting by_ipp;
  const std::string uri = "ipp://" + bracketed(candidate.host) + "/ipp/print";
  add_probe(by_ipp, uri, cancel);
  if (!answers(by_ipp.probe)) return;
  device.uris.push_back({uri, "ipp", candidate.ways});
  device::add_words(device.identity, by_ipp.identity);
  std::ranges::move(by_ipp.probe.answers, std::back_inserter(device.probe.answers));
  std::ranges::move(by_ipp.probe.languages, std::back_inserter(device.probe.languages));
}

void add_chmp_way(const device::Probe& probe, std::vector<std::string>& ways) {
  if (answers_by(probe, "chmp") || answers_by(probe, "chmps")) ways.emplace_back("chmp");
}

// Nothing: it is no printer. All kinds of machines have an agent of SNMP: only those that say that
// they are printers are asked by the channels that others might not expect.
std::vector<Sighting> ask(Candidate candidate, const Cancel& cancel) {
  const auto is_platen = [](const PrinterRecord& one) { return one.is_platen; };
  if (candidate.records.size() > 1 || std::ranges::any_of(candidate.records, is_platen))
    return ask_server(candidate, cancel);
  const std::string uri = "socket://" + bracketed(candidate.host);
  if (candidate.records.empty() && candidate.ways == std::vector<std::string>{"snmp"}) {
    const auto unit = device::identify(uri + "/?bjnp=off", {}, cancel);
    if (!unit || !answers(*unit)) return {};
  }
  Sighting device;
  device.host = plain(candidate.host);
  for (const PrinterRecord& record : candidate.records)
    add_record(device, record);
  const auto raw = std::ranges::find(device.uris, "socket", &FoundUri::transport);
  add_probe(device, raw == device.uris.end() ? uri : std::string(raw->uri), cancel);
  add_chmp_way(device.probe, candidate.ways);
  add_ipp(device, candidate, cancel);
  if (!answers(device.probe) && candidate.records.empty()) return {};
  add_ports(device, candidate, cancel);
  for (FoundUri& known : device.uris)
    for (const std::string& way : candidate.ways)
      if (std::ranges::find(known.found_by, way) == known.found_by.end())
        known.found_by.push_back(way);
  if (device.uris.empty()) return {};
  return {std::move(device)};
}

// ---- the USB

void add_usb(Around& around) {
  const auto bus = transport::open_usb_bus();
  if (!bus) {
    around.notes.push_back("USB: " + bus.error().message());
    return;
  }
  const auto printers = (*bus)->printers();
  if (!printers) {
    around.notes.push_back("USB: " + printers.error().message());
    return;
  }
  std::ranges::move(seen_on_usb(*printers), std::back_inserter(around.devices));
}

} // namespace

Result<Around> look_around(const std::string& host, const Cancel& cancel) {
  Around around;
  std::vector<Candidate> all;
  if (host.empty()) {
    add_usb(around);
    all = candidates(cancel, around.notes);
  } else {
    all.push_back({host, {"address"}, {}});
  }
  std::vector<std::vector<Sighting>> seen(all.size());
  at_once(all.size(), most_at_once, [&](std::size_t i) { seen[i] = ask(all[i], cancel); });
  if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
  for (std::vector<Sighting>& some : seen)
    std::ranges::move(some, std::back_inserter(around.devices));
  around.devices = merged(std::move(around.devices));
  return around;
}

Result<FoundPrinters> find_printers(std::span<const model::Model> models,
                                    std::span<const job::Printer> printers, const std::string& host,
                                    const Cancel& cancel) {
  TRY(const Around around, look_around(host, cancel));
  FoundPrinters found;
  found.notes = around.notes;
  for (const Sighting& device : around.devices)
    found.devices.push_back(described(device, around.devices, models, printers));
  return found;
}

} // namespace platen::server
