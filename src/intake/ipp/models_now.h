#pragma once

#include "intake/ipp/service.h"

namespace platen::intake::ipp {

using Models = library::Shelf::Models;

// The models as they are now, with the papers, profiles and recipes that were added; without a
// shelf those of the files. Whoever keeps the list keeps what it points to.
std::shared_ptr<const Models> models_now(const Services& services);

const model::Model* find_model(const Models& models, std::string_view id); // null: there is none
// Errc::invalid: as model::find_model() says it.
Result<const model::Model*> need_model(const Services& services, const Models& models,
                                       std::string_view id);

// The model with the parts that this printer has; the caller keeps it, and `whole` as long.
std::shared_ptr<const model::Model> unit_model(const model::Model& whole,
                                               const job::Printer& printer);

} // namespace platen::intake::ipp
