#include "discovery/printer_record.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>

namespace platen::discovery {

namespace {

constexpr std::size_t longest_text = 127, longest_path = 127;
constexpr std::size_t longest_queue = 31; // of a line printer daemon, as a device URI takes it

std::string value(const Announced& service, std::string_view key) {
  for (const auto& [name, text] : service.txt)
    if (name == key) return text;
  return {};
}

// What anybody may have written, for people: no control characters, no broken UTF-8, an end.
std::string readable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  if (valid_utf8_prefix(text) != text.size())
    for (char& c : text)
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  std::size_t end = std::min(text.size(), longest_text);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  text.resize(end);
  return text;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

// A path or queue goes into a URI; one with anything else in it is none of a printer's.
bool is_path(std::string_view text) {
  return text.size() <= longest_path && text.find("..") == text.npos &&
         std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '/'; });
}

bool is_address(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_plain(c) || c == ':' || c == '%'; });
}

std::string host_and_port(const Announced& service, std::uint16_t usual) {
  const bool v6 = service.address.find(':') != std::string::npos;
  std::string text = v6 ? "[" + service.address + "]" : service.address;
  if (service.port != usual) text += ":" + std::to_string(service.port);
  return text;
}

// Empty: there is nobody to print to.
std::string uri_of(const Announced& service) {
  std::string path = value(service, "rp");
  while (path.starts_with('/'))
    path.erase(0, 1);
  if (service.port == 0 || !is_path(path)) return {};
  if (service.type == "_ipps._tcp") return "ipps://" + host_and_port(service, 631) + "/" + path;
  if (service.type == "_ipp._tcp") return "ipp://" + host_and_port(service, 631) + "/" + path;
  if (service.type == "_pdl-datastream._tcp") return "socket://" + host_and_port(service, 9100);
  if (service.type != "_printer._tcp" || path.find('/') != path.npos || path.size() > longest_queue)
    return {};
  return "lpd://" + host_and_port(service, 515) + (path.empty() ? "" : "/" + path);
}

void set_if_empty(std::string& field, std::string text) {
  if (field.empty()) field = readable(std::move(text));
}

// "(PRO-1000 series)" of the product key (Bonjour Printing 1.2.1 section 9.2.6).
std::string without_brackets(std::string product) {
  if (product.size() >= 2 && product.front() == '(' && product.back() == ')')
    product = product.substr(1, product.size() - 2);
  return product;
}

void add(PrinterRecord& record, const Announced& service, std::string uri) {
  if (std::ranges::find(record.uris, uri) == record.uris.end())
    record.uris.push_back(std::move(uri));
  set_if_empty(record.make_and_model, value(service, "ty"));
  set_if_empty(record.make_and_model, without_brackets(value(service, "product")));
  set_if_empty(record.maker, value(service, "usb_mfg"));
  set_if_empty(record.model, value(service, "usb_mdl"));
  set_if_empty(record.uuid, value(service, "uuid"));
  set_if_empty(record.location, value(service, "note"));
  record.is_platen = record.is_platen || !value(service, "platen").empty();
  record.own_machine = record.own_machine || service.own_machine;
}

} // namespace

std::span<const std::string_view> printer_types() {
  static constexpr std::array<std::string_view, 4> types{"_ipps._tcp", "_ipp._tcp",
                                                         "_pdl-datastream._tcp", "_printer._tcp"};
  return types;
}

std::vector<PrinterRecord> printers_of(const std::vector<Announced>& services) {
  std::vector<PrinterRecord> printers;
  for (const Announced& service : services) {
    if (!is_address(service.address)) continue;
    std::string uri = uri_of(service);
    if (uri.empty()) continue;
    const std::string name = readable(service.name);
    auto found = std::ranges::find_if(printers, [&](const PrinterRecord& one) {
      return one.name == name && one.address == service.address;
    });
    if (found == printers.end()) {
      printers.push_back({});
      found = std::prev(printers.end());
      found->name = name;
      found->address = service.address;
    }
    add(*found, service, std::move(uri));
  }
  return printers;
}

} // namespace platen::discovery
