#pragma once

#include "encode/language.h"
#include "encode/pages/page_form.h"
#include "model/page_offer.h"

#include <memory>

namespace platen::encode {

// Plain pages for a driverless printer: one PWG or Apple raster file of all pages, or a JPEG a
// page. Each page is the whole sheet; the offer's margins bound what bears ink. The ticket's
// resolution must be the form's.
std::unique_ptr<Language> make_pages(const model::Model& model, const model::Ticket& ticket,
                                     const model::PageOffer& offer, const PageForm& form);

} // namespace platen::encode
