#include "device/fit.h"
#include "device/identity.h"
#include "device/language_choice.h"
#include "doctor/checks.h"
#include "transport/transport.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace platen::doctor {

namespace {

std::string language_of(const PrinterFacts& facts) {
  for (const auto& [name, value] : facts.printer.defaults)
    if (name == "printer-language") return value;
  return facts.model->language;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    if (text.find(word) == std::string::npos) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> languages_told(const device::Probe& probe) {
  std::vector<std::string> names;
  for (const device::Spoken& one : probe.languages)
    names.push_back(one.name);
  return names;
}

bool answered(const PrinterFacts& facts) {
  return facts.probe && std::ranges::any_of(facts.probe->answers, [](const device::Answer& one) {
           return one.silence.empty();
         });
}

bool is_this_model(const device::Probe& probe, const model::Model& model) {
  const auto fitting = device::fitting_models(probe, std::span(&model, 1));
  return !fitting.empty();
}

void check_usb(const PrinterFacts& facts, Findings& found) {
  const UsbFacts& usb = *facts.usb;
  std::string holders;
  for (const Process& process : usb.holders)
    holders += (holders.empty() ? "" : ", ") + in_words(process);
  std::array<char, 8> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", usb.mode & 07777);
  const std::string& name = facts.printer.name;
  switch (usb.state) {
  case UsbFacts::State::fine:
    found.push_back(
        make_finding("device-answers", name, {{"device", "The USB device"}, {"identity", ""}}));
    break;
  case UsbFacts::State::missing:
    found.push_back(make_finding("usb-device-missing", name, {{"reason", usb.words}}));
    break;
  case UsbFacts::State::held:
    found.push_back(make_finding(
        "usb-held-by-process", name,
        {{"holder", holders.empty() ? "A program that this user may not see" : holders},
         {"device", usb.device}}));
    break;
  case UsbFacts::State::denied:
    found.push_back(make_finding(
        "usb-not-permitted", name,
        {{"device", usb.device}, {"owner", usb.owner}, {"mode", mode.data()}, {"user", usb.user}}));
    break;
  }
}

void check_reach(const PrinterFacts& facts, Findings& found) {
  const std::string& name = facts.printer.name;
  const Values values{{"device", facts.address}, {"reason", facts.reach.words}};
  switch (facts.reach.how) {
  case Reach::How::untried:
    break;
  case Reach::How::connected: {
    std::string identity;
    if (facts.probe && !facts.probe->models().empty())
      identity = " (" + joined(facts.probe->models()) + ")";
    found.push_back(
        make_finding("device-answers", name, {{"device", facts.address}, {"identity", identity}}));
    break;
  }
  case Reach::How::not_resolved:
    found.push_back(make_finding(
        "device-name-not-resolved", name,
        {{"host", facts.host}, {"reason", facts.reach.words}, {"example", "socket://192.0.2.7"}}));
    break;
  case Reach::How::refused:
    found.push_back(make_finding("device-refuses", name, values));
    break;
  case Reach::How::no_answer:
    found.push_back(make_finding("device-unreachable", name, values));
    break;
  }
}

void check_identity(const PrinterFacts& facts, std::span<const model::Model> models,
                    Findings& found) {
  const auto told = facts.probe->models();
  if (!told.empty() && !is_this_model(*facts.probe, *facts.model)) {
    const std::string fitting = fitting_model(facts, models);
    found.push_back(
        make_finding("wrong-model", facts.printer.name,
                     {{"told", joined(told)}, {"model", facts.model->id}, {"fitting", fitting}},
                     !fitting.empty()));
    return; // its languages are those of the other model
  }
  const std::string language = language_of(facts);
  if (device::has_language(*facts.probe, language)) return;
  const auto names = languages_told(*facts.probe);
  const std::string fitting = fitting_language(facts);
  if (names.empty())
    found.push_back(
        make_finding("language-not-confirmed", facts.printer.name, {{"language", language}}));
  else
    found.push_back(make_finding(
        "wrong-language", facts.printer.name,
        {{"language", language}, {"told", joined(names)}, {"fitting", fitting}}, !fitting.empty()));
}

void check_search(const PrinterFacts& facts, Findings& found) {
  using End = SearchFacts::End;
  const std::string& name = facts.printer.name;
  const Values values{{"who", device::in_words(facts.printer.device_identity)},
                      {"hosts", facts.search.hosts},
                      {"date", moment_of(facts.search.at)}};
  switch (facts.search.end) {
  case End::nothing:
    break;
  case End::not_found:
    found.push_back(make_finding("device-not-found", name, values));
    break;
  case End::several:
    found.push_back(make_finding("device-claimed-by-several", name, values));
    break;
  case End::in_part:
    found.push_back(make_finding("device-known-in-part", name, values));
    break;
  }
}

// Which machine it is, beside which model.
void check_unit(const PrinterFacts& facts, Findings& found) {
  const std::string& name = facts.printer.name;
  if (const auto& moved = facts.moved)
    found.push_back(make_finding("device-moved", name,
                                 {{"who", moved->who},
                                  {"from", moved->from},
                                  {"to", moved->to},
                                  {"date", moment_of(moved->at)}}));
  check_search(facts, found);
  if (!facts.probe) return;
  const device::Identity told = facts.probe->identity();
  if (device::compare(facts.printer.device_identity, told) == device::Match::different)
    found.push_back(make_finding("other-device-answers", name,
                                 {{"device", facts.address},
                                  {"told", device::in_words(told)},
                                  {"who", device::in_words(facts.printer.device_identity)}}));
}

} // namespace

std::string fitting_model(const PrinterFacts& facts, std::span<const model::Model> models) {
  if (!facts.probe) return {};
  const auto fitting = device::fitting_models(*facts.probe, models);
  return fitting.size() == 1 ? fitting.front()->id : std::string();
}

std::string fitting_language(const PrinterFacts& facts) {
  if (!facts.probe || facts.model == nullptr) return {};
  const auto choice = device::choose_language(*facts.probe, *facts.model);
  return choice.why == device::LanguageChoice::Why::confirmed ? choice.language : std::string();
}

Findings check_device(const PrinterFacts& facts, std::span<const model::Model> models) {
  Findings found;
  if (facts.usb) check_usb(facts, found);
  check_reach(facts, found);
  check_unit(facts, found);
  const bool is_ours = facts.model != nullptr && facts.printer.filter.empty() &&
                       !transport::is_driverless(facts.printer.device_uri);
  if (is_ours && answered(facts)) check_identity(facts, models, found);
  if (facts.reach.how == Reach::How::connected && facts.has_channels &&
      facts.device.channels.empty())
    found.push_back(
        make_finding("status-not-told", facts.printer.name, {{"device", facts.address}}));
  return found;
}

} // namespace platen::doctor
