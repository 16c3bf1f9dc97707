#pragma once

#include "flow/parking.h"
#include "schedule/scheduler.h"

namespace platen::schedule {

// What all sessions of a scheduler have in common. Immutable but for the store and its disk.
struct Shared {
  job::Store& store;
  std::span<const model::Model> models; // as they were at the start
  SchedulerOptions options;
  std::shared_ptr<flow::Parking> parking;
  Live<std::string> spool_trouble; // in words; empty: none

  // Errc::invalid when there is none.
  Result<std::shared_ptr<const model::Model>> model(const std::string& id) const {
    if (auto now = options.model_now ? options.model_now(id) : nullptr) return now;
    TRY(const model::Model* const file, model::find_model(models, id));
    return std::shared_ptr<const model::Model>(std::shared_ptr<void>{}, file);
  }
  job::Time now() const { return options.clock(); }
  void log(std::string_view level, std::string_view text) const {
    if (options.log) options.log(level, text);
  }
};

} // namespace platen::schedule
