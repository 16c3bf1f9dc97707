#include "intake/ipp/system_attributes.h"

#include "intake/ipp/formats.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/printer_cache.h"
#include "intake/ipp/settable.h"
#include "intake/ipp/uris.h"

#include <algorithm>
#include <array>
#include <set>

namespace platen::intake::ipp {

namespace {

constexpr std::array<SystemSetting, 6> settings{{
    {"system-geo-location", IPP_TAG_URI},
    {"system-info", IPP_TAG_TEXT},
    {"system-location", IPP_TAG_TEXT},
    {"system-name", IPP_TAG_NAME},
    {"system-organization", IPP_TAG_TEXT},
    {"system-organizational-unit", IPP_TAG_TEXT},
}};

void write_settings(const Call& call, const AttributeWriter& out) {
  for (const SystemSetting& setting : settings) {
    std::string value = call.services.store.setting(setting.name).value_or(std::string{});
    if (value.empty() && setting.tag == IPP_TAG_NAME) value = *call.services.identity.name.get();
    if (value.empty() && setting.tag == IPP_TAG_URI) {
      out.unknown(setting.name);
    } else {
      out.string(setting.tag, setting.name, value);
    }
  }
}

void write_versions(const Call& call, const AttributeWriter& out) {
  const Identity& identity = call.services.identity;
  out.text("system-make-and-model", "platen " + identity.version, 127);
  out.name("system-firmware-name", "platen");
  out.text("system-firmware-string-version", identity.version);
  out.text("system-firmware-patches", "");
  const std::string version = identity.version.substr(0, 64);
  out.octets("system-firmware-version", std::span(&version, 1));
  out.uri("system-uuid", identity.uuid);
}

void write_abilities(const AttributeWriter& out) {
  const std::vector<std::string> charsets{"us-ascii", "utf-8"}, languages{"en"};
  out.string(IPP_TAG_CHARSET, "charset-configured", "utf-8");
  out.strings(IPP_TAG_CHARSET, "charset-supported", charsets);
  out.string(IPP_TAG_LANGUAGE, "natural-language-configured", "en");
  out.strings(IPP_TAG_LANGUAGE, "generated-natural-language-supported", languages);
  out.keywords("ipp-versions-supported", {"1.0", "1.1", "2.0", "2.1", "2.2"});
  out.keywords("ipp-features-supported", {"subscription-object", "system-object"});
  std::vector<int> codes;
  for (const Operation& operation : operations())
    codes.push_back(static_cast<int>(operation.code));
  out.enumerations("operations-supported", codes);
  out.strings(IPP_TAG_MIMETYPE, "document-format-supported", document_formats());
  out.boolean("multiple-document-printers-supported", true);
  out.keyword("printer-service-type-supported", "print");
  std::vector<std::string> settable{"system-default-printer-id"};
  for (const SystemSetting& setting : settings)
    settable.emplace_back(setting.name);
  out.keywords("system-settable-attributes-supported", settable);
}

// What Create-Printer takes: what can be set on a printer of any of the models.
void write_creation(const Call& call, const AttributeWriter& out) {
  std::set<std::string> names{"printer-name", "printer-device-id", "platen-device-of"};
  std::vector<std::string> models;
  for (const auto& one : *call.models) {
    const model::Model& model = *one;
    models.push_back(model.id);
    for (std::string& name : settable_names(model))
      names.insert(std::move(name));
  }
  out.keywords("printer-creation-attributes-supported",
               std::vector<std::string>(names.begin(), names.end()));
  out.keywords("system-mandatory-printer-attributes",
               {"device-uri", "platen-model", "printer-name"});
  out.keywords("platen-model-supported", models);
}

ipp_t* new_configured_printer(const Call& call, const job::Printer& printer) {
  ipp_t* const collection = ippNew();
  const AttributeWriter out(collection, IPP_TAG_ZERO);
  const PrinterMoment moment = moment_of(call.services, printer.id);
  out.integer("printer-id", printer.id);
  out.text("printer-info", printer.info, 127);
  out.boolean("printer-is-accepting-jobs", printer.accepting);
  out.name("printer-name", printer.name, 127);
  out.keyword("printer-service-type", "print");
  out.enumeration("printer-state", static_cast<int>(state_of(printer, moment)));
  out.keywords("printer-state-reasons", reasons_of(printer, moment));
  ipp_t* const xri = ippNew();
  const AttributeWriter way(xri, IPP_TAG_ZERO);
  way.keyword("xri-authentication", "requesting-user-name");
  way.keyword("xri-security", call.scheme == "ipps" ? "tls" : "none");
  way.uri("xri-uri", printer_uri(call, printer));
  std::vector<ipp_t*> ways{xri};
  out.collections("printer-xri-supported", ways);
  return collection;
}

void write_printers(const Call& call, const AttributeWriter& out) {
  const auto printers = call.services.store.printers();
  std::vector<ipp_t*> collections;
  for (const job::Printer& printer : *printers)
    collections.push_back(new_configured_printer(call, printer));
  if (collections.empty()) out.no_value("system-configured-printers");
  out.collections("system-configured-printers", collections);
  if (const PrinterRecord printer = call.services.cache->default_printer()) {
    out.integer("system-default-printer-id", printer->id);
  } else {
    out.no_value("system-default-printer-id");
  }
}

// 3 idle, 4 processing, 5 stopped: the system stops when all of its printers do.
void write_state(const Call& call, const AttributeWriter& out) {
  using State = schedule::PrinterStatus::State;
  const auto printers = call.services.store.printers();
  std::size_t processing = 0, stopped = 0;
  job::Time changed = call.services.identity.started, configured = changed;
  for (const job::Printer& printer : *printers) {
    const PrinterMoment moment = moment_of(call.services, printer.id);
    if (state_of(printer, moment) == State::processing) ++processing;
    if (state_of(printer, moment) == State::stopped) ++stopped;
    changed = std::max(changed, printer.state_changed);
    configured = std::max(configured, printer.config_changed);
  }
  const bool all_stopped = !printers->empty() && stopped == printers->size();
  out.enumeration("system-state", processing > 0 ? 4 : all_stopped ? 5 : 3);
  out.keyword("system-state-reasons", all_stopped ? "paused" : "none");
  out.text("system-state-message", "");
  const UpTime::Moment now = call.services.up->now();
  out.integer("system-state-change-time", std::max(1, past_up_time(changed, now)));
  out.date("system-state-change-date-time", changed);
  out.integer("system-config-change-time", std::max(1, past_up_time(configured, now)));
  out.date("system-config-change-date-time", configured);
  out.integer("system-up-time", std::max(1, up_time(now.up, now.up)));
  out.date("system-current-time", now.wall);
}

} // namespace

std::span<const SystemSetting> system_settings() {
  return settings;
}

void write_system(const Call& call, const AttributeWriter& out) {
  write_settings(call, out);
  write_versions(call, out);
  write_abilities(out);
  write_creation(call, out);
  write_printers(call, out);
  write_state(call, out);
  write_subscription_support(out);
  std::vector<ipp_t*> ways{ippNew()};
  const AttributeWriter way(ways.front(), IPP_TAG_ZERO);
  way.keyword("xri-authentication", "requesting-user-name");
  way.keyword("xri-security", call.scheme == "ipps" ? "tls" : "none");
  way.uri("xri-uri", system_uri(call));
  out.collections("system-xri-supported", ways);
}

} // namespace platen::intake::ipp
