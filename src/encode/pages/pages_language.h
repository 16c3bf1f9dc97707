#pragma once

#include "encode/language.h"

#include <memory>

namespace platen::encode {

// Plain pages for a driverless printer, in the form that is nearest to the ticket among those that
// the device offers (DeviceLink::page_offer): one PWG or Apple raster file of all pages, or a JPEG a
// page. Each page is the whole sheet; the offer's margins bound what bears ink.
std::unique_ptr<Language> make_pages(const model::Model& model, const model::Ticket& ticket);

} // namespace platen::encode
