#include "base/file.h"
#include "calibration/curve.h"
#include "calibration/measurements.h"
#include "calibration/page.h"
#include "client/request.h"
#include "model/words.h"
#include "remote/listing.h"
#include "remote/one_printer.h"
#include "remote/records.h"
#include "remote/session.h"

#include <algorithm>
#include <optional>

namespace platen::app {

namespace {

// What the server says of the printer, as far as it matters here.
struct Printer {
  std::string name;
  std::string vendor;               // of its options: "canon"
  std::vector<std::string> screens; // that it has and that can be calibrated
  OnePrinter said;

  std::string curve(const std::string& screen) const { return vendor + "-" + screen + "-curve"; }
};

constexpr std::string_view ending = "-curve";

Result<Printer> ask(const Arguments& arguments) {
  Arguments flags = arguments;
  flags.operands.clear(); // what to do, which is no concern of the printer
  TRY(OnePrinter said, ask_printer(flags, {"printer-name", "job-template", "printer-defaults",
                                           "job-creation-attributes-supported"}));
  Printer printer;
  printer.name = said.record.text("printer-name");
  for (const auto& word : model::screen_words)
    for (const std::string& option : said.record.texts("job-creation-attributes-supported")) {
      const std::string ends = "-" + std::string(word.text) + std::string(ending);
      const std::size_t dash = option.find('-');
      if (dash == std::string::npos || option.substr(dash) != ends) continue;
      printer.vendor = option.substr(0, dash);
      printer.screens.emplace_back(word.text);
    }
  if (printer.screens.empty())
    return fail(Errc::unsupported, printer.name + " has no screens of platen's to calibrate");
  printer.said = std::move(said);
  return printer;
}

// Those of --screen, else all.
Result<std::vector<std::string>> chosen_screens(const Printer& printer,
                                                const Arguments& arguments) {
  if (!arguments.has("screen")) return printer.screens;
  const std::string screen = arguments.get("screen");
  if (std::ranges::find(printer.screens, screen) != printer.screens.end())
    return std::vector{screen};
  std::string listed;
  for (const std::string& known : printer.screens)
    listed += (listed.empty() ? "" : ", ") + known;
  return fail(Errc::invalid,
              "--screen " + screen.substr(0, 80) + ": " + printer.name + " has " + listed);
}

// The curve that asks for what is asked of it. Not "none", with which Ghostscript makes the dots.
std::string straight() {
  model::ToneAreas areas{};
  for (std::size_t i = 0; i < areas.size(); ++i)
    areas[i] = static_cast<std::int32_t>(1000 * i / (areas.size() - 1));
  return model::to_string(areas);
}

Result<int> print_page(Session& session, const Printer& printer, const std::string& screen) {
  const auto kind =
      model::value_of(std::span<const model::Word<model::Screen>>(model::screen_words), screen);
  Spool document;
  TRY_VOID(document.write(calibration::calibration_page(*kind, printer.name)));
  TRY(const UniqueFd file, document.release_to_file());
  Request request = session.printer_request(IPP_OP_PRINT_JOB, printer.name);
  request.add(IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", "Calibration of " + screen);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
  request.add(IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", "application/pdf");
  // The engine as it is, whatever the printer's defaults are.
  const auto option = [&](const std::string& name, ipp_tag_t tag, const std::string& value) {
    request.add(IPP_TAG_JOB, tag, name.c_str(), value);
  };
  option(printer.vendor + "-halftone", IPP_TAG_KEYWORD, screen);
  option(printer.vendor + "-toner-save", IPP_TAG_KEYWORD, "off");
  option(printer.curve(screen), IPP_TAG_NAME, straight());
  option("sides", IPP_TAG_KEYWORD, "one-sided");
  TRY(const auto answer, session.ask(request, file.get()));
  return answer.integer(IPP_TAG_JOB, "job-id").value_or(0);
}

Result<void> page(const Arguments& arguments) {
  TRY(const Printer printer, ask(arguments));
  TRY(const auto screens, chosen_screens(printer, arguments));
  TRY(Session session, Session::open(arguments));
  Json list = Json::array();
  std::string lines;
  for (const std::string& screen : screens) {
    TRY(const int job, print_page(session, printer, screen));
    list.push_back({{"job-id", job}, {"screen", screen}});
    lines += "job " + std::to_string(job) + " prints the page of " + screen + "\n";
  }
  return arguments.has("json") ? print_json(list) : print_text(lines);
}

Result<void> set(Session& session, const Printer& printer,
                 const std::vector<std::pair<std::string, std::string>>& curves) {
  Request request = session.printer_request(IPP_OP_SET_PRINTER_ATTRIBUTES, printer.name);
  for (const auto& [screen, curve] : curves)
    request.add(IPP_TAG_PRINTER, IPP_TAG_NAME, (printer.curve(screen) + "-default").c_str(), curve);
  TRY(const auto answer, session.ask(request));
  for (const Record& refused : records_of(answer, IPP_TAG_UNSUPPORTED_GROUP))
    if (!refused.empty())
      return fail(Errc::unsupported, "the server does not take " + refused.all().begin()->first);
  return {};
}

Result<void> read(const Arguments& arguments) {
  constexpr std::uint64_t largest_file = 1 << 20;
  const std::string& path = arguments.operands[1];
  TRY(const Buffer bytes, read_file(path, largest_file));
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto measured = calibration::parse_measurements(text);
  if (!measured) return fail_within(path, std::move(measured).error());
  TRY(const Printer printer, ask(arguments));
  std::vector<std::pair<std::string, std::string>> curves;
  std::string lines;
  for (const auto& one : *measured) {
    const std::string screen(model::to_string(one.screen));
    if (std::ranges::find(printer.screens, screen) == printer.screens.end())
      return fail(Errc::invalid, path + ": " + printer.name + " has no screen " + screen);
    const auto areas = calibration::linearising(one);
    curves.emplace_back(screen, model::to_string(areas));
    lines += screen + " of " + printer.name + ": half tone is printed with dots of " +
             std::to_string((areas[model::tone_steps / 2] + 5) / 10) + " %\n";
  }
  TRY(Session session, Session::open(arguments));
  TRY_VOID(set(session, printer, curves));
  return print_text(lines);
}

Result<void> show(const Arguments& arguments) {
  TRY(const Printer printer, ask(arguments));
  TRY(const auto screens, chosen_screens(printer, arguments));
  Json list = Json::object();
  std::string lines;
  for (const std::string& screen : screens) {
    const std::string curve = printer.said.record.text(printer.curve(screen) + "-default");
    const auto areas = model::parse_tone_areas(curve);
    list[screen] = areas ? Json(*areas) : Json();
    lines += screen + ": " + (areas ? curve : "not calibrated") + "\n";
  }
  return arguments.has("json") ? print_json(list) : print_text(lines);
}

Result<void> clear(const Arguments& arguments) {
  TRY(const Printer printer, ask(arguments));
  TRY(const auto screens, chosen_screens(printer, arguments));
  std::vector<std::pair<std::string, std::string>> curves;
  for (const std::string& screen : screens)
    curves.emplace_back(screen, "none");
  TRY(Session session, Session::open(arguments));
  return set(session, printer, curves);
}

Result<void> calibrate(const Arguments& arguments) {
  TRY_VOID(needed_printer_name(arguments));
  const std::string action = arguments.operands.empty() ? "" : arguments.operands[0];
  const std::size_t wanted = action == "read" ? 2 : 1;
  if (action != "page" && action != "read" && action != "show" && action != "clear")
    return fail(Errc::invalid, "say what to do: page, read FILE, show or clear");
  if (arguments.operands.size() != wanted)
    return fail(Errc::invalid, action == "read" ? "read takes one FILE of measurements"
                                                : action + " takes nothing more");
  if (action == "page") return page(arguments);
  if (action == "read") return read(arguments);
  return action == "show" ? show(arguments) : clear(arguments);
}

} // namespace

const Command& calibrate_command() {
  static const Command command{
      "calibrate",
      "Measures how a printer's dots gain, and makes its tones come out as they are asked for.",
      "page | read FILE | show | clear",
      {printer_flag,
       {0, "screen", "SCREEN", "of this screen only (default: all that the printer has)"},
       json_flag,
       server_flag},
      "page prints a page of gray patches for each screen. What was measured on them goes into "
      "FILE\n"
      "(\"man platen-calibrate\"); read makes a curve of it, which jobs that come then are "
      "printed\n"
      "with. show lists the curves, clear takes them away.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return calibrate(arguments); });
      }};
  return command;
}

} // namespace platen::app
