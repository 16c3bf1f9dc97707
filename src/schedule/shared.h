#pragma once

#include "flow/parking.h"
#include "model/fitted.h"
#include "schedule/scheduler.h"

namespace platen::schedule {

// What all sessions of a scheduler have in common. Immutable but for the store and its disk.
struct Shared {
  job::Store& store;
  std::span<const model::Model> models; // as they were at the start
  SchedulerOptions options;
  std::shared_ptr<flow::Parking> parking;
  Live<std::string> spool_trouble; // in words; empty: none

  // That of the printer, with the parts that this unit has. Errc::invalid when there is none.
  Result<std::shared_ptr<const model::Model>> model(const job::Printer& printer) const {
    if (auto now = options.model_now ? options.model_now(printer.model) : nullptr)
      return model::as_fitted(std::move(now), printer.not_fitted);
    TRY(const model::Model* const file, model::find_model(models, printer.model));
    return model::as_fitted({std::shared_ptr<void>{}, file}, printer.not_fitted);
  }
  job::Time now() const { return options.clock(); }
  void log(std::string_view level, std::string_view text) const {
    if (options.log) options.log(level, text);
  }
};

} // namespace platen::schedule
