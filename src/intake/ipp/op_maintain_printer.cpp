#include "intake/ipp/attribute_writer.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "schedule/maintenance.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

using Documents = std::vector<std::unique_ptr<job::IncomingDocument>>;

// A job like any other: it waits for its turn, can be seen, held and canceled, and is there after a
// crash.
job::Job new_job(const Call& call, const std::string& function) {
  job::Job job;
  job.printer = call.printer->id;
  job.state = job::JobState::pending;
  job.name = "Maintenance: " + function;
  job.user = call.user;
  job.user_is_proven = call.principal.authenticated();
  job.host = call.principal.address;
  return job;
}

} // namespace

// An operation of ours (docs/protocols/ipp.md): the operation attribute "platen-maintenance" names
// one of "platen-maintenance-supported". The answer is that of Print-Job.
void maintain_printer(const std::shared_ptr<Call>& call) {
  if (call->model == nullptr)
    return call->answer(IPP_STATUS_ERROR_INTERNAL,
                        "the model " + call->printer->model + " is not installed");
  const auto function = call->request.text(IPP_TAG_OPERATION, "platen-maintenance");
  if (!function) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "platen-maintenance is missing");
  const std::vector<std::string>& offered = call->model->maintenance;
  if (std::ranges::find(offered, *function) == offered.end()) {
    AttributeWriter(call->reply.get(), IPP_TAG_UNSUPPORTED_GROUP)
        .string(IPP_TAG_KEYWORD, "platen-maintenance", cut_text(*function, 255));
    std::string list;
    for (const std::string& one : offered)
      list += (list.empty() ? "" : ", ") + one;
    return call->answer(IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                        call->model->title + " has " +
                            (list.empty() ? "no maintenance that can be asked for" : list));
  }
  Documents documents;
  documents.push_back(call->services.store.new_document());
  documents.back()->format = schedule::maintenance_format;
  if (const auto written = documents.back()->write(*function); !written)
    return call->answer(written.error());
  call->services.store.add_job(new_job(*call, *function), std::move(documents),
                               [call](const Result<job::Job>& added) {
                                 if (!added) return answer_store(call, added.error());
                                 add_job_status(*call, *added);
                                 call->answer(IPP_STATUS_OK);
                               });
}

} // namespace platen::intake::ipp
