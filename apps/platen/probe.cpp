#include "commands.h"
#include "known_models.h"
#include "device/fit.h"
#include "model/model.h"

#include <algorithm>
#include <iostream>

#include <nlohmann/json.hpp>

namespace platen::app {

namespace {

bool answered(const device::Probe& probe) {
  return std::ranges::any_of(probe.answers,
                             [](const device::Answer& answer) { return answer.silence.empty(); });
}

nlohmann::json to_json(const std::string& uri, const device::Probe& probe,
                       const std::vector<device::Fit>& fits) {
  nlohmann::json json{{"device-uri", uri},
                      {"answers", nlohmann::json::array()},
                      {"languages", nlohmann::json::array()},
                      {"models", nlohmann::json::array()}};
  for (const device::Answer& answer : probe.answers) {
    nlohmann::json one{{"channel", answer.channel}};
    if (!answer.device_id.empty()) one["device-id"] = answer.device_id;
    if (!answer.silence.empty()) one["silence"] = answer.silence;
    json["answers"].push_back(std::move(one));
  }
  for (const device::Spoken& spoken : probe.languages)
    json["languages"].push_back(
        {{"name", spoken.name}, {"channel", spoken.channel}, {"words", spoken.words}});
  for (const device::Fit& fit : fits)
    json["models"].push_back(
        {{"id", fit.model->id}, {"printer-language", fit.language}, {"confirmed", fit.confirmed}});
  return json;
}

void show_languages(const device::Probe& probe) {
  std::vector<std::string> shown;
  for (const device::Spoken& one : probe.languages) {
    if (std::ranges::find(shown, one.name) != shown.end()) continue;
    shown.push_back(one.name);
    std::cout << "    " << one.name << ":";
    const char* separator = " ";
    for (const device::Spoken& spoken : probe.languages)
      if (spoken.name == one.name) {
        std::cout << separator << "\"" << spoken.words << "\" by " << spoken.channel;
        separator = ", ";
      }
    std::cout << "\n";
  }
  if (shown.empty()) std::cout << "    the device speaks of none\n";
}

// What an owner can do whose unit has the language of Canon's own driver and none of ours.
void show_way_out(const device::Probe& probe) {
  if (std::ranges::find(probe.languages, "ufr-ii-lt", &device::Spoken::name) ==
      probe.languages.end())
    return;
  std::cout
      << "        platen does not print in UFR II LT: the unit needs its PCL option, or Canon's "
         "own driver;\n"
         "        \"platen capture\" helps to find out what is missing\n";
}

void show_fits(const device::Probe& probe, const std::vector<device::Fit>& fits) {
  for (const device::Fit& fit : fits) {
    std::cout << "    " << fit.model->id << " (" << fit.model->title << "), printed in "
              << fit.language;
    if (fit.confirmed)
      std::cout << ", which the device says it has\n";
    else if (probe.languages.empty())
      std::cout << ", of which the device does not speak\n";
    else
      std::cout << ", which is none of those that the device names\n";
    if (!fit.confirmed) show_way_out(probe);
    if (fit.confirmed && fit.language != fit.model->language)
      std::cout << "        platen add ... -o printer-language=" << fit.language << "\n";
  }
  if (!fits.empty()) return;
  std::cout << "    none";
  for (const std::string& name : probe.models())
    std::cout << "; it calls itself \"" << name << "\"";
  std::cout << "\n";
}

Result<void> run_probe(const Arguments& arguments) {
  if (arguments.operands.size() != 1) return fail(Errc::invalid, "one DEVICE-URI is needed");
  const std::string& uri = arguments.operands[0];
  TRY(const auto models, known_models(arguments));
  const Cancel never;
  TRY(const device::Probe probe, device::probe(uri, never));
  const auto fits = device::fits_of(probe, models);
  if (arguments.has("json")) {
    std::cout << to_json(uri, probe, fits).dump(2) << "\n";
  } else {
    for (const device::Answer& answer : probe.answers)
      std::cout << answer.channel << ": "
                << (!answer.silence.empty()    ? answer.silence
                    : answer.device_id.empty() ? std::string("tells no device id")
                                               : answer.device_id)
                << "\n";
    if (answered(probe)) {
      std::cout << "languages:\n";
      show_languages(probe);
      std::cout << "models that fit:\n";
      show_fits(probe, fits);
    }
  }
  if (!answered(probe)) return fail(Errc::unreachable, uri + ": no channel of the device answers");
  return {};
}

int run(const Command& command, const Arguments& arguments) {
  if (const auto done = run_probe(arguments); !done) return report(command, done.error());
  return exit_done;
}

} // namespace

const Command& probe_command() {
  static const Command command{"probe",
                               "Asks a device what it is and which languages it has.",
                               "DEVICE-URI",
                               {{0, "json", "", "as JSON"}},
                               "DEVICE-URI is socket://HOST[:9100], asked by PJL, SNMP, CHMP and "
                               "BJNP, ipp://HOST/PATH, asked by IPP,\n"
                               "or usb://MAKER/MODEL, asked for its device id, and by PJL where "
                               "that names it. Each answer stands\n"
                               "beside its channel. The languages of the model file come first in "
                               "the order of the file: the first\n"
                               "that the device names is the one to print in. It is a proposal; "
                               "what\n"
                               "\"platen add -o printer-language=...\" says counts.",
                               run};
  return command;
}

} // namespace platen::app
