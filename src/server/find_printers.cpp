#include "server/find_printers.h"

#include "device/fit.h"
#include "scan/device/bjnp_discovery.h"
#include "transport/usb_address.h"
#include "transport/usb_bus.h"
#include "wire/bjnp/packet.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>

namespace platen::server {

namespace {

using intake::api::FoundPrinter;

constexpr std::chrono::milliseconds discovery{2'000};
constexpr std::size_t most_hosts = 8; // that are asked what they are

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What a device says of itself by the channels that it answers; nothing where it answers none.
std::optional<FoundPrinter> ask(std::span<const model::Model> models, const std::string& uri,
                                const Cancel& cancel) {
  const auto probe = device::probe(uri, cancel);
  if (!probe) return std::nullopt;
  std::vector<std::string> channels;
  for (const device::Answer& answer : probe->answers)
    if (answer.silence.empty()) channels.push_back(answer.channel);
  if (channels.empty()) return std::nullopt;
  FoundPrinter found{uri, joined(probe->models()), {}, "answers " + joined(channels)};
  if (const auto fits = device::fits_of(*probe, models); !fits.empty())
    found.model = fits[0].model->id;
  return found;
}

void add_usb(std::vector<FoundPrinter>& all, std::span<const model::Model> models) {
  const auto bus = transport::open_usb_bus();
  if (!bus) return;
  const auto printers = (*bus)->printers();
  if (!printers) return;
  for (const transport::UsbInterface& one : *printers) {
    device::Probe probe;
    probe.answers.push_back({"usb", one.device_id, {}});
    FoundPrinter found{transport::to_uri(one),
                       ieee1284::value(one.device_id, "MFG", "MANUFACTURER") + " " +
                           ieee1284::value(one.device_id, "MDL", "MODEL"),
                       {},
                       "connected by USB"};
    if (const auto fits = device::fits_of(probe, models); !fits.empty())
      found.model = fits[0].model->id;
    all.push_back(std::move(found));
  }
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos || host.starts_with('[') ? host : "[" + host + "]";
}

// As the printer's own protocol, and as one that speaks IPP.
Result<std::vector<FoundPrinter>> ask_host(std::span<const model::Model> models,
                                           const std::string& host, const Cancel& cancel) {
  std::vector<FoundPrinter> all;
  for (const std::string& uri :
       {"socket://" + bracketed(host), "ipp://" + bracketed(host) + "/ipp/print"})
    if (auto found = ask(models, uri, cancel)) all.push_back(*std::move(found));
  return all;
}

} // namespace

Result<std::vector<FoundPrinter>> find_printers(std::span<const model::Model> models,
                                                const std::string& host, const Cancel& cancel) {
  if (!host.empty()) return ask_host(models, host, cancel);
  std::vector<FoundPrinter> all;
  add_usb(all, models);
  TRY(auto hosts,
      scan::discover_bjnp(scan::broadcast_addresses(), bjnp::scanner_port, discovery, cancel));
  hosts.resize(std::min(hosts.size(), most_hosts));
  for (const std::string& one : hosts)
    if (auto found = ask(models, "socket://" + one, cancel)) all.push_back(*std::move(found));
  return all;
}

} // namespace platen::server
