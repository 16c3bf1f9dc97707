#include "server/locate.h"

#include "device/language_choice.h"
#include "device/probe.h"
#include "server/at_once.h"
#include "server/candidates.h"
#include "server/sighting.h"
#include "transport/ipp_address.h"
#include "transport/usb_address.h"

#include <algorithm>

namespace platen::server {

namespace {

using device::Match;

constexpr std::size_t most_at_once = 12;

Match ask(const std::string& device_uri, const device::Identity& identity,
          const Candidate& candidate, const Cancel& cancel) {
  device::Identity told;
  for (const discovery::PrinterRecord& record : candidate.records)
    if (!record.is_platen) device::add_word(told, device::uuid_word(record.uuid));
  const std::string uri = with_host(asked_who(device_uri), candidate.host);
  const auto probe = device::identify(uri, identity, cancel);
  if (probe) device::add_words(told, probe->identity());
  return device::compare(identity, told);
}

} // namespace

std::string asked_who(const std::string& device_uri) {
  if (transport::is_ipp_uri(device_uri)) return device_uri;
  if (transport::is_usb_uri(device_uri)) return ""; // its address names the unit, wherever it is
  return device::asked_at(device_uri);
}

Result<std::vector<Located>> locate(const std::string& device_uri, const device::Identity& identity,
                                    const Cancel& cancel) {
  std::vector<std::string> notes;
  const auto all = candidates(cancel, notes);
  std::vector<Match> matches(all.size(), Match::untold);
  at_once(all.size(), most_at_once,
          [&](std::size_t i) { matches[i] = ask(device_uri, identity, all[i], cancel); });
  if (cancel.requested()) return fail(Errc::cancelled, "cancelled");
  std::vector<Located> located;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (matches[i] == Match::same || matches[i] == Match::unclear)
      located.push_back({all[i].host, matches[i]});
  const auto is_v4 = [](const Located& one) { return one.host.find(':') == std::string::npos; };
  if (std::ranges::any_of(located, is_v4)) // else a machine with both would be two
    std::erase_if(located, [&](const Located& one) { return !is_v4(one); });
  return located;
}

} // namespace platen::server
