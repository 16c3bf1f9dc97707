#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/formats.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/printer_cache.h"

namespace platen::intake::ipp {

// RFC 8011 section 4.2.5. What is requested and not there is passed over, as the standard leaves
// free: an unsupported group and another status than successful-ok trip clients that ask for
// everything they know.
void get_printer_attributes(const std::shared_ptr<Call>& call) {
  if (call->model == nullptr)
    return call->answer(IPP_STATUS_ERROR_INTERNAL,
                        "the model " + call->printer->model + " is not installed");
  const auto format = call->request.text(IPP_TAG_OPERATION, "document-format");
  if (format && !takes_format(*format)) {
    AttributeWriter(call->reply.get(), IPP_TAG_UNSUPPORTED_GROUP)
        .string(IPP_TAG_MIMETYPE, "document-format", *format);
    return call->answer(IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,
                        *format + " is not a format that is printed here");
  }
  call->answer_encoded(call->services.cache->answer(*call, PrinterRequest(call->request)));
}

} // namespace platen::intake::ipp
