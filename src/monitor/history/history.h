#pragma once

#include "monitor/notice/conditions.h"
#include "monitor/record/record.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace platen::monitor {

// Levels of supplies and counts of pages over time: a sample when something changed, and each hour.
// One of each day stays after 90 days, none after ten years. One thread at a time.
class History {
public:
  static constexpr Time hour = 3'600, day = 86'400;
  static constexpr Time fine = 90 * day, longest = 3'650 * day;
  static constexpr Time shortest_pause = 60; // between two samples of one series

  explicit History(Record& record) : record_(record) {}
  Result<void> look(const std::vector<PrinterFacts>& printers, Time now);

private:
  struct Known {
    std::int64_t value = 0;
    Time time = 0;
  };
  void take(std::vector<Sample>& samples, std::int32_t printer, std::string series,
            std::int64_t value, Time now);

  Record& record_;
  std::map<std::pair<std::int32_t, std::string>, Known> known_;
  Time thinned_ = 0;
};

} // namespace platen::monitor
