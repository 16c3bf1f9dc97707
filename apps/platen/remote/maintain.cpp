#include "client/request.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"
#include "remote/test_page_talk.h"

#include <algorithm>

namespace platen::app {

namespace {

// Of the range that IPP leaves to vendors (docs/protocols/ipp.md).
constexpr auto maintain_printer = static_cast<ipp_op_t>(0x5001);
constexpr std::string_view test_page = "test-page";

struct Offer {
  std::string printer; // its name, also where the default printer was meant
  std::vector<std::string> functions;
};

// The functions of the printer's model, and the test page, which every printer prints.
Result<Offer> offered(Session& session, const std::string& printer) {
  Request request = session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, printer);
  client::request_attributes(request.message, {"printer-name", "platen-maintenance-supported"});
  TRY(const auto answer, session.ask(request));
  Offer offer{answer.text(IPP_TAG_PRINTER, "printer-name").value_or(printer),
              client::values_of(answer.get(), "platen-maintenance-supported")};
  offer.functions.emplace_back(test_page);
  return offer;
}

Result<int> begin(Session& session, const std::string& printer, const std::string& function) {
  Request request = session.printer_request(maintain_printer, printer);
  request.add(IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "platen-maintenance", function);
  TRY(const auto answer, session.ask(request));
  return answer.integer(IPP_TAG_JOB, "job-id").value_or(0);
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

Result<void> maintain(const Arguments& arguments) {
  TRY(const std::string printer, printer_name(arguments));
  if (arguments.operands.size() > 1)
    return fail(Errc::invalid,
                "one FUNCTION at a time, " + std::to_string(arguments.operands.size()) + " given");
  TRY(Session session, Session::open(arguments));
  TRY(const Offer offer, offered(session, printer));
  const auto& functions = offer.functions;
  if (arguments.operands.empty()) {
    if (arguments.has("json")) return print_json(Json(functions));
    std::string lines;
    for (const std::string& function : functions)
      lines += function + "\n";
    return print_text(lines);
  }
  const std::string& function = arguments.operands[0];
  if (std::ranges::find(functions, function) == functions.end())
    return fail(Errc::invalid,
                "the printer has no \"" + function + "\"; it has " + listed(functions));
  if (function == test_page) return print_test_page(arguments, offer.printer);
  TRY(const int job, begin(session, printer, function));
  if (arguments.has("json")) return print_json({{"job-id", job}, {"function", function}});
  return print_text("job " + std::to_string(job) + " does the " + function + "\n");
}

} // namespace

const Command& maintain_command() {
  static const Command command{
      "maintain",
      "Has a printer check, clean or align itself, or print a test page.",
      "[FUNCTION]",
      {{'d', "printer", "NAME", "the printer (default: the default printer)"},
       json_flag,
       server_flag},
      "FUNCTION is nozzle-check, cleaning, deep-cleaning, alignment or test-page; without one, "
      "those\nthat the printer has are listed. It becomes a job that waits for its turn (\"platen "
      "jobs\").\nAt a terminal it is asked how the test page came out, as \"platen setup\" does.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return maintain(arguments); });
      }};
  return command;
}

} // namespace platen::app
