#include "setup/device.h"

namespace platen::setup {

namespace {

constexpr std::size_t most_devices = 1000; // of a list that a person can choose from

Device read_device(const Json& json) {
  Device device;
  device.uri = text_in(json, "device-uri");
  device.make_and_model = text_in(json, "make-and-model");
  device.dns_sd_name = text_in(json, "dns-sd-name");
  device.location = text_in(json, "location");
  device.device_id = text_in(json, "device-id");
  device.model = text_in(json, "model");
  device.fit = text_in(json, "fit");
  if (device.fit.empty()) device.fit = device.model.empty() ? "none" : "exact";
  device.why = text_in(json, "why");
  device.identity = texts_in(json, "identity");
  device.lost = texts_in(json, "lost");
  device.unknown = texts_in(json, "unknown");
  device.language = text_in(json, "language");
  device.language_evidence = text_in(json, "language-evidence");
  device.printer = text_in(json, "printer");
  if (const auto ways = json.find("uris"); ways != json.end() && ways->is_array())
    for (const Json& way : *ways)
      if (way.is_object())
        device.ways.push_back({text_in(way, "device-uri"), text_in(way, "transport")});
  return device;
}

std::string way_words(const std::string& transport) {
  if (transport == "socket") return "TCP, port 9100 (raw)";
  if (transport == "lpd") return "LPD, port 515";
  if (transport == "usb") return "USB";
  if (transport == "ipp") return "IPP";
  if (transport == "ipps") return "IPP over TLS";
  return transport;
}

std::string evidence_words(const std::string& evidence) {
  if (evidence == "confirmed") return ", which the device says it has";
  if (evidence == "untold") return "; the device names no languages";
  if (evidence == "silent") return "; the device was not heard";
  if (evidence == "foreign") return "; the device names others, and not this one";
  return "";
}

std::string fit_words(const Device& device) {
  if (device.fit == "exact") return "fits " + device.model;
  if (device.fit == "nearest") return "nearest is " + device.model;
  return "no model fits";
}

std::string lines_of(const char* heading, const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all)
    text += std::string("     ") + heading + one + "\n";
  return text;
}

} // namespace

std::string scheme_of(const std::string& uri) {
  return uri.substr(0, uri.find(':'));
}

std::string Device::title() const {
  if (!make_and_model.empty()) return make_and_model;
  return dns_sd_name.empty() ? uri : dns_sd_name;
}

std::string Device::transport() const {
  for (const Way& way : ways)
    if (way.uri == uri && !way.transport.empty()) return way.transport;
  return scheme_of(uri);
}

std::string Device::host() const {
  const std::size_t begin = uri.find("://");
  if (begin == std::string::npos || scheme_of(uri) == "usb") return {};
  const std::string rest = uri.substr(begin + 3, uri.find('/', begin + 3) - begin - 3);
  if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
  return rest.substr(0, rest.find(':'));
}

Result<std::vector<Device>> read_devices(const Json& list) {
  if (!list.is_array()) return fail(Errc::malformed, "the server's list of devices is none");
  std::vector<Device> all;
  for (const Json& one : list)
    if (one.is_object() && all.size() < most_devices) all.push_back(read_device(one));
  return all;
}

std::string describe(const Device& device, std::size_t number) {
  std::string place = number == 0 ? "" : std::to_string(number);
  place.resize(4, ' ');
  std::string text = place + " " + device.title();
  if (!device.location.empty()) text += ", " + device.location;
  text += "\n     " + device.uri + "\n     " + fit_words(device);
  text += device.why.empty() ? "\n" : " (" + device.why + ")\n";
  if (!device.language.empty())
    text += "     is printed on in " + device.language + evidence_words(device.language_evidence) +
            "; by " + way_words(device.transport()) + "\n";
  else
    text += "     by " + way_words(device.transport()) + "\n";
  text += lines_of("would be lost: ", device.lost) + lines_of("not known: ", device.unknown);
  if (!device.printer.empty()) text += "     it is the printer " + device.printer + " already\n";
  return text;
}

} // namespace platen::setup
