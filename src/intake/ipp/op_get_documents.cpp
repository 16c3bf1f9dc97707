#include "intake/ipp/handlers.h"
#include "intake/ipp/job_attributes.h"
#include "intake/ipp/job_operation.h"
#include "intake/ipp/job_privacy.h"
#include "intake/ipp/job_request.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/requested.h"
#include "intake/ipp/uris.h"

#include <algorithm>
#include <array>
#include <limits>

namespace platen::intake::ipp {

namespace {

constexpr const char* description = "document-description";
constexpr const char* status = "document-status";
const ipp_tag_t group = IPP_TAG_DOCUMENT;

struct View {
  const Call& call;
  const job::Job& job;
  const job::Document& document;
};

void number(ipp_t* out, ipp_tag_t tag, const char* name, std::int64_t value) {
  const std::int64_t most = std::numeric_limits<int>::max();
  ippAddInteger(out, group, tag, name, static_cast<int>(std::clamp<std::int64_t>(value, 0, most)));
}
void text(ipp_t* out, ipp_tag_t tag, const char* name, const std::string& value) {
  if (!value.empty()) ippAddString(out, group, tag, name, nullptr, value.c_str());
}

job::JobState state_of(const View& v) {
  if (!v.document.canceled.empty()) return job::JobState::canceled;
  return v.job.state == job::JobState::held ? job::JobState::pending : v.job.state;
}

struct Field {
  const char* name;
  bool names_people;
  void (*write)(const View&, ipp_t*, const char* name);
};
constexpr auto fields = std::to_array<Field>({
    {"document-number", false,
     [](const View& v, ipp_t* out, const char* name) {
       number(out, IPP_TAG_INTEGER, name, v.document.number);
     }},
    {"document-name", true,
     [](const View& v, ipp_t* out, const char* name) {
       text(out, IPP_TAG_NAME, name, v.document.name);
     }},
    {"document-format", false,
     [](const View& v, ipp_t* out, const char* name) {
       text(out, IPP_TAG_MIMETYPE, name, v.document.format);
     }},
    {"document-job-id", false,
     [](const View& v, ipp_t* out, const char* name) {
       number(out, IPP_TAG_INTEGER, name, v.job.id);
     }},
    {"document-job-uri", false,
     [](const View& v, ipp_t* out, const char* name) {
       text(out, IPP_TAG_URI, name, job_uri(v.call, v.job));
     }},
    {"document-printer-uri", false,
     [](const View& v, ipp_t* out, const char* name) {
       if (v.call.printer != nullptr)
         text(out, IPP_TAG_URI, name, printer_uri(v.call, *v.call.printer));
     }},
    // A document has its job's state: they are printed as one (PWG 5100.5 has the same numbers).
    {"document-state", false,
     [](const View& v, ipp_t* out, const char* name) {
       number(out, IPP_TAG_ENUM, name, static_cast<int>(state_of(v)));
     }},
    {"document-state-reasons", false,
     [](const View& v, ipp_t* out, const char* name) {
       const std::string& canceled = v.document.canceled;
       text(out, IPP_TAG_KEYWORD, name, canceled.empty() ? "none" : canceled);
     }},
    {"k-octets", false,
     [](const View& v, ipp_t* out, const char* name) {
       number(out, IPP_TAG_INTEGER, name,
              static_cast<std::int64_t>((v.document.bytes + 1023) / 1024));
     }},
    {"last-document", false,
     [](const View& v, ipp_t* out, const char* name) {
       const bool last = !v.job.incoming && v.document.number == v.job.documents.back().number;
       ippAddBoolean(out, group, name, last ? 1 : 0);
     }},
    {"time-at-creation", false,
     [](const View& v, ipp_t* out, const char* name) {
       ippAddInteger(out, group, IPP_TAG_INTEGER, name, past_up_time(v.call, v.job.created));
     }},
    {"printer-up-time", false,
     [](const View& v, ipp_t* out, const char* name) {
       number(out, IPP_TAG_INTEGER, name, up_time(v.call));
     }},
});

void write(Call& call, const Requested& requested, const job::Document& document) {
  const JobPrivacy privacy(call, *call.job);
  const View view{call, *call.job, document};
  for (const Field& field : fields) {
    if (privacy.hides(field.name, "job-description", field.names_people)) continue;
    if (requested.wants(field.name, description) || requested.wants(field.name, status))
      field.write(view, call.reply.get(), field.name);
  }
}

bool refuse_unseen(const std::shared_ptr<Call>& call) {
  if (may_see(*call, *call->job)) return false;
  call->answer(IPP_STATUS_ERROR_NOT_AUTHORIZED,
               "job " + std::to_string(call->job->id) + " belongs to somebody else");
  return true;
}

// The document that the request names; answers when there is none.
const job::Document* named_document(const std::shared_ptr<Call>& call) {
  const auto named = call->request.integer(IPP_TAG_OPERATION, "document-number");
  if (!named) {
    call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "document-number is missing");
    return nullptr;
  }
  const auto& documents = call->job->documents;
  const auto found =
      std::find_if(documents.begin(), documents.end(),
                   [&](const job::Document& document) { return document.number == *named; });
  if (found != documents.end()) return &*found;
  call->answer(IPP_STATUS_ERROR_NOT_FOUND, "the job has no document " + std::to_string(*named));
  return nullptr;
}

} // namespace

// PWG 5100.5 section 3.
void get_documents(const std::shared_ptr<Call>& call) {
  if (refuse_unseen(call)) return;
  const Requested requested(call->request, {"document-number"});
  const auto limit = call->request.integer(IPP_TAG_OPERATION, "limit");
  if (limit && *limit < 1) return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "limit begins at 1");
  int count = 0;
  for (const job::Document& document : call->job->documents) {
    if (limit && count == *limit) break;
    if (count++ > 0) ippAddSeparator(call->reply.get());
    write(*call, requested, document);
  }
  call->answer(IPP_STATUS_OK);
}

void get_document_attributes(const std::shared_ptr<Call>& call) {
  if (refuse_unseen(call)) return;
  const job::Document* const document = named_document(call);
  if (document == nullptr) return;
  write(*call, Requested(call->request, {"all"}), *document);
  call->answer(IPP_STATUS_OK);
}

// Only its name may change: what a document is printed with is the job's.
void set_document_attributes(const std::shared_ptr<Call>& call) {
  const job::Document* const document = named_document(call);
  if (document == nullptr) return;
  std::optional<std::string> name;
  for (ipp_attribute_t* attribute = ippFirstAttribute(call->request.get()); attribute != nullptr;
       attribute = ippNextAttribute(call->request.get())) {
    if (ippGetGroupTag(attribute) != group || ippGetName(attribute) == nullptr) continue;
    if (std::string_view(ippGetName(attribute)) != "document-name" ||
        ippGetValueTag(attribute) != IPP_TAG_NAME)
      return call->answer(IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE,
                          "only document-name can be set");
    name = clean_text(ippGetString(attribute, 0, nullptr));
  }
  if (!name)
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST, "the request has no document attributes");
  change_job(call, "set-document-attributes",
             [name = *name, number = document->number](job::Job& job) -> Result<void> {
               TRY_VOID(check_unstarted(job));
               for (job::Document& kept : job.documents)
                 if (kept.number == number) kept.name = name;
               return {};
             });
}

} // namespace platen::intake::ipp
