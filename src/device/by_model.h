#pragma once

#include "device/status.h"
#include "model/model.h"

namespace platen::device {

// Puts the model's keywords in place of the device's own names, where the model file has them as
// its codes. Supplies come in the model's order, those that no entry of the model fits behind them;
// a supply of the model that the device does not tell has an unknown level. Lists are cut at
// device_limits.h.
void name_by_model(Reading& reading, const model::Model& model);

} // namespace platen::device
