#include "client/printer_settings.h"
#include "intake/api/asked.h"
#include "intake/api/test_page_routes.h"
#include "wire/ipp/request.h"

#include <algorithm>
#include <array>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

struct Action {
  std::string_view name;
  ipp_op_t operation;
};
constexpr auto actions = std::to_array<Action>({
    {"pause", IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB},
    {"resume", IPP_OP_RESUME_PRINTER},
    {"enable", IPP_OP_ENABLE_PRINTER},
    {"disable", IPP_OP_DISABLE_PRINTER},
    {"hold-new-jobs", IPP_OP_HOLD_NEW_JOBS},
    {"release-held-new-jobs", IPP_OP_RELEASE_HELD_NEW_JOBS},
});

// Of the range that IPP leaves to vendors (docs/protocols/ipp.md).
constexpr auto maintain = static_cast<ipp_op_t>(0x5001);

// Members of a body that are attributes of the printer under other names.
struct Member {
  const char* name;
  const char* attribute;
};
constexpr auto members =
    std::to_array<Member>({{"info", "printer-info"},
                           {"location", "printer-location"},
                           {"geo-location", "printer-geo-location"},
                           {"organization", "printer-organization"},
                           {"organizational-unit", "printer-organizational-unit"},
                           {"error-policy", "printer-error-policy"},
                           {"departments", "platen-departments"},
                           {"filter", "platen-filter"},
                           {"filter-ppd", "platen-filter-ppd"},
                           {"filter-options", "platen-filter-options"}});

struct List {
  const char* name;
  const char* attribute;
  ipp_tag_t tag;
};
constexpr auto lists = std::to_array<List>({{"identity", "platen-device-identity", IPP_TAG_TEXT},
                                            {"not-fitted", "platen-not-fitted", IPP_TAG_KEYWORD}});

constexpr auto privacy = std::to_array<Member>(
    {{"privacy-attributes", "job-privacy-attributes"}, {"privacy-scope", "job-privacy-scope"}});
constexpr auto flags = std::to_array<Member>({{"shared", "printer-is-shared"},
                                              {"confidential-names", "platen-confidential-names"},
                                              {"lpd", "platen-lpd"}});

void add_text(Message& request, ipp_tag_t group, ipp_tag_t tag, const char* name,
              const std::string& value) {
  ippAddString(request.get(), group, tag, name, nullptr, value.c_str());
}

Result<bool> is_there(const PrintServices& services, const Call& call) {
  TRY(Message request, printer_request(services, call, IPP_OP_GET_PRINTER_ATTRIBUTES));
  request_attributes(request, {"printer-id"});
  const auto answer = services.desk.ask(call, request);
  if (!answer && answer.error().code == Errc::not_found) return false;
  if (!answer) return Failure(answer.error());
  return true;
}

// An empty list takes the attribute away.
void add_list(Message& request, ipp_tag_t tag, const char* name,
              const std::vector<std::string>& words) {
  if (words.empty()) {
    ippAddOutOfBand(request.get(), IPP_TAG_PRINTER, IPP_TAG_DELETEATTR, name);
    return;
  }
  std::vector<const char*> texts;
  for (const std::string& word : words)
    texts.push_back(word.c_str());
  ippAddStrings(request.get(), IPP_TAG_PRINTER, tag, name, static_cast<int>(texts.size()), nullptr,
                texts.data());
}

// Everything that a body says of a printer, as attributes of its group.
Result<void> add_settings(Message& request, Body& body) {
  for (const Member& flag : flags) {
    TRY(const auto value, body.boolean(flag.name));
    if (value) ippAddBoolean(request.get(), IPP_TAG_PRINTER, flag.attribute, *value ? 1 : 0);
  }
  TRY(const auto raw_port, body.number("raw-port"));
  if (raw_port)
    ippAddInteger(request.get(), IPP_TAG_PRINTER, IPP_TAG_INTEGER, "platen-raw-port", *raw_port);
  for (const Member& member : members) {
    TRY(const auto value, body.text(member.name));
    if (value) TRY_VOID(client::add_printer_setting(request, member.attribute, *value));
  }
  for (const List& list : lists) {
    if (!body.has(list.name)) continue;
    TRY(const auto words, body.texts(list.name));
    add_list(request, list.tag, list.attribute, words);
  }
  for (const Member& member : privacy) {
    TRY(const auto value, body.text(member.name));
    if (value)
      TRY_VOID(client::add_printer_setting(request, member.attribute,
                                           value->empty() ? "default" : *value));
  }
  TRY(const auto forgotten, body.take_nulls("options"));
  for (const std::string& name : forgotten)
    ippAddOutOfBand(request.get(), IPP_TAG_PRINTER, IPP_TAG_NOVALUE, (name + "-default").c_str());
  TRY(const model::Options options, body.options("options"));
  for (const auto& [name, value] : options)
    TRY_VOID(client::add_printer_setting(request, name, value));
  return body.end();
}

