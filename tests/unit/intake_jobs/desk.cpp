#include "unit/intake_jobs/desk.h"

#include <gtest/gtest.h>

namespace platen::intake::ipp::test {

Request::Request(ipp_op_t operation, const std::string& printer, const std::string& user) {
  ippSetOperation(get(), operation);
  ippSetVersion(get(), 2, 0);
  ippSetRequestId(get(), 1);
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr, "utf-8");
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language", nullptr,
               "en");
  const std::string path = printer.empty() ? "/" : "/ipp/print/" + printer;
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               ("ipp://localhost" + path).c_str());
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               user.c_str());
}
Request::Request(ipp_op_t operation, const std::string& printer, job::JobId job,
                 const std::string& user)
    : Request(operation, printer, user) {
  number(IPP_TAG_OPERATION, "job-id", job);
}
Request& Request::keyword(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_KEYWORD, name, nullptr, value);
  return *this;
}
Request& Request::name(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_NAME, name, nullptr, value);
  return *this;
}
Request& Request::number(ipp_tag_t group, const char* name, int value) {
  ippAddInteger(get(), group, IPP_TAG_INTEGER, name, value);
  return *this;
}
Request& Request::enumeration(ipp_tag_t group, const char* name, int value) {
  ippAddInteger(get(), group, IPP_TAG_ENUM, name, value);
  return *this;
}
Request& Request::boolean(ipp_tag_t group, const char* name, bool value) {
  ippAddBoolean(get(), group, name, value ? 1 : 0);
  return *this;
}
Request& Request::mime(const char* name, const char* value) {
  ippAddString(get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, name, nullptr, value);
  return *this;
}
Request& Request::uri(ipp_tag_t group, const char* name, const char* value) {
  ippAddString(get(), group, IPP_TAG_URI, name, nullptr, value);
  return *this;
}
Request& Request::octets(const char* name, std::string_view value) {
  ippAddOctetString(get(), IPP_TAG_OPERATION, name, value.data(), static_cast<int>(value.size()));
  return *this;
}
Request& Request::numbers(const char* name, std::vector<int> values) {
  ippAddIntegers(get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, static_cast<int>(values.size()),
                 values.data());
  return *this;
}
Request& Request::date(ipp_tag_t group, const char* name, job::Time time) {
  ippAddDate(get(), group, name, ippTimeToDate(static_cast<std::time_t>(time)));
  return *this;
}

Desk::Desk(Live<Policy> policy)
    : IppService(std::filesystem::temp_directory_path(), std::move(policy)) {
  add_printer("photo", "canon-pro-1000");
  add_printer("office", "canon-ir1020");
}

Message Desk::ask(const Request& request, std::string_view document) {
  const std::string bytes = request.message().encode() + std::string(document);
  const http::Response response = answer({as_bytes(bytes)}, request.login);
  if (response.status == 401) {
    Message reply;
    ippSetStatusCode(reply.get(), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
    return reply;
  }
  EXPECTS(response.body != nullptr);
  auto reply = Message::parse(as_bytes(*response.body));
  EXPECTS(reply.has_value());
  return *std::move(reply);
}

ipp_status_t Desk::status(const Message& reply) {
  return ippGetStatusCode(reply.get());
}

job::JobId Desk::print(const std::string& printer, const std::string& user) {
  const Message reply = ask(Request(IPP_OP_PRINT_JOB, printer, user), "%PDF-1.4");
  EXPECT_EQ(status(reply), IPP_STATUS_OK);
  return job_id(reply);
}

job::Job Desk::job(job::JobId id) const {
  auto found = store->job(id);
  EXPECTS(found.has_value());
  return *std::move(found);
}

void Desk::edit(job::JobId id, job::Store::JobEdit edit) {
  const auto changed = job::wait<job::Job>(
      [&](auto done) { store->update_job(id, std::move(edit), std::move(done)); });
  EXPECTS(changed.has_value());
}

void Desk::force(job::JobId id, job::JobState state) {
  edit(id, [state, time = now.load()](job::Job& job) -> Result<void> {
    job.state = state;
    job.incoming = false;
    job.reasons.clear();
    if (state == job::JobState::held) job.reasons = {"job-hold-until-specified"};
    if (state >= job::JobState::processing) job.processing = time;
    job.finished = job::is_finished(state) ? time : 0;
    return {};
  });
}

std::vector<std::string> values(const Message& reply, const std::string& name) {
  std::vector<std::string> texts;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get())) {
    if (ippGetName(attribute) == nullptr || name != ippGetName(attribute)) continue;
    for (int i = 0; i < ippGetCount(attribute); ++i) {
      switch (ippGetValueTag(attribute)) {
      case IPP_TAG_INTEGER:
      case IPP_TAG_ENUM:
        texts.push_back(std::to_string(ippGetInteger(attribute, i)));
        break;
      case IPP_TAG_BOOLEAN:
        texts.emplace_back(ippGetBoolean(attribute, i) != 0 ? "true" : "false");
        break;
      default: {
        const char* const text = ippGetString(attribute, i, nullptr);
        texts.emplace_back(text != nullptr ? text : ippTagString(ippGetValueTag(attribute)));
      }
      }
    }
  }
  return texts;
}

std::vector<std::string> unsupported(const Message& reply) {
  std::vector<std::string> names;
  for (ipp_attribute_t* attribute = ippFirstAttribute(reply.get()); attribute != nullptr;
       attribute = ippNextAttribute(reply.get()))
    if (ippGetGroupTag(attribute) == IPP_TAG_UNSUPPORTED_GROUP && ippGetName(attribute) != nullptr)
      names.emplace_back(ippGetName(attribute));
  return names;
}

int job_id(const Message& reply) {
  return reply.integer(IPP_TAG_JOB, "job-id").value_or(0);
}

} // namespace platen::intake::ipp::test
