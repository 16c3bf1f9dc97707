#include "base/file.h"
#include "calibration/measurements.h"
#include "model/words.h"
#include "remote/api.h"
#include "remote/listing.h"
#include "remote/one_printer.h"

#include <algorithm>

namespace platen::app {

namespace {

// The curves of a printer, as the server keeps them: {SCREEN: areas or null}.
struct Calibration {
  Api api;
  std::string printer, path;
  std::vector<std::string> screens; // in the order of the models
  Json curves;
};

Result<Calibration> open(const Arguments& arguments) {
  TRY(const std::string name, needed_printer_name(arguments));
  TRY(const std::string entry, entry_path("printers", name));
  TRY(Api api, Api::open(arguments));
  Calibration all{std::move(api), name, entry + "/calibration", {}, {}};
  TRY(all.curves, all.api.get(all.path));
  for (const auto& word : model::screen_words)
    if (all.curves.contains(std::string(word.text))) all.screens.emplace_back(word.text);
  if (all.screens.empty())
    return fail(Errc::unsupported, name + " has no screens of platen's to calibrate");
  return all;
}

// That of --screen, else all.
Result<std::vector<std::string>> chosen_screens(const Calibration& all,
                                                const Arguments& arguments) {
  if (!arguments.has("screen")) return all.screens;
  const std::string screen = arguments.get("screen");
  if (std::ranges::find(all.screens, screen) != all.screens.end()) return std::vector{screen};
  std::string listed;
  for (const std::string& known : all.screens)
    listed += (listed.empty() ? "" : ", ") + known;
  return fail(Errc::invalid,
              "--screen " + screen.substr(0, 80) + ": " + all.printer + " has " + listed);
}

Result<void> page(Calibration& all, const Arguments& arguments) {
  TRY(const auto screens, chosen_screens(all, arguments));
  Json body = Json::object();
  if (arguments.has("screen")) body["screen"] = screens.front();
  TRY(const Json jobs, all.api.send("POST", all.path, body));
  if (arguments.has("json")) return print_json(jobs);
  std::string lines;
  for (const Json& job : jobs)
    lines += "job " + std::to_string(job.value("job-id", 0)) + " prints the page of " +
             job.value("screen", std::string()) + "\n";
  return print_text(lines);
}

// The file is read here first, so that what is wrong with it has its name.
Result<void> read(Calibration& all, const Arguments& arguments) {
  constexpr std::uint64_t largest_file = 1 << 20;
  const std::string& path = arguments.operands[1];
  TRY(const Buffer bytes, read_file(path, largest_file));
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto measured = calibration::parse_measurements(text);
  if (!measured) return fail_within(path, std::move(measured).error());
  for (const auto& one : *measured) {
    const std::string screen(model::to_string(one.screen));
    if (std::ranges::find(all.screens, screen) == all.screens.end())
      return fail(Errc::invalid, path + ": " + all.printer + " has no screen " + screen);
  }
  TRY_VOID(all.api.put_file(all.path, text));
  TRY(all.curves, all.api.get(all.path));
  std::string lines;
  for (const auto& one : *measured) {
    const std::string screen(model::to_string(one.screen));
    const Json& areas = all.curves[screen];
    const bool whole = areas.is_array() && areas.size() == model::tone_steps;
    const int middle = whole ? areas[model::tone_steps / 2].get<int>() : 0;
    lines += screen + " of " + all.printer + ": half tone is printed with dots of " +
             std::to_string((middle + 5) / 10) + " %\n";
  }
  return print_text(lines);
}

std::string in_words(const Json& areas) {
  if (!areas.is_array() || areas.size() != model::tone_steps) return "not calibrated";
  model::ToneAreas curve{};
  for (std::size_t i = 0; i < curve.size(); ++i)
    curve[i] = areas[i].is_number_integer() ? areas[i].get<std::int32_t>() : 0;
  return model::to_string(curve);
}

Result<void> show(const Calibration& all, const Arguments& arguments) {
  TRY(const auto screens, chosen_screens(all, arguments));
  Json list = Json::object();
  std::string lines;
  for (const std::string& screen : screens) {
    list[screen] = all.curves[screen];
    lines += screen + ": " + in_words(all.curves[screen]) + "\n";
  }
  return arguments.has("json") ? print_json(list) : print_text(lines);
}

Result<void> clear(Calibration& all, const Arguments& arguments) {
  TRY(const auto screens, chosen_screens(all, arguments));
  const std::string which = arguments.has("screen") ? "?screen=" + screens.front() : "";
  return all.api.send("DELETE", all.path + which, Json()).map([](const Json&) {});
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
  TRY(Calibration all, open(arguments));
  if (action == "page") return page(all, arguments);
  if (action == "read") return read(all, arguments);
  return action == "show" ? show(all, arguments) : clear(all, arguments);
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
