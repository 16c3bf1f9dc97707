#include "intake/api/page_options.h"

#include "client/job_settings.h"
#include "intake/api/asked.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/unsupported.h"

namespace platen::intake::api {

using platen::ipp::Message;

Result<model::Options> page_options(const PrintServices& services, const Call& call,
                                    const std::string& printer, const model::Model& model,
                                    const model::Options& said) {
  if (said.empty()) return model::Options{};
  TRY(const Message offered, all_of_printer(services, call, printer));
  Message request = services.desk.to_printer(call, IPP_OP_VALIDATE_JOB, printer);
  TRY_VOID(client::add_job_settings(request, offered, said, services.clock()));
  ipp::TemplateReading reading;
  for (ipp_attribute_t* attribute = ippFirstAttribute(request.get()); attribute != nullptr;
       attribute = ippNextAttribute(request.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_JOB && ippGetName(attribute) != nullptr)
      static_cast<void>(ipp::read_template_attribute(model, attribute, reading));
  if (!reading.contradiction.empty()) return fail(Errc::invalid, reading.contradiction);
  if (!reading.refused.empty()) return fail(Errc::invalid, ipp::refusal_words(reading.refused));
  return reading.options;
}

} // namespace platen::intake::api
