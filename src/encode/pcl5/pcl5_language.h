#pragma once

#include "encode/language.h"
#include "model/model.h"

#include <memory>

namespace platen::encode {

// PCL 5e raster in a PJL envelope (docs/protocols/pcl5.md) for one ticket.
std::unique_ptr<Language> make_pcl5(const model::Model& model, const model::Ticket& ticket);

} // namespace platen::encode
