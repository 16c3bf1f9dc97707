#include "intake/ipp/handlers.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/printer_cache.h"

#include <algorithm>
#include <limits>

namespace platen::intake::ipp {

namespace {

using Records = std::vector<PrinterRecord>;

Records all_printers(const job::Store& store) {
  const auto all = store.printers();
  Records records;
  for (const job::Printer& printer : *all)
    records.emplace_back(all, &printer);
  return records;
}

const model::Model* model_of(const Call& call, const job::Printer& printer) {
  return find_model(*call.models, printer.model);
}

// which-printers (PWG 5100.22 section 7.1.16): a keyword, true for those of its kind.
bool is_of_kind(const Call& call, const job::Printer& printer, std::string_view kind) {
  using State = schedule::PrinterStatus::State;
  if (kind == "accepting") return printer.accepting;
  if (kind == "not-accepting") return !printer.accepting;
  if (kind == "shutdown") return !printer.accepting && printer.paused;
  const PrinterMoment moment = moment_of(call.services, printer.id);
  const State state = state_of(printer, moment);
  if (kind == "idle") return state == State::idle;
  if (kind == "processing") return state == State::processing;
  if (kind == "stopped") return state == State::stopped;
  return kind == "all";
}

bool is_listed(ipp_attribute_t* ids, int id) {
  for (int i = 0; i < ippGetCount(ids); ++i)
    if (ippGetInteger(ids, i) == id) return true;
  return false;
}

void keep_matching(const Call& call, Records& records) {
  ipp_attribute_t* const ids = ippFindAttribute(call.request.get(), "printer-ids", IPP_TAG_INTEGER);
  const auto kind = call.request.text(IPP_TAG_OPERATION, "which-printers");
  const auto location = call.request.text(IPP_TAG_OPERATION, "printer-location");
  std::erase_if(records, [&](const PrinterRecord& printer) {
    return (ids != nullptr && !is_listed(ids, printer->id)) ||
           (kind && !is_of_kind(call, *printer, *kind)) ||
           (location && *location != printer->location);
  });
}

// first-index counts from 1.
void keep_page(const Call& call, Records& records) {
  const auto number = [&](const char* name, int otherwise) {
    return std::max(1, call.request.integer(IPP_TAG_OPERATION, name).value_or(otherwise));
  };
  const std::size_t skip =
      std::min(records.size(), static_cast<std::size_t>(number("first-index", 1)) - 1);
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(skip));
  const auto limit = static_cast<std::size_t>(number("limit", std::numeric_limits<int>::max()));
  if (records.size() > limit) records.resize(limit);
}

void answer_with(const std::shared_ptr<Call>& call, const Records& records) {
  const PrinterRequest wanted(call->request);
  EncodedReply reply(call->reply);
  for (const PrinterRecord& printer : records)
    if (const model::Model* const model = model_of(*call, *printer))
      call->services.cache->append(reply, *call, printer, *model, wanted);
  std::string bytes = std::move(reply).finish();
  if (call->reply.text(IPP_TAG_OPERATION, "attributes-charset") == "us-ascii") make_ascii(bytes);
  call->answer_encoded(std::make_shared<const std::string>(std::move(bytes)));
}

} // namespace

// PWG 5100.22 section 6.1.4.
void get_printers(const std::shared_ptr<Call>& call) {
  Records records = all_printers(call->services.store);
  keep_matching(*call, records);
  keep_page(*call, records);
  answer_with(call, records);
}

// What lpstat, lp and the dialogs of CUPS ask for; "first-printer-name" is where a list begins.
void cups_get_printers(const std::shared_ptr<Call>& call) {
  Records records = all_printers(call->services.store);
  std::sort(records.begin(), records.end(),
            [](const PrinterRecord& a, const PrinterRecord& b) { return a->name < b->name; });
  const auto first = call->request.text(IPP_TAG_OPERATION, "first-printer-name").value_or("");
  const auto id = call->request.integer(IPP_TAG_OPERATION, "printer-id");
  std::erase_if(records, [&](const PrinterRecord& printer) {
    return printer->name < first || (id && printer->id != *id);
  });
  keep_page(*call, records);
  if (records.empty()) return call->answer(IPP_STATUS_ERROR_NOT_FOUND, "there are no printers");
  answer_with(call, records);
}

void cups_get_default(const std::shared_ptr<Call>& call) {
  const PrinterRecord printer = call->services.cache->default_printer();
  if (printer == nullptr)
    return call->answer(IPP_STATUS_ERROR_NOT_FOUND, "there is no default printer");
  answer_with(call, {printer});
}

} // namespace platen::intake::ipp
