#include "intake/api/asked.h"
#include "intake/api/job_json.h"
#include "intake/api/job_wishes.h"
#include "wire/ipp/request.h"

#include <array>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

Result<Json> documents_of(const PrintServices& services, const Call& call) {
  TRY(Message request, job_request(services, call, IPP_OP_GET_DOCUMENTS));
  request_attributes(request, {"document-number", "document-name", "document-format", "k-octets",
                               "document-state-reasons"});
  TRY(const Message answer, services.desk.ask(call, request));
  constexpr std::array fields{Field{"document-number"}, Field{"document-name"},
                              Field{"document-format"}, Field{"k-octets"},
                              Field{"document-state-reasons", true}};
  Json all = Json::array();
  for (const Record& document : records_of(answer, IPP_TAG_DOCUMENT))
    all.push_back(select(document, fields));
  return all;
}

Json statement_of(const Record& job) {
  Json groups = Json::array();
  for (const std::string& line : job.texts("platen-statement"))
    if (Json group = Json::parse(line, nullptr, false); group.is_object())
      groups.push_back(std::move(group));
  return groups;
}

// The settings alone: they are told by the name of their group.
Result<Json> settings_of(const PrintServices& services, const Call& call) {
  TRY(const Message answer, ask_job(services, call, {"job-template"}));
  const auto jobs = records_of(answer, IPP_TAG_JOB);
  return jobs.empty() ? Json::object() : options_json(jobs[0]);
}

} // namespace

Result<http::Response> show_job(const PrintServices& services, const Call& call) {
  std::vector<const char*> names = job_attributes();
  names.insert(names.end(), {"job-media-sheets", "platen-statement", "platen-confidential"});
  TRY(const Message answer, ask_job(services, call, names));
  const auto jobs = records_of(answer, IPP_TAG_JOB);
  if (jobs.empty()) return fail(Errc::not_found, "there is no job " + call.names[0]);
  const Record& job = jobs[0];
  Json json = job_json(job);
  const auto sheets = job.integer("job-media-sheets");
  json["sheets"] = sheets ? Json(*sheets) : Json();
  json["confidential"] = job.boolean("platen-confidential").value_or(false);
  TRY(json["documents"], documents_of(services, call));
  TRY(json["options"], settings_of(services, call));
  json["statement"] = statement_of(job);
  return json_response(200, dumped(json));
}

Result<void> change_job(const PrintServices& services, const Call& call,
                        const model::Options& options, const std::optional<std::string>& title) {
  TRY(const Message printer, printer_of_job(services, call));
  TRY(Message request, job_request(services, call, IPP_OP_SET_JOB_ATTRIBUTES));
  TRY_VOID(add_wishes(request, printer, options, services.clock()));
  if (title)
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_NAME, "job-name", nullptr, title->c_str());
  TRY_VOID(services.desk.ask(call, request));
  return {};
}

Result<http::Response> set_job(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(model::Options options, body.options("options"));
  TRY(const auto priority, body.number("priority"));
  TRY(const auto title, body.text("title"));
  TRY_VOID(body.end());
  TRY_VOID(check_changeable(options));
  if (priority) options.emplace_back("job-priority", std::to_string(*priority));
  if (options.empty() && !title) return fail(Errc::invalid, "nothing to change is said");
  TRY_VOID(change_job(services, call, options, title));
  return done_response();
}

} // namespace platen::intake::api
