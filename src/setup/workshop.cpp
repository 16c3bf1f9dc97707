#include "setup/workshop.h"

#include <algorithm>

namespace platen::setup {

namespace {

// What may stand in an address of a host; the server checks it as well.
bool is_host(const std::string& text) {
  constexpr std::size_t longest = 253;
  return text.size() <= longest && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == ':' || c == '_' || c == '[' || c == ']';
         });
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

const Json* model_of(const Json& models, const std::string& model) {
  if (!models.is_array()) return nullptr;
  for (const Json& one : models)
    if (text_in(one, "id") == model) return &one;
  return nullptr;
}

} // namespace

// A server that does not say which of them are its printers already: those at the same address.
Result<std::vector<Device>> Workshop::with_printers(std::vector<Device> found) {
  if (found.empty()) return found;
  TRY(const Json printers, server().get("printers"));
  for (Device& device : found)
    for (const Json& one : printers) {
      const std::string uri = text_in(one, "device-uri");
      const bool same =
          !uri.empty() && (uri == device.uri ||
                           std::ranges::find(device.ways, uri, &Way::uri) != device.ways.end());
      if (same && device.printer.empty()) device.printer = text_in(one, "printer-name");
    }
  return found;
}

Result<std::vector<Device>> Workshop::find(const std::string& host, std::string& notes) {
  if (!is_host(host))
    return fail(Errc::invalid, "\"" + host + "\" is neither a name nor an address of a host");
  TRY(const Json answer,
      server().get("printer-devices?notes=yes" + (host.empty() ? "" : "&host=" + host)));
  for (const std::string& note : texts_in(answer, "notes"))
    notes += (notes.empty() ? "" : "; ") + note;
  TRY(auto found, read_devices(answer.is_object() ? answer.value("devices", Json()) : answer));
  return with_printers(std::move(found));
}

Result<std::vector<std::string>> Workshop::printers() {
  TRY(const Json list, server().get("printers"));
  std::vector<std::string> names;
  if (list.is_array())
    for (const Json& one : list)
      names.push_back(text_in(one, "printer-name"));
  return names;
}

Result<Json> Workshop::models() {
  return server().get("models");
}

Result<std::string> Workshop::add_printer(const Device& device, const std::string& model,
                                          const std::string& name) {
  made_.printer = name;
  made_.device_uri = device.uri;
  TRY_VOID(journal_.write(made_));
  Json body{{"model", model}, {"device-uri", device.uri}, {"new", true}};
  if (!device.make_and_model.empty()) body["info"] = device.title();
  if (!device.location.empty()) body["location"] = device.location;
  if (!device.identity.empty()) body["identity"] = device.identity;
  auto answer = server().send("PUT", "printers/" + name, body);
  if (!answer) {
    made_.printer.clear(); // what has the name is not ours
    static_cast<void>(journal_.clear());
    return Failure(std::move(answer).error());
  }
  TRY(const Json printer, server().get("printers/" + name));
  made_.printer_uuid = text_in(printer, "printer-uuid");
  TRY_VOID(journal_.write(made_));
  return text_in(*answer, "message");
}

Result<bool> Workshop::make_default(const std::string& printer) {
  TRY(const Json all, server().get("printers"));
  std::string former;
  if (all.is_array())
    for (const Json& one : all)
      if (one.is_object() && one.value("default", false)) former = text_in(one, "printer-name");
  if (former == printer) return false;
  made_.changed_default = true;
  made_.former_default = former;
  TRY_VOID(journal_.write(made_));
  TRY_VOID(server().send("POST", "printers/" + printer + "/default", Json::object()));
  return true;
}

// By USB the scanner has a name of its own; on the network it is asked where the printer is.
Result<std::string> Workshop::scanner_uri(const Device& device) {
  if (device.transport() != "usb") {
    const std::string host = device.host();
    return host.empty() ? std::string() : "bjnp://" + bracketed(host);
  }
  TRY(const Json all, server().get("scanner-devices"));
  if (all.is_array())
    for (const Json& one : all)
      if (const std::string uri = text_in(one, "uri"); uri.starts_with("usb:")) return uri;
  return std::string();
}

Result<bool> Workshop::add_scanner(const Device& device, const std::string& model,
                                   const std::string& name) {
  TRY(const Json known, server().get("scanners?state=no"));
  if (known.is_array())
    for (const Json& one : known)
      if (text_in(one, "name") == name) return false;
  TRY(const std::string uri, scanner_uri(device));
  if (uri.empty()) return false;
  made_.scanner = name;
  made_.scanner_uri = uri;
  TRY_VOID(journal_.write(made_));
  TRY_VOID(server().send("PUT", "scanners/" + name,
                         {{"uri", uri}, {"model", model}, {"info", device.title()}}));
  TRY(const Json now, server().get("scanners/" + name));
  if (text_in(now, "state") != "unreachable") return true;
  TRY_VOID(server().send("DELETE", "scanners/" + name, {}));
  made_.scanner.clear();
  TRY_VOID(journal_.write(made_));
  return false;
}

Result<bool> Workshop::is_default(const std::string& printer) {
  TRY(const Json now, server().get("printers/" + printer));
  return now.is_object() && now.value("default", false);
}

Result<std::vector<std::string>> Workshop::take_back() {
  TRY(auto done, setup::take_back(server(), made_));
  TRY_VOID(journal_.clear());
  made_ = Made();
  made_.server = server().address();
  return done;
}

bool has_scanner(const Json& models, const std::string& model) {
  const Json* const found = model_of(models, model);
  return found != nullptr && found->contains("scanner") && !(*found)["scanner"].is_null();
}

bool is_model(const Json& models, const std::string& model) {
  return model_of(models, model) != nullptr;
}

} // namespace platen::setup
