#pragma once

#include "device/probe.h"
#include "model/model.h"

#include <span>
#include <string>
#include <vector>

namespace platen::device {

// The models whose files name the device's model, as its ids tell it; in their order.
std::vector<const model::Model*> fitting_models(const Probe& probe,
                                                std::span<const model::Model> models);

// One of them, and the language in which it would be printed.
struct Fit {
  const model::Model* model;
  std::string language;
  bool confirmed = false; // the device said that it has it
};
std::vector<Fit> fits_of(const Probe& probe, std::span<const model::Model> models);

} // namespace platen::device
