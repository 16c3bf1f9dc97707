#include "flow/device_language.h"

#include "encode/pages/pages_language.h"

namespace platen::flow {

Result<std::unique_ptr<encode::Language>>
language_for(const transport::Transport& device, const model::Model& model, model::Ticket& ticket) {
  const model::PageOffer* offer = device.page_offer();
  if (offer == nullptr) return encode::make_language(model, ticket);
  TRY(const encode::PageForm form, encode::choose_form(*offer, model, ticket));
  ticket.resolution = form.resolution;
  return encode::make_pages(model, ticket, *offer, form);
}

} // namespace platen::flow
