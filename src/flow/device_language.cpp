#include "flow/device_language.h"

#include "encode/pages/pages_language.h"

namespace platen::flow {

Result<std::unique_ptr<encode::Language>>
language_for(const std::shared_ptr<const encode::DeviceAnswer>& remembered,
             const model::Model& model, const model::Ticket& ticket) {
  if (auto offer = std::dynamic_pointer_cast<const encode::OfferAnswer>(remembered))
    return encode::make_pages(model, ticket, std::move(offer));
  TRY(auto language, encode::make_language(model, ticket));
  language->assume(remembered);
  return language;
}

Result<std::unique_ptr<encode::Language>>
language_for(const transport::Transport& device,
             const std::shared_ptr<const encode::DeviceAnswer>& remembered,
             const model::Model& model, const model::Ticket& ticket) {
  if (const model::PageOffer* offer = device.page_offer())
    return encode::make_pages(model, ticket, std::make_shared<encode::OfferAnswer>(*offer));
  return language_for(remembered, model, ticket);
}

} // namespace platen::flow
