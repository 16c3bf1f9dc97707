#include "remote/listing.h"
#include "remote/one_printer.h"
#include "wire/ipp/listings.h"
#include "wire/ipp/trays.h"

#include <ctime>

namespace platen::app {

namespace {

constexpr auto& fields = platen::ipp::status_fields;

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

std::string loaded_text(const Record& printer) {
  std::vector<std::string> trays;
  for (const ipp::Loaded& tray : ipp::loaded_of(printer)) {
    std::string text = tray.source + ":";
    for (const std::string* part : {&tray.size, &tray.type, &tray.level})
      if (!part->empty()) text += " " + *part;
    trays.push_back(std::move(text));
  }
  return joined(trays);
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
  text.line("loaded", loaded_text(printer));
  text.line("printed", printer.text("printer-impressions-completed"));
  text.line("device", printer.text("device-uri"));
  text.line("address", joined(printer.texts("printer-uri-supported")));
  return text.text();
}

Result<void> show(const Arguments& arguments) {
  auto names = platen::ipp::names_of(fields);
  names.push_back(ipp::trays_attribute);
  TRY(const OnePrinter printer, ask_printer(arguments, names));
  if (!arguments.has("json")) return print_text(sheet(printer.record));
  Json json = select(printer.record, fields);
  json["loaded"] = ipp::loaded_json(printer.record);
  return print_json(json);
}

} // namespace

const Command& status_command() {
  static const Command command =
      printer_command("status", "Tells what a printer is doing, and why it is not.",
                      [](const Command& self, const Arguments& arguments) {
                        return run_reported(self, [&] { return show(arguments); });
                      });
  return command;
}

} // namespace platen::app
