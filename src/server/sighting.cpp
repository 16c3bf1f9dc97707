#include "server/sighting.h"

#include "device/fit.h"
#include "transport/usb_address.h"
#include "wire/ieee1284/device_id.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace platen::server {

namespace {

using device::Appraisal;
using device::LanguageChoice;
using device::Match;
using intake::api::FoundPrinter;
using intake::api::FoundUri;

// ---- one machine

bool is_v6(const std::string& host) {
  return host.find(':') != std::string::npos;
}

bool has_kind(const device::Identity& identity, std::string_view kind) {
  return std::ranges::any_of(identity,
                             [&](const std::string& word) { return word.starts_with(kind); });
}

// A serial number alone may be a maker's mistake: at two addresses it may be two units.
bool by_serial_alone(const Sighting& a, const Sighting& b) {
  const auto others = [](const Sighting& one) {
    return has_kind(one.identity, "mac:") || has_kind(one.identity, "uuid:");
  };
  return !(others(a) && others(b));
}

bool two_addresses(const Sighting& a, const Sighting& b) {
  return !a.host.empty() && !b.host.empty() && a.host != b.host && is_v6(a.host) == is_v6(b.host);
}

bool is_one(const Sighting& a, const Sighting& b) {
  if (!a.host.empty() && a.host == b.host) return true;
  if (!a.dns_sd_name.empty() && a.dns_sd_name == b.dns_sd_name) return true; // RFC 6763 §4.1
  if (device::compare(a.identity, b.identity) != Match::same) return false;
  return !two_addresses(a, b) || !by_serial_alone(a, b);
}

void add_uri(std::vector<FoundUri>& uris, FoundUri uri) {
  const auto known = std::ranges::find(uris, uri.uri, &FoundUri::uri);
  if (known == uris.end()) return uris.push_back(std::move(uri));
  for (std::string& way : uri.found_by)
    if (std::ranges::find(known->found_by, way) == known->found_by.end())
      known->found_by.push_back(std::move(way));
}

void take_if_empty(std::string& into, std::string& from) {
  if (into.empty()) into = std::move(from);
}

void absorb(Sighting& into, Sighting from) {
  if (into.host.empty() || (is_v6(into.host) && !is_v6(from.host) && !from.host.empty()))
    into.host = from.host;
  for (FoundUri& uri : from.uris)
    add_uri(into.uris, std::move(uri));
  std::ranges::move(from.probe.answers, std::back_inserter(into.probe.answers));
  for (device::Spoken& spoken : from.probe.languages)
    if (std::ranges::find(into.probe.languages, spoken) == into.probe.languages.end())
      into.probe.languages.push_back(std::move(spoken));
  take_if_empty(into.dns_sd_name, from.dns_sd_name);
  take_if_empty(into.title, from.title);
  take_if_empty(into.maker, from.maker);
  take_if_empty(into.location, from.location);
  take_if_empty(into.remark, from.remark);
  device::add_words(into.identity, from.identity);
}

// ---- which way to it

// A raw port carries answers back and takes the language of the model; a daemon carries none back.
constexpr std::array<std::string_view, 5> for_models{"socket", "usb", "ipps", "ipp", "lpd"};
constexpr std::array<std::string_view, 5> for_strangers{"ipps", "ipp", "socket", "usb", "lpd"};

std::vector<FoundUri> ranked(std::vector<FoundUri> uris, bool has_model) {
  const auto& order = has_model ? for_models : for_strangers;
  const auto rank = [&](const FoundUri& one) {
    return std::ranges::find(order, one.transport) - order.begin();
  };
  std::ranges::stable_sort(uris, [&](const FoundUri& a, const FoundUri& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return is_v6(host_of(a.uri)) < is_v6(host_of(b.uri));
  });
  return uris;
}

// ---- in words

std::string maker_of(const Sighting& device) {
  const std::string maker = ieee1284::value(device.probe.device_id(), "MFG", "MANUFACTURER");
  return maker.empty() ? device.maker : maker;
}

std::string make_and_model(const Sighting& device) {
  const std::string maker = maker_of(device);
  const auto models = device.probe.models();
  if (!models.empty())
    return maker.empty() || models[0].starts_with(maker) ? models[0] : maker + " " + models[0];
  if (!device.title.empty()) return device.title;
  for (const device::Answer& answer : device.probe.answers)
    if (!answer.title.empty()) return answer.title;
  return maker;
}

void add(std::string& text, std::string_view separator, const std::string& more) {
  text += (text.empty() ? "" : std::string(separator)) + more;
}

std::string ways_found(const Sighting& device) {
  std::vector<std::string> ways;
  for (const FoundUri& uri : device.uris)
    for (const std::string& way : uri.found_by)
      if (std::ranges::find(ways, way) == ways.end()) ways.push_back(way);
  std::string text;
  for (const std::string& way : ways)
    add(text, ", ", way);
  return text;
}

std::string_view evidence_of(LanguageChoice::Why why) {
  switch (why) {
  case LanguageChoice::Why::confirmed:
    return "confirmed";
  case LanguageChoice::Why::untold:
    return "untold";
  case LanguageChoice::Why::foreign:
    return "foreign";
  case LanguageChoice::Why::silent:
    break;
  }
  return "silent";
}

// By IPP pages travel in a format, whatever the model's languages are.
void set_format(const Sighting& device, FoundPrinter& found) {
  found.language.clear();
  found.language_evidence = "untold";
  for (const std::string_view format : {"image/urf", "image/pwg-raster", "image/jpeg"})
    for (const device::Spoken& spoken : device.probe.languages)
      if (found.language.empty() && spoken.name == format) {
        found.language = format;
        found.language_evidence = "confirmed";
      }
}

void set_language(const Sighting& device, const Appraisal& appraisal, FoundPrinter& found) {
  if (found.uris.front().transport.starts_with("ipp")) return set_format(device, found);
  found.language_evidence = evidence_of(appraisal.choice.why);
  if (appraisal.model != nullptr) {
    found.language = appraisal.choice.language;
    return;
  }
  found.language_evidence = device.probe.languages.empty() ? "untold" : "foreign";
}

bool tells_status(const Sighting& device) {
  return std::ranges::any_of(device.probe.answers, [](const device::Answer& answer) {
    return answer.silence.empty() && answer.channel != "pjl" && answer.channel != "bjnp";
  });
}

// Others of which it cannot be told apart.
std::string doubles_of(const Sighting& device, std::span<const Sighting> others) {
  std::string hosts;
  for (const Sighting& other : others) {
    if (&other == &device || other.host.empty()) continue;
    const Match match = device::compare(device.identity, other.identity);
    if (match == Match::same || match == Match::unclear) add(hosts, ", ", other.host);
  }
  return hosts;
}

std::vector<std::string> what_is_unknown(const Sighting& device, const FoundPrinter& found,
                                         std::span<const Sighting> others) {
  std::vector<std::string> unknown;
  if (device.probe.models().empty())
    unknown.emplace_back("its model: no channel told a device id with one");
  if (found.language_evidence == "untold") unknown.emplace_back("its languages: it names none");
  if (found.language_evidence == "silent")
    unknown.emplace_back("its languages: no channel answers");
  if (device.identity.empty() && !device.host.empty())
    unknown.emplace_back("which unit it is: it tells no serial number, hardware address or UUID, "
                         "so that a changed address cannot be followed");
  if (const std::string doubles = doubles_of(device, others); !doubles.empty())
    unknown.push_back("which unit it is: " + doubles + " says the same of itself (" +
                      device::in_words(device.identity) +
                      "), so that a changed address cannot be followed");
  if (!device.host.empty() && !tells_status(device))
    unknown.emplace_back("its paper, supplies and faults: neither SNMP nor CHMP nor IPP answers");
  return unknown;
}

// The address of a queue on the USB may name one language of a copier, or one model of its family.
bool leads_to(const Sighting& device, const std::string& queue_uri) {
  const auto queue = transport::parse_usb_uri(queue_uri);
  return std::ranges::any_of(device.uris, [&](const FoundUri& way) {
    if (way.uri == queue_uri) return true;
    const auto found = transport::parse_usb_uri(way.uri);
    return queue && found && transport::is_same_device(*found, *queue);
  });
}

std::string queue_of(const Sighting& device, std::span<const job::Printer> printers) {
  for (const job::Printer& printer : printers)
    if (device::compare(printer.device_identity, device.identity) == Match::same)
      return printer.name;
  for (const job::Printer& printer : printers) {
    const Match match = device::compare(printer.device_identity, device.identity);
    if (match == Match::different) continue;
    if (!device.host.empty() && host_of(printer.device_uri) == device.host) return printer.name;
    if (leads_to(device, printer.device_uri)) return printer.name;
  }
  return {};
}

} // namespace

