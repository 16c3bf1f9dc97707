#pragma once

#include "encode/language.h"
#include "model/model.h"
#include "transport/transport.h"

#include <memory>

namespace platen::flow {

// The language for a device: plain pages for a driverless printer, in the form that it offers and
// that is nearest to the ticket, whose resolution becomes that form's; else the model's own
// language.
Result<std::unique_ptr<encode::Language>>
language_for(const transport::Transport& device, const model::Model& model, model::Ticket& ticket);

} // namespace platen::flow
