#include "server/candidates.h"

#include "base/device_limits.h"
#include "device/search.h"
#include "scan/device/bjnp_discovery.h"
#include "server/at_once.h"
#include "transport/ask_around.h"
#include "wire/bjnp/packet.h"

#include <algorithm>

namespace platen::server {

namespace {

using discovery::PrinterRecord;

constexpr std::size_t most_hosts = 64; // that are asked what they are

Candidate& candidate_at(std::vector<Candidate>& all, const std::string& host) {
  const auto known = std::ranges::find(all, host, &Candidate::host);
  if (known != all.end()) return *known;
  return all.emplace_back(Candidate{host, {}, {}});
}

void add_hosts(std::vector<Candidate>& all, const Result<std::vector<std::string>>& hosts,
               const std::string& way, std::vector<std::string>& notes) {
  if (!hosts) {
    notes.push_back(way + ": " + hosts.error().message());
    return;
  }
  for (const std::string& host : *hosts)
    if (auto& ways = candidate_at(all, host).ways; std::ranges::find(ways, way) == ways.end())
      ways.push_back(way);
}

struct Heard {
  Result<std::vector<discovery::Announced>> announced = std::vector<discovery::Announced>();
  Result<std::vector<std::string>> snmp = std::vector<std::string>(),
                                   bjnp = std::vector<std::string>(),
                                   scanners = std::vector<std::string>();
};

// By all ways at once: each waits for its time.
Heard listen(const Cancel& cancel) {
  const auto networks = transport::broadcast_addresses();
  Heard heard;
  const std::function<void()> ways[] = {
      [&] {
        heard.announced = discovery::browse(discovery::printer_types(), limits::search, cancel);
      },
      [&] { heard.snmp = device::search_snmp(networks, cancel); },
      [&] { heard.bjnp = device::search_bjnp(networks, cancel); },
      [&] {
        heard.scanners = scan::discover_bjnp(networks, bjnp::scanner_port, limits::search, cancel);
      }};
  at_once(std::size(ways), std::size(ways), [&](std::size_t i) { ways[i](); });
  return heard;
}

} // namespace

std::vector<Candidate> candidates(const Cancel& cancel, std::vector<std::string>& notes) {
  std::vector<Candidate> all;
  const Heard heard = listen(cancel);
  if (!heard.announced) notes.push_back(heard.announced.error().message());
  if (heard.announced)
    for (PrinterRecord& record : discovery::printers_of(*heard.announced))
      if (!record.is_platen || !record.own_machine)
        candidate_at(all, record.address).records.push_back(std::move(record));
  add_hosts(all, heard.snmp, "snmp", notes);
  add_hosts(all, heard.bjnp, "bjnp", notes);
  add_hosts(all, heard.scanners, "bjnp", notes);
  if (transport::broadcast_addresses().empty())
    notes.emplace_back(
        "this machine is in no network, so that neither SNMP nor BJNP finds anything");
  if (all.size() > most_hosts) {
    notes.push_back("of " + std::to_string(all.size()) + " that answered, " +
                    std::to_string(most_hosts) + " were asked what they are");
    all.resize(most_hosts);
  }
  return all;
}

} // namespace platen::server