std::vector<Sighting> merged(std::vector<Sighting> all) {
  std::vector<Sighting> machines;
  for (Sighting& one : all) {
    const auto known =
        std::ranges::find_if(machines, [&](const Sighting& other) { return is_one(one, other); });
    if (known == machines.end())
      machines.push_back(std::move(one));
    else
      absorb(*known, std::move(one));
  }
  return machines;
}

FoundPrinter described(const Sighting& device, std::span<const Sighting> others,
                       std::span<const model::Model> models,
                       std::span<const job::Printer> printers) {
  const Appraisal appraisal =
      device::appraise(device.probe, maker_of(device), {device.title}, models);
  FoundPrinter found;
  found.uris = ranked(device.uris, appraisal.model != nullptr);
  found.make_and_model = make_and_model(device);
  found.device_id = device.probe.device_id();
  found.identity = device.identity;
  found.dns_sd_name = device.dns_sd_name;
  found.location = device.location;
  for (const device::Answer& answer : device.probe.answers)
    if (found.location.empty()) found.location = answer.location;
  if (appraisal.model != nullptr) found.model = appraisal.model->id;
  found.fit = appraisal.kind == Appraisal::Kind::exact     ? "exact"
              : appraisal.kind == Appraisal::Kind::nearest ? "nearest"
                                                           : "none";
  found.why = "found by " + ways_found(device) + "; " + appraisal.why;
  if (!device.remark.empty()) found.why = device.remark + "; " + found.why;
  found.lost = appraisal.lost;
  set_language(device, appraisal, found);
  found.unknown = what_is_unknown(device, found, others);
  found.printer = queue_of(device, printers);
  return found;
}

