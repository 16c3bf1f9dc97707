#include "device/from_pjl.h"

#include "encode/pclxl/jam_place.h"

#include <algorithm>

namespace platen::device {

namespace {

// docs/protocols/pjl.md §2; the first that fits counts.
struct Codes {
  int first, last;
  State state;
  std::string_view keyword; // empty: no reason
  Severity severity;
};
constexpr Codes known[] = {
    {10000, 10001, State::idle, "", Severity::report},
    {10002, 10002, State::stopped, "offline", Severity::error},
    {10003, 10005, State::processing, "", Severity::report},
    {10006, 10006, State::idle, "toner-low", Severity::warning},
    {10007, 10007, State::processing, "", Severity::report},
    {10023, 10023, State::processing, "", Severity::report},
    {30016, 30017, State::stopped, "interpreter-complex-page-encountered", Severity::error},
    {40000, 40000, State::idle, "", Severity::report},
    {40010, 40010, State::stopped, "marker-supply-missing", Severity::error},
    {40019, 40020, State::stopped, "output-area-full", Severity::error},
    {40021, 40021, State::stopped, "cover-open", Severity::error},
    {40022, 40022, State::stopped, "media-jam", Severity::error},
    {40038, 40039, State::stopped, "toner-empty", Severity::error}, // low, and it does not go on
    {40079, 40079, State::stopped, "offline", Severity::error},
    {41000, 41999, State::stopped, "media-needed", Severity::error},
    {40093, 40093, State::stopped, "media-jam", Severity::error},
    {42000, 42999, State::stopped, "media-jam", Severity::error},
    {43000, 43999, State::stopped, "other", Severity::error}, // of an external feeder or finisher
    {44000, 44999, State::stopped, "media-jam", Severity::error},
    {30000, 39999, State::unknown, "other", Severity::warning},
    {40000, 49999, State::stopped, "other", Severity::error},
    {50000, 59999, State::stopped, "other", Severity::error},
};

} // namespace

Reading from_pjl(const pjl::DeviceStatus& status, std::optional<std::int64_t> page_count) {
  Condition condition;
  condition.message = status.display;
  const auto* const found = std::ranges::find_if(known, [&](const Codes& codes) {
    return status.code >= codes.first && status.code <= codes.last;
  });
  if (found != std::end(known)) {
    condition.state = found->state;
    if (!found->keyword.empty())
      add_reason(condition.reasons, std::string(found->keyword), found->severity, status.display,
                 std::string(encode::pclxl::jam_place(status.code, status.display)));
  }
  if (status.online == false && condition.reasons.empty()) {
    condition.state = State::stopped;
    add_reason(condition.reasons, "offline", Severity::error, status.display);
  }
  Reading reading;
  reading.condition = std::move(condition);
  reading.impressions = page_count;
  return reading;
}

} // namespace platen::device
