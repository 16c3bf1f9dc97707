#include "monitor/history/history.h"

namespace platen::monitor {

namespace {
constexpr std::size_t most_supplies = 64, longest_name = 127;
}

Result<void> History::look(const std::vector<PrinterFacts>& printers, Time now) {
  std::vector<Sample> samples;
  for (const PrinterFacts& facts : printers) {
    if (!facts.heard) continue; // what is known may be old
    std::size_t count = 0;
    for (const device::Supply& supply : facts.supplies) {
      if (supply.level.known != device::Level::Known::percent || ++count > most_supplies) continue;
      const std::string& name = supply.label.empty() ? supply.type : supply.label;
      take(samples, facts.id, "supply:" + name.substr(0, longest_name), supply.level.percent, now);
    }
    if (facts.impressions) take(samples, facts.id, "impressions", *facts.impressions, now);
  }
  TRY_VOID(record_.add(samples));
  for (const Sample& one : samples)
    known_[{one.printer, one.series}] = {one.value, one.time};
  if (now >= thinned_ && now - thinned_ < day) return {};
  TRY_VOID(record_.thin_out(now - fine, now - longest));
  thinned_ = now;
  return {};
}

void History::take(std::vector<Sample>& samples, std::int32_t printer, std::string series,
                   std::int64_t value, Time now) {
  const auto found = known_.find({printer, series});
  if (found != known_.end() && now >= found->second.time) {
    const Time age = now - found->second.time;
    const bool news = value != found->second.value && age >= shortest_pause;
    if (!news && age < hour) return;
  }
  samples.push_back({printer, std::move(series), now, value});
}

} // namespace platen::monitor
