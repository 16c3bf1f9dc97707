#pragma once

#include "monitor/notice/conditions.h"
#include "monitor/record/record.h"

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace platen::monitor {

// Makes notices of what printers' states are: of each event one, when it begins. An event lasts
// until its condition has not shown for some minutes, so that what comes and goes is one event; a
// device that says nothing ends none but its silence. What is under way is kept: a restart tells
// nothing again. One thread at a time.
class EventWatch {
public:
  struct Options {
    Time silent_seconds = 60; // that a device is silent before it is told
    Time stopped_seconds = 5; // that a printer stands still for no reason of its own
    Time calm_seconds = 300;  // without the condition: the event is over
  };
  // A notice that is to be kept and told, with its event; an error: it is tried again.
  using Tell = std::function<Result<void>(const Notice& notice, const OpenEvent& event)>;
  EventWatch(Record& record, Options options, Tell tell)
      : record_(record), options_(options), tell_(std::move(tell)) {}

  Result<void> load();
  void set(Options options) { options_ = options; }
  // All printers that there are, about once a second.
  Result<void> look(const std::vector<PrinterFacts>& printers, Time now);

private:
  using Key = std::pair<std::int32_t, std::string>;
  Result<void> look_at(const PrinterFacts& facts, Time now);
  Result<void> shows(const PrinterFacts& facts, const Condition& condition, Time now);
  Result<void> shows_not(OpenEvent& event, bool silent, Time now, bool& over);
  Result<void> forget_gone(const std::vector<PrinterFacts>& printers);
  Result<bool> has_answered(const PrinterFacts& facts);
  Time delay_of(const Condition& condition) const;

  Record& record_;
  Options options_;
  const Tell tell_;
  std::map<Key, OpenEvent> open_;
  std::map<Key, Time> candidates_; // that shall last a while first
  std::set<std::int32_t> answered_, looked_up_;
};

} // namespace platen::monitor
