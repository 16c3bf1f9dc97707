#include "intake/ipp/handlers.h"

namespace platen::intake::ipp {

// RFC 8011 section 4.2.5.
void get_printer_attributes(const std::shared_ptr<Call>& call) {
  call->answer(IPP_STATUS_OK);
}

} // namespace platen::intake::ipp
