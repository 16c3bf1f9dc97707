#include "scan/device/bjnp_discovery.h"
#include "scan/device/bjnp_link.h"
#include "scan/device/sane_scanner.h"
#include "transport/usb_address.h"
#include "transport/usb_bus.h"
#include "wire/bjnp/packet.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>

namespace platen::scan {

namespace {

constexpr std::chrono::milliseconds discovery{2'000};

std::string make_and_model(const std::string& id) {
  return ieee1284::value(id, "MFG", "MANUFACTURER") + " " + ieee1284::value(id, "MDL", "MODEL");
}

Result<void> add_bjnp(std::vector<FoundScanner>& all, const Cancel& cancel) {
  TRY(const auto hosts,
      discover_bjnp(broadcast_addresses(), bjnp::scanner_port, discovery, cancel));
  LinkPatience patience;
  patience.answer = discovery;
  for (const std::string& host : hosts) {
    TRY(const auto address, parse_bjnp_uri("bjnp://" + host));
    const auto id = ask_bjnp_identity(address, patience, cancel);
    if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
    all.push_back({"bjnp://" + host, id && !id->empty() ? make_and_model(*id) : "Canon"});
  }
  return {};
}

// Vendor-specific interfaces have all kinds of devices; what a printer has is likely a scanner.
void add_usb(std::vector<FoundScanner>& all) {
  const auto bus = transport::open_usb_bus();
  if (!bus) return;
  const auto found = (*bus)->scanners();
  if (!found) return;
  for (const transport::UsbInterface& one : *found)
    all.push_back({to_uri(one), make_and_model(one.device_id)});
}

} // namespace

std::string sane_title(const std::string& uri, const Cancel& cancel) {
  if (!uri.starts_with(sane_scheme)) return {};
  const auto program = own_sane_program();
  if (!program) return {};
  const auto all = find_sane_scanners(*program, cancel);
  if (!all) return {};
  const auto found = std::ranges::find(*all, uri, &FoundScanner::uri);
  return found == all->end() ? std::string() : found->make_and_model;
}

Result<std::vector<FoundScanner>> find_scanners(const Cancel& cancel) {
  std::vector<FoundScanner> all;
  TRY_VOID(add_bjnp(all, cancel));
  add_usb(all);
  TRY(const SaneProgram program, own_sane_program());
  auto sane = find_sane_scanners(program, cancel);
  if (!sane && sane.error().code == Errc::cancelled) return sane;
  if (sane) all.insert(all.end(), sane->begin(), sane->end());
  return all;
}

} // namespace platen::scan
