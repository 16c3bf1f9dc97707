#pragma once

#include "encode/language.h"
#include "model/model.h"
#include "transport/transport.h"

#include <memory>

namespace platen::flow {

// The language for a device as it is remembered: plain pages for a driverless printer, in the form
// that it offers and that is nearest to the ticket; else the model's own language.
Result<std::unique_ptr<encode::Language>>
language_for(const std::shared_ptr<const encode::DeviceAnswer>& remembered,
             const model::Model& model, const model::Ticket& ticket);

// The language for an open device: what it offers now counts.
Result<std::unique_ptr<encode::Language>>
language_for(const transport::Transport& device,
             const std::shared_ptr<const encode::DeviceAnswer>& remembered,
             const model::Model& model, const model::Ticket& ticket);

} // namespace platen::flow
