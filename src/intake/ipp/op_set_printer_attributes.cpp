#include "intake/ipp/fitted_fields.h"
#include "intake/ipp/handlers.h"
#include "intake/ipp/language_probe.h"
#include "intake/ipp/settable.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

// The model with all its parts: which of them the printer has may change.
const model::Model* whole_model(const Call& call) {
  return find_model(*call.models, call.printer->model);
}

// platen-model in the request: the other attributes are those of the model that comes.
const model::Model* model_after(const Call& call) {
  const auto wanted = call.request.text(IPP_TAG_PRINTER, "platen-model");
  if (!wanted) return whole_model(call);
  const model::Model* const found = find_model(*call.models, *wanted);
  return found != nullptr ? found : whole_model(call);
}

void set(const std::shared_ptr<Call>& call, const PrinterChange& change) {
  const auto edit = [change, clock = call->services.clock](job::Printer& printer) -> Result<void> {
    change.apply(printer);
    printer.config_changed = clock();
    return {};
  };
  call->services.store.update_printer(
      call->printer->id, edit, [call, told = change.told](const Result<job::Printer>& done) {
        call->services.audit.record(call->principal, "set-printer-attributes", call->printer->name,
                                    done ? "done" : done.error().what);
        if (!done) return call->answer(done.error());
        if (told) keep_told_languages(call->services.store, *done, *told);
        call->answer(IPP_STATUS_OK);
      });
}

} // namespace

// RFC 3380 section 4.1: all or nothing.
void set_printer_attributes(const std::shared_ptr<Call>& call) {
  const model::Model* const model = model_after(*call);
  if (model == nullptr)
    return call->answer(IPP_STATUS_ERROR_INTERNAL,
                        "the model " + call->printer->model + " is not installed");
  PrinterChange change = read_printer_change(call->services, *model, call->request);
  if (model != whole_model(*call)) { // what the new model does not have
    keep_not_fitted_of(*model, change);
    for (const auto& [option, value] : call->printer->defaults)
      if (!model::make_ticket(*model, {{option, value}})) change.forgotten.push_back(option);
  }
  if (const auto refusal = check_change(change, *model, *call->printer, *call))
    return call->answer(refusal->status, refusal->message);
  forget_what_is_overruled(call->services.store, *model, *call->printer, change);
  const auto device = call->request.text(IPP_TAG_PRINTER, "device-uri");
  if (!device) return set(call, change);
  with_device_asked(call, *model, *device, *call->printer, change,
                    [call](const PrinterChange& whole) { set(call, whole); });
}

// RFC 3380 section 4.3.
void get_printer_supported_values(const std::shared_ptr<Call>& call) {
  if (call->model == nullptr)
    return call->answer(IPP_STATUS_ERROR_INTERNAL,
                        "the model " + call->printer->model + " is not installed");
  const PrinterView view = view_of(call->services, *call->model, *call->printer);
  ipp_attribute_t* const asked =
      ippFindAttribute(call->request.get(), "requested-attributes", IPP_TAG_KEYWORD);
  std::vector<std::string> names = settable_names(*call->model);
  if (asked != nullptr && ippContainsString(asked, "all") == 0)
    std::erase_if(names, [&](const std::string& name) {
      return ippContainsString(asked, name.c_str()) == 0;
    });
  if (!names.empty()) write_settable_values(view, names, call->reply.get());
  call->answer(IPP_STATUS_OK);
}

} // namespace platen::intake::ipp
