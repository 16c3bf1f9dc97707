#pragma once

#include "image/image.h"
#include "model/ticket.h"

#include <memory>

namespace platen::flow {

// A drawn page (rgb8) in black and white where the ticket asks for it; any other as it is.
Result<std::unique_ptr<RowSource>> toned_page(std::unique_ptr<RowSource> page,
                                              const model::Ticket& ticket);

} // namespace platen::flow
