#pragma once

#include "flow/parking.h"
#include "schedule/scheduler.h"

namespace platen::schedule {

// What all sessions of a scheduler have in common. Immutable but for the store and its disk.
struct Shared {
  job::Store& store;
  std::span<const model::Model> models;
  SchedulerOptions options;
  std::shared_ptr<flow::Parking> parking;
  Live<std::string> spool_trouble; // in words; empty: none

  job::Time now() const { return options.clock(); }
  void log(std::string_view level, std::string_view text) const {
    if (options.log) options.log(level, text);
  }
};

} // namespace platen::schedule