Result<void> end(const PrintServices& services, const Call& call, const Message& request) {
  TRY_VOID(services.desk.ask(call, request));
  return {};
}

} // namespace

Result<http::Response> act_on_printer(const PrintServices& services, const Call& call) {
  const std::string_view path = call.head.path;
  const auto found = std::ranges::find(actions, path.substr(path.rfind('/') + 1), &Action::name);
  if (found == actions.end()) return fail(Errc::not_found, "there is no such action");
  TRY(Body body, Body::of(call));
  TRY(const auto now, body.boolean("now"));
  TRY(const auto message, body.text("message"));
  TRY_VOID(body.end());
  const bool interrupts =
      found->operation == IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB && now.value_or(false);
  TRY(Message request,
      printer_request(services, call, interrupts ? IPP_OP_PAUSE_PRINTER : found->operation));
  if (message && !message->empty())
    add_text(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "printer-message-from-operator", *message);
  TRY_VOID(end(services, call, request));
  return done_response();
}

Result<http::Response> make_default(const PrintServices& services, const Call& call) {
  TRY(const Message request, printer_request(services, call, IPP_OP_CUPS_SET_DEFAULT));
  TRY_VOID(end(services, call, request));
  return done_response();
}

Result<http::Response> identify_printer(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto message, body.text("message"));
  TRY_VOID(body.end());
  TRY(Message request, printer_request(services, call, IPP_OP_IDENTIFY_PRINTER));
  if (message && !message->empty())
    add_text(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "message", *message);
  TRY_VOID(end(services, call, request));
  return done_response();
}

// Create-Printer (PWG 5100.22 section 6.3.1) or Set-Printer-Attributes.
Result<http::Response> put_printer(const PrintServices& services, const Call& call) {
  TRY_VOID(job::check_printer_name(call.names[0]));
  TRY(const bool there, is_there(services, call));
  TRY(Body body, Body::of(call));
  TRY(const auto model, body.text("model"));
  TRY(const auto device, body.text("device-uri"));
  TRY(const auto probes, body.boolean("probe"));
  TRY(const auto only_new, body.boolean("new"));
  if (there && only_new.value_or(false))
    return fail(Errc::conflict, "there is a printer " + call.names[0] + " already");
  if (!there && (!model || !device))
    return fail(Errc::invalid, "a new printer needs a \"model\" and a \"device-uri\"");
  Message request =
      there ? services.desk.to_printer(call, IPP_OP_SET_PRINTER_ATTRIBUTES, call.names[0])
            : services.desk.to_system(call, IPP_OP_CREATE_PRINTER);
  if (!there)
    add_text(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", "print");
  if (device && probes.value_or(true))
    ippAddBoolean(request.get(), IPP_TAG_OPERATION, "platen-probe", 1);
  if (!there) add_text(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", call.names[0]);
  if (model) add_text(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "platen-model", *model);
  if (device) add_text(request, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", *device);
  TRY_VOID(add_settings(request, body));
  TRY(const Message answer, services.desk.ask(call, request));
  const auto said = answer.text(IPP_TAG_OPERATION, "platen-probe-message");
  return json_response(there ? 200 : 201, dumped({{"message", said ? Json(*said) : Json()}}));
}

Result<http::Response> delete_printer(const PrintServices& services, const Call& call) {
  TRY(const Message request, printer_request(services, call, IPP_OP_CUPS_DELETE_PRINTER));
  TRY_VOID(end(services, call, request));
  return done_response();
}

Result<http::Response> maintain_printer(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const std::string action, body.needed_text("action"));
  TRY_VOID(body.end());
  if (action == test_page) return print_test_page(services, call, {}, "en");
  TRY(Message request, printer_request(services, call, maintain));
  add_text(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "platen-maintenance", action);
  TRY(const Message answer, services.desk.ask(call, request));
  return job_made(answer);
}

} // namespace platen::intake::api
