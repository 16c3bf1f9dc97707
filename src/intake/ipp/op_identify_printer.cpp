#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_request.h"

namespace platen::intake::ipp {

// PWG 5100.13 section 5.1: the message is shown in the printer's status, to
// everybody: it does not say who asked. What the printer cannot do
// (flash, sound, speak) is left out and told.
void identify_printer(const std::shared_ptr<Call>& call) {
  ipp_attribute_t* const actions =
      ippFindAttribute(call->request.get(), "identify-actions", IPP_TAG_KEYWORD);
  std::vector<std::string> others;
  for (int i = 0; actions != nullptr && i < ippGetCount(actions); ++i)
    if (std::string action = ippGetString(actions, i, nullptr); action != "display")
      others.push_back(std::move(action));
  const auto message = call->request.text(IPP_TAG_OPERATION, "message");
  call->services.scheduler.identify(call->printer->id,
                                    cut_text(clean_text(message.value_or(std::string())), 127));
  if (others.empty()) return call->answer(IPP_STATUS_OK);
  AttributeWriter(call->reply.get(), IPP_TAG_UNSUPPORTED_GROUP)
      .keywords("identify-actions", others);
  call->answer(IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED);
}

} // namespace platen::intake::ipp
