#pragma once

#include "base/device_limits.h"
#include "base/result.h"
#include "device/by_model.h"
#include "device/merge.h"

namespace platen::fuzz {

// What holds of every reading, whatever the device said.
inline void check(device::Reading reading) {
  device::name_by_model(reading, model::Model{});
  const device::Heard heard[] = {{"fuzz", &reading, 1}};
  const device::Status status = device::merge(heard, {}, 1);
  EXPECTS(status.supplies.size() <= limits::status_supplies);
  EXPECTS(status.media.size() <= limits::status_trays);
  EXPECTS(status.condition.reasons.size() <= limits::status_reasons);
  for (const device::Supply& supply : status.supplies)
    EXPECTS(supply.level.percent >= 0 && supply.level.percent <= 100);
  for (const device::Reason& reason : status.condition.reasons)
    EXPECTS(!reason.keyword.empty() && !device::keyword_of(reason).empty());
}

} // namespace platen::fuzz
