#include "intake/api/calibration_routes.h"

#include "base/file.h"
#include "calibration/curve.h"
#include "calibration/page.h"
#include "intake/api/asked.h"
#include "model/words.h"
#include "wire/ipp/request.h"

#include <algorithm>
#include <optional>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

constexpr std::string_view ending = "-curve";

// The printer as far as it matters here.
struct Calibrated {
  std::string vendor;                 // of its options: "canon"
  std::vector<model::Screen> screens; // that it has and that can be calibrated
  Message answer; // holds what `said` names
  Record said;

  std::string curve(model::Screen screen) const {
    return vendor + "-" + std::string(model::to_string(screen)) + std::string(ending);
  }
  // A curve, or null where there is none.
  Json present(model::Screen screen) const {
    const auto areas = model::parse_tone_areas(said.text(curve(screen) + "-default"));
    return areas ? Json(*areas) : Json();
  }
};

// Without screens where platen does not make the printer's dots.
Result<Calibrated> any_printer(const PrintServices& services, const Call& call) {
  TRY(Message request, printer_request(services, call, IPP_OP_GET_PRINTER_ATTRIBUTES));
  request_attributes(request, {"printer-name", "job-template", "printer-defaults",
                               "job-creation-attributes-supported"});
  TRY(Message answer, services.desk.ask(call, request));
  const auto printers = records_of(answer, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::not_found, "there is no printer " + call.names[0]);
  Calibrated printer{{}, {}, std::move(answer), printers[0]};
  const auto options = printer.said.texts("job-creation-attributes-supported");
  for (const auto& word : model::screen_words)
    for (const std::string& option : options) {
      const std::size_t dash = option.find('-');
      if (dash == std::string::npos) continue;
      if (option.substr(dash) != "-" + std::string(word.text) + std::string(ending)) continue;
      printer.vendor = option.substr(0, dash);
      printer.screens.push_back(word.value);
    }
  return printer;
}

Result<Calibrated> printer_of_call(const PrintServices& services, const Call& call) {
  TRY(Calibrated printer, any_printer(services, call));
  if (!printer.screens.empty()) return printer;
  return fail(Errc::unsupported, call.names[0] + " has no screens of platen's to calibrate");
}

// The one that is named, else all.
Result<std::vector<model::Screen>> chosen(const Calibrated& printer, const std::string& named) {
  if (named.empty()) return printer.screens;
  std::string listed;
  for (const model::Screen screen : printer.screens) {
    const std::string word(model::to_string(screen));
    if (word == named) return std::vector{screen};
    listed += (listed.empty() ? "" : ", ") + word;
  }
  return fail(Errc::invalid, "\"screen\" is one of " + listed);
}

// The curve that asks for what is asked of it. Not "none", with which Ghostscript makes the dots.
std::string straight() {
  model::ToneAreas areas{};
  for (std::size_t i = 0; i < areas.size(); ++i)
    areas[i] = static_cast<std::int32_t>(1000 * i / (areas.size() - 1));
  return model::to_string(areas);
}

Result<std::int32_t> print_page(const PrintServices& services, const Call& call,
                                const Calibrated& printer, model::Screen screen) {
  Spool document;
  TRY_VOID(document.write(calibration::calibration_page(screen, call.names[0])));
  TRY(UniqueFd file, document.release_to_file());
  const std::string word(model::to_string(screen));
  TRY(Message request, printer_request(services, call, IPP_OP_PRINT_JOB));
  const auto add = [&](ipp_tag_t group, ipp_tag_t tag, const std::string& name,
                       const std::string& value) {
    ippAddString(request.get(), group, tag, name.c_str(), nullptr, value.c_str());
  };
  add(IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", "Calibration of " + word);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
  add(IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", "application/pdf");
  // The engine as it is, whatever the printer's defaults are.
  add(IPP_TAG_JOB, IPP_TAG_KEYWORD, printer.vendor + "-halftone", word);
  add(IPP_TAG_JOB, IPP_TAG_KEYWORD, printer.vendor + "-toner-save", "off");
  add(IPP_TAG_JOB, IPP_TAG_NAME, printer.curve(screen), straight());
  add(IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", "one-sided");
  TRY(const Message answer, services.desk.ask(call, request, std::move(file)));
  return answer.integer(IPP_TAG_JOB, "job-id").value_or(0);
}

using Curves = std::vector<std::pair<model::Screen, std::string>>;

Result<void> set(const PrintServices& services, const Call& call, const Calibrated& printer,
                 const Curves& curves) {
  TRY(Message request, printer_request(services, call, IPP_OP_SET_PRINTER_ATTRIBUTES));
  for (const auto& [screen, curve] : curves)
    ippAddString(request.get(), IPP_TAG_PRINTER, IPP_TAG_NAME,
                 (printer.curve(screen) + "-default").c_str(), nullptr, curve.c_str());
  TRY_VOID(services.desk.ask(call, request));
  return {};
}

// {SCREEN: [the areas of its curve] or null}
Result<http::Response> show(const PrintServices& services, const Call& call) {
  TRY(const Calibrated printer, any_printer(services, call));
  Json all = Json::object();
  for (const model::Screen screen : printer.screens)
    all[std::string(model::to_string(screen))] = printer.present(screen);
  return json_response(200, dumped(all));
}

Result<http::Response> print(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(const auto named, body.text("screen"));
  TRY_VOID(body.end());
  TRY(const Calibrated printer, printer_of_call(services, call));
  TRY(const auto screens, chosen(printer, named.value_or("")));
  Json jobs = Json::array();
  for (const model::Screen screen : screens) {
    TRY(const std::int32_t job, print_page(services, call, printer, screen));
    jobs.push_back({{"job-id", job}, {"screen", model::to_string(screen)}});
  }
  return json_response(201, dumped(jobs));
}

// The body is what was measured, as platen-calibrate(1) has it: all of it is good, or nothing is
// changed.
Result<http::Response> take(const PrintServices& services, const Call& call) {
  TRY(const auto measured, calibration::parse_measurements(call.body));
  TRY(const Calibrated printer, printer_of_call(services, call));
  Curves curves;
  for (const calibration::Measurements& one : measured) {
    TRY_VOID(chosen(printer, std::string(model::to_string(one.screen))));
    curves.emplace_back(one.screen, model::to_string(calibration::linearising(one)));
  }
  TRY_VOID(set(services, call, printer, curves));
  return show(services, call);
}

Result<http::Response> clear(const PrintServices& services, const Call& call) {
  TRY(const Calibrated printer, printer_of_call(services, call));
  TRY(const auto screens, chosen(printer, call.text("screen")));
  Curves curves;
  for (const model::Screen screen : screens)
    curves.emplace_back(screen, "none");
  TRY_VOID(set(services, call, printer, curves));
  return done_response();
}

} // namespace

Routes calibration_routes(const PrintServices* services) {
  using auth::Role;
  using auth::Scope;
  const auto row = [&](const char* method, Role role, Scope scope, auto operation) {
    return Route{method,     "printers/*/calibration", role, scope,
                 Pace::slow, with(services, operation)};
  };
  return {row("GET", Role::user, Scope::read, show),
          row("POST", Role::printer_operator, Scope::operate, print),
          row("PUT", Role::administrator, Scope::administer, take),
          row("DELETE", Role::administrator, Scope::administer, clear)};
}

} // namespace platen::intake::api
