#include "intake/ipp/fitted_fields.h"
#include "intake/ipp/operation.h"
#include "intake/ipp/printer_attributes.h"
#include "model/kind.h"
#include "schedule/policy.h"

#include <algorithm>

#include <cups/cups.h>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t longest_text = 127; // of printer-info and its kin (RFC 8011 section 5.4)
constexpr std::size_t longest_dns_name = 63;

// IEEE 1284 device id: what we take, in the words that drivers know. ';' and ':' are its syntax.
std::string device_id(const model::Model& model) {
  std::string name = model.title.starts_with(model.maker + " ")
                         ? model.title.substr(model.maker.size() + 1)
                         : model.title;
  std::string maker = model.maker, title = model.title;
  for (std::string* text : {&name, &maker, &title})
    std::replace_if(
        text->begin(), text->end(), [](char c) { return c == ';' || c == ':'; }, ' ');
  return "MFG:" + maker + ";MDL:" + name + ";CMD:PDF,PS,JPEG,PNG,TIFF,PWGRaster,URF;CLS:PRINTER;" +
         "DES:" + title + ";";
}

// document, envelope, photo, large-format (PWG 5100.13 section 6.2.21), as the media tell.
std::vector<std::string> kinds(const model::Model& model) {
  const auto any_type = [&](std::string_view part) {
    return std::any_of(
        model.media_types.begin(), model.media_types.end(),
        [&](const model::MediaType& type) { return type.name.find(part) != std::string::npos; });
  };
  constexpr Hmm a3_plus_width{32'900};
  std::vector<std::string> list{"document"};
  if (any_type("envelope")) list.emplace_back("envelope");
  if (any_type("labels")) list.emplace_back("label");
  if (std::any_of(model.media.begin(), model.media.end(),
                  [&](const model::MediaEntry& entry) { return entry.size.width > a3_plus_width; }))
    list.emplace_back("large-format");
  if (model::prints_photographs(model)) list.emplace_back("photo");
  return list;
}

void write_speed(const model::Model& model, const AttributeWriter& out) {
  if (model.pages_per_minute == 0) return out.unknown("pages-per-minute");
  out.integer("pages-per-minute", model.pages_per_minute);
  if (model.color) out.integer("pages-per-minute-color", model.pages_per_minute);
}

void write_firmware(const Identity& identity, const AttributeWriter& out) {
  out.name("printer-firmware-name", "platen");
  out.text("printer-firmware-string-version", identity.version);
  out.text("printer-firmware-patches", "");
  const std::string version = identity.version.substr(0, 64);
  out.octets("printer-firmware-version", std::span(&version, 1));
}

// printer-type, which CUPS clients look at.
int cups_type(const model::Model& model) {
  unsigned bits = CUPS_PRINTER_BW | CUPS_PRINTER_COPIES | CUPS_PRINTER_COLLATE | CUPS_PRINTER_SMALL;
  if (model.color) bits |= CUPS_PRINTER_COLOR;
  if (model.sides.size() > 1) bits |= CUPS_PRINTER_DUPLEX;
  const auto wider = [&](Hmm than) {
    return std::any_of(model.media.begin(), model.media.end(),
                       [&](const model::MediaEntry& entry) { return entry.size.width > than; });
  };
  constexpr Hmm letter{21'590}, c_size{43'180};
  if (wider(letter)) bits |= CUPS_PRINTER_MEDIUM;
  if (wider(c_size)) bits |= CUPS_PRINTER_LARGE;
  if (model.custom) bits |= CUPS_PRINTER_VARIABLE;
  return static_cast<int>(bits);
}

// "a4=iso_a4_210x297mm": what people may call the sizes of "media-supported".
std::vector<std::string> media_names(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::MediaEntry& entry : model.media)
    for (const std::string& name : entry.short_names)
      names.push_back(name + "=" + entry.size.name);
  return names;
}

} // namespace

std::string shown_device(std::string uri) {
  constexpr std::string_view community = "community=";
  if (const std::size_t at = uri.find(community, std::min(uri.find('?'), uri.size()));
      at != std::string::npos)
    uri.erase(at, std::min(uri.find('&', at), uri.size() - 1) + 1 - at);
  if (uri.ends_with('?') || uri.ends_with('&')) uri.pop_back();
  const std::size_t scheme = uri.find("://");
  if (scheme == std::string::npos) return uri;
  const std::size_t end = uri.find_first_of("/?", scheme + 3);
  const std::size_t at = uri.rfind('@', end);
  if (at == std::string::npos || at < scheme) return uri;
  return uri.substr(0, scheme + 3) + uri.substr(at + 1);
}

void write_description(const PrinterView& view, const AttributeWriter& out) {
  const job::Printer& printer = view.printer;
  const std::string info = printer.info.empty() ? printer.name : printer.info;
  out.name("printer-name", printer.name, longest_text);
  out.text("printer-info", info, longest_text);
  out.name("printer-dns-sd-name", info, longest_dns_name);
  out.text("printer-location", printer.location, longest_text);
  if (printer.geo_location.empty()) {
    out.unknown("printer-geo-location");
  } else {
    out.uri("printer-geo-location", printer.geo_location);
  }
  out.text("printer-organization", printer.organization);
  out.text("printer-organizational-unit", printer.organizational_unit);
  out.text("printer-make-and-model", view.model.title, longest_text);
  out.text("printer-device-id", device_id(view.model));
  out.keywords("printer-kind", kinds(view.model));
  out.uri("printer-uuid", printer.uuid);
  out.uri("device-uuid", printer.uuid);
  out.integer("printer-id", printer.id);
  out.boolean("color-supported", view.model.color);
  write_speed(view.model, out);
  write_firmware(view.services.identity, out);
  out.enumeration("printer-type", cups_type(view.model));
  out.boolean("printer-is-shared", printer.shared);
  out.name("printer-error-policy", schedule::error_policy(printer, &view.model));
  out.strings(IPP_TAG_NAME, "printer-error-policy-supported", schedule::error_policies());
  out.uri("device-uri", shown_device(printer.device_uri));
  if (!printer.device_identity.empty())
    out.strings(IPP_TAG_TEXT, "platen-device-identity", printer.device_identity);
  out.boolean("platen-confidential-names", printer.confidential);
  out.keyword("platen-departments", printer.departments.empty() ? "optional" : printer.departments);
  if (!printer.filter.empty()) {
    out.name("platen-filter", printer.filter);
    out.name("platen-filter-ppd", printer.filter_ppd);
    out.text("platen-filter-options", printer.filter_options);
  }
  out.boolean("platen-lpd", printer.lpd);
  out.integer("platen-raw-port", printer.raw_port);
  write_not_fitted(view, out);
  out.keyword("platen-model", view.model.id);
  out.strings(IPP_TAG_NAME, "platen-media-names", media_names(view.model));
  out.keywords("platen-maintenance-supported", view.model.maintenance);
}

} // namespace platen::intake::ipp