namespace {

struct Authority {
  std::size_t begin = 0, end = 0; // of the host as it stands, with its brackets
};
std::optional<Authority> host_in(const std::string& uri) {
  const std::size_t scheme = uri.find("://");
  if (scheme == std::string::npos || uri.starts_with("usb:") || uri.starts_with("file:"))
    return std::nullopt;
  Authority place{scheme + 3, std::min(uri.find_first_of("/?", scheme + 3), uri.size())};
  if (const std::size_t at = uri.rfind('@', place.end); at != uri.npos && at > place.begin)
    place.begin = at + 1;
  const std::size_t close = uri[place.begin] == '[' ? uri.find(']', place.begin) : uri.npos;
  place.end = std::min(close != uri.npos ? close + 1 : uri.find(':', place.begin), place.end);
  return place;
}

} // namespace

std::string host_of(const std::string& device_uri) {
  const auto place = host_in(device_uri);
  if (!place) return {};
  std::string host = device_uri.substr(place->begin, place->end - place->begin);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host;
}

std::string with_host(const std::string& device_uri, const std::string& host) {
  const auto place = host_in(device_uri);
  if (!place) return device_uri;
  std::string uri = device_uri;
  return uri.replace(place->begin, place->end - place->begin,
                     is_v6(host) ? "[" + host + "]" : host);
}

} // namespace platen::server
