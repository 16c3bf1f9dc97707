#include "client/request.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"
#include "wire/ipp/inboxes.h"
#include "wire/ipp/listings.h"

namespace platen::app {

namespace {

using platen::ipp::Message;

constexpr auto& fields = platen::ipp::printer_fields;

std::string state_words(const Record& printer) {
  std::string words = printer.text("printer-state");
  if (const std::string reasons = reason_words(printer.texts("printer-state-reasons"));
      !reasons.empty())
    words += " (" + reasons + ")";
  if (!printer.boolean("printer-is-accepting-jobs").value_or(true)) words += ", takes no jobs";
  return words;
}

// The name of the default printer; empty: there is none.
Result<std::string> default_name(Session& session) {
  const Request request = session.server_request(IPP_OP_CUPS_GET_DEFAULT);
  const auto answer = session.ask(request);
  if (!answer && answer.error().code == Errc::not_found) return std::string{};
  if (!answer) return Failure(answer.error());
  return answer->text(IPP_TAG_PRINTER, "printer-name").value_or("");
}

Result<void> list(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(Session session, Session::open(arguments));
  Request request = session.server_request(IPP_OP_CUPS_GET_PRINTERS);
  auto names = platen::ipp::names_of(fields);
  names.push_back(platen::ipp::inboxes_attribute);
  client::request_attributes(request.message, names);
  auto answer = session.ask(request);
  if (!answer && answer.error().code != Errc::not_found) return Failure(answer.error());
  const std::vector<Record> printers =
      answer ? records_of(*answer, IPP_TAG_PRINTER) : std::vector<Record>{};
  TRY(const std::string standard, default_name(session));

  if (arguments.has("json")) {
    Json all = Json::array();
    for (const Record& printer : printers) {
      Json object = select(printer, fields);
      object["inboxes"] = platen::ipp::inboxes_json(printer);
      object["default"] = printer.text("printer-name") == standard;
      all.push_back(std::move(object));
    }
    return print_json(all);
  }
  Table table({"PRINTER", "STATE", "JOBS", "MODEL", "WHERE"});
  for (const Record& printer : printers) {
    const std::string name = printer.text("printer-name");
    table.add({name + (name == standard ? "*" : ""), state_words(printer),
               printer.text("queued-job-count"), printer.text("printer-make-and-model"),
               printer.text("printer-location")});
  }
  return print(table, "no printers; \"platen add\" adds one");
}

} // namespace

const Command& printers_command() {
  static const Command command{"printers",
                               "Lists the printers of a server.",
                               "",
                               {json_flag, server_flag},
                               "* marks the default printer.\n",
                               [](const Command& self, const Arguments& arguments) {
                                 return run_reported(self, [&] { return list(arguments); });
                               }};
  return command;
}

} // namespace platen::app
