#include "client/request.h"
#include "remote/listing.h"
#include "remote/records.h"
#include "remote/session.h"

#include <array>
#include <ctime>

namespace platen::app {

namespace {

constexpr std::array fields{Field{"printer-name"},
                            Field{"printer-info"},
                            Field{"printer-location"},
                            Field{"printer-make-and-model"},
                            Field{"printer-state"},
                            Field{"printer-state-reasons", true},
                            Field{"printer-state-message"},
                            Field{"printer-alert-description", true},
                            Field{"printer-is-accepting-jobs"},
                            Field{"queued-job-count"},
                            Field{"printer-state-change-date-time"},
                            Field{"printer-up-time"},
                            Field{"media-ready", true},
                            Field{"device-uri"},
                            Field{"printer-uuid"},
                            Field{"printer-uri-supported", true}};

// "label   value" lines; those without value are left out.
class Sheet {
public:
  void line(const std::string& label, const std::string& value) {
    if (value.empty()) return;
    text_ += label + std::string(label.size() < column ? column - label.size() : 1, ' ') +
             harmless(value) + "\n";
  }
  const std::string& text() const { return text_; }

private:
  static constexpr std::size_t column = 12;
  std::string text_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string sheet(const Record& printer) {
  Sheet text;
  const auto changed = printer.moment("printer-state-change-date-time");
  std::string state = printer.text("printer-state");
  if (changed) state += " since " + when(*changed, std::time(nullptr));
  text.line("printer", printer.text("printer-name"));
  text.line("about", printer.text("printer-info"));
  text.line("model", printer.text("printer-make-and-model"));
  text.line("where", printer.text("printer-location"));
  text.line("state", state);
  text.line("because", reason_words(printer.texts("printer-state-reasons")));
  text.line("message", printer.text("printer-state-message"));
  text.line("accepting",
            printer.boolean("printer-is-accepting-jobs").value_or(true) ? "yes" : "no");
  text.line("jobs", printer.text("queued-job-count"));
  text.line("paper", joined(printer.texts("media-ready")));
  text.line("device", printer.text("device-uri"));
  text.line("address", joined(printer.texts("printer-uri-supported")));
  return text.text();
}

Result<void> show(const Arguments& arguments) {
  TRY_VOID(no_operands(arguments));
  TRY(const std::string name, printer_name(arguments));
  TRY(Session session, Session::open(arguments));
  Request request = session.printer_request(IPP_OP_GET_PRINTER_ATTRIBUTES, name);
  std::vector<const char*> names;
  for (const Field& field : fields)
    names.push_back(field.name);
  client::request_attributes(request.message, names);
  TRY(const auto answer, session.ask(request));
  const auto printers = records_of(answer, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::malformed, "the server tells nothing of the printer");
  return arguments.has("json") ? print_json(select(printers[0], fields))
                               : print_text(sheet(printers[0]));
}

} // namespace

const Command& status_command() {
  static const Command command{
      "status",
      "Tells what a printer is doing, and why it is not.",
      "",
      {{'d', "printer", "NAME", "the printer (default: the default printer)"},
       json_flag,
       server_flag},
      "",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return show(arguments); });
      }};
  return command;
}

} // namespace platen::app
