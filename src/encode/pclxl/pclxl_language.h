#pragma once

#include "encode/language.h"
#include "model/model.h"

#include <memory>

namespace platen::encode {

// PCL XL in a PJL envelope (docs/protocols/pcl-xl.md) for one ticket.
std::unique_ptr<Language> make_pclxl(const model::Model& model, const model::Ticket& ticket);

} // namespace platen::encode
