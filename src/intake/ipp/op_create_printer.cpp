#include "intake/ipp/handlers.h"
#include "intake/ipp/language_probe.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/printer_cache.h"
#include "intake/ipp/printers.h"
#include "intake/ipp/settable.h"
#include "intake/ipp/uris.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

// platen-model names it, or printer-device-id, as the device tells it, does.
Result<const model::Model*> wanted_model(const Call& call) {
  if (const auto id = call.request.text(IPP_TAG_PRINTER, "platen-model"))
    return need_model(call.services, *call.models, *id);
  const auto device = call.request.text(IPP_TAG_PRINTER, "printer-device-id");
  if (!device) return fail(Errc::malformed, "platen-model is missing");
  const std::string name = ieee1284::value(*device, "MDL", "MODEL");
  const auto found = std::ranges::find_if(*call.models, [&](const auto& model) {
    return std::ranges::find(model->ieee1284_models, name) != model->ieee1284_models.end();
  });
  if (found == call.models->end())
    return fail(Errc::invalid, "no model here calls itself \"" + name + "\"");
  return found->get();
}

Result<std::string> required(const Call& call, const char* name) {
  auto value = call.request.text(IPP_TAG_PRINTER, name);
  if (!value || value->empty()) return fail(Errc::malformed, std::string(name) + " is missing");
  return *std::move(value);
}

// device-uri, or platen-device-of: that of another printer, whole. Clients are shown a device-uri
// without the secrets in it, so that none of them could copy it.
Result<std::string> wanted_device(const Call& call) {
  const auto other = call.request.text(IPP_TAG_PRINTER, "platen-device-of");
  if (!other) return required(call, "device-uri");
  if (call.request.text(IPP_TAG_PRINTER, "device-uri"))
    return fail(Errc::invalid, "device-uri and platen-device-of exclude each other");
  const PrinterRecord printer = printer_named(call.services.store, *other);
  if (printer == nullptr)
    return fail(Errc::not_found, "platen-device-of names no printer: \"" + *other + "\"");
  return printer->device_uri;
}

// What only Create-Printer may say is taken out before the rest is read as a change.
void drop(const Message& request, std::initializer_list<const char*> names) {
  for (const char* const name : names)
    if (ipp_attribute_t* const found = ippFindAttribute(request.get(), name, IPP_TAG_ZERO))
      if (ippGetGroupTag(found) == IPP_TAG_PRINTER) ippDeleteAttribute(request.get(), found);
}

void answer_created(const std::shared_ptr<Call>& call, const job::Printer& created) {
  const AttributeWriter out(call->reply.get(), IPP_TAG_PRINTER);
  const model::Model* const model = find_model(*call->models, created.model);
  out.integer("printer-id", created.id);
  out.boolean("printer-is-accepting-jobs", created.accepting);
  out.enumeration("printer-state", 3); // idle: nothing can have happened yet
  out.keyword("printer-state-reasons", "none");
  out.uri("printer-uuid", created.uuid);
  if (model != nullptr) write_uris({call->services, *model, created, {}}, call->host, false, out);
  call->answer(IPP_STATUS_OK);
}

Result<job::Printer> new_printer(Call& call) {
  job::Printer printer;
  TRY(const model::Model* const model, wanted_model(call));
  TRY(printer.name, required(call, "printer-name"));
  TRY_VOID(job::check_printer_name(printer.name));
  TRY(printer.device_uri, wanted_device(call));
  printer.model = model->id;
  printer.info = printer.name;
  call.model = model;
  return printer;
}

void add_printer(const std::shared_ptr<Call>& call, job::Printer printer,
                 const PrinterChange& change) {
  change.apply(printer);
  const auto created = [call, told = change.told](const Result<job::Printer>& done) {
    call->services.audit.record(call->principal, "create-printer", done ? done->name : "",
                                done ? "done" : done.error().what);
    if (!done) return call->answer(done.error());
    if (told) keep_told_languages(call->services.store, *done, *told);
    answer_created(call, *done);
  };
  call->services.store.add_printer(std::move(printer), created);
}

} // namespace

// PWG 5100.22 section 6.1.1.
void create_printer(const std::shared_ptr<Call>& call) {
  const auto service = call->request.text(IPP_TAG_OPERATION, "printer-service-type");
  if (service && *service != "print") {
    AttributeWriter(call->reply.get(), IPP_TAG_UNSUPPORTED_GROUP)
        .keyword("printer-service-type", *service);
    return call->answer(IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "the only service here is print");
  }
  auto printer = new_printer(*call);
  if (!printer) return call->answer(printer.error());
  drop(call->request, {"printer-name", "printer-device-id", "platen-device-of", "platen-model"});
  const PrinterChange change = read_printer_change(call->services, *call->model, call->request);
  if (const auto refusal = check_change(change, *call->model, *printer, *call))
    return call->answer(refusal->status, refusal->message);
  with_device_asked(call, *call->model, printer->device_uri, *printer, change,
                    [call, printer = *printer](const PrinterChange& whole) {
                      add_printer(call, printer, whole);
                    });
}

// PWG 5100.22 section 6.1.2; CUPS-Delete-Printer with a printer-uri.
void delete_printer(const std::shared_ptr<Call>& call) {
  if (call->printer == nullptr)
    return call->answer(IPP_STATUS_ERROR_BAD_REQUEST,
                        "the request names no printer: printer-id is missing");
  call->services.store.remove_printer(call->printer->id, [call](const Result<job::Printer>& done) {
    call->services.audit.record(call->principal, "delete-printer", call->printer->name,
                                done ? "done" : done.error().what);
    if (!done) return call->answer(done.error());
    call->services.cache->forget_default();
    call->answer(IPP_STATUS_OK);
  });
}

} // namespace platen::intake::ipp
