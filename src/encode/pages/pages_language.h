#pragma once

#include "encode/language.h"
#include "encode/pages/page_form.h"
#include "model/page_offer.h"

#include <memory>

namespace platen::encode {

// What a driverless printer takes, as the answer that is remembered of it.
struct OfferAnswer final : DeviceAnswer {
  explicit OfferAnswer(model::PageOffer said) : offer(std::move(said)) {}
  model::PageOffer offer;
};

// Plain pages for a driverless printer: one PWG or Apple raster file of all pages, or a JPEG a
// page. Each page is the whole sheet; the offer's margins bound what bears ink. The form is the
// nearest to the ticket that the printer offers: Errc::unsupported when there is none.
Result<std::unique_ptr<Language>> make_pages(const model::Model& model, const model::Ticket& ticket,
                                             std::shared_ptr<const OfferAnswer> answer);

} // namespace platen::encode
