#include "device/from_ipp.h"

#include "client/request.h"
#include "device/alert_codes.h"
#include "device/from_ipp_tables.h"
#include "transport/ipp_words.h"
#include "wire/ipp/table_row.h"
#include "wire/snmp/binding.h"

#include <algorithm>

#include <cups/ipp.h>

namespace platen::device {

namespace {

using client::values_of;

State state_of(ipp_t* printer) {
  switch (ippGetInteger(ippFindAttribute(printer, "printer-state", IPP_TAG_ENUM), 0)) {
  case IPP_PSTATE_IDLE:
    return State::idle;
  case IPP_PSTATE_PROCESSING:
    return State::processing;
  case IPP_PSTATE_STOPPED:
    return State::stopped;
  default:
    return State::unknown;
  }
}

// RFC 8011 section 5.4.12: what has no ending is an error. But many printers leave it off a supply
// that is only low, and go on printing.
Severity severity_of(std::string_view reason) {
  if (reason.ends_with("-report")) return Severity::report;
  if (reason.ends_with("-warning")) return Severity::warning;
  const bool low = reason.ends_with("-low") || reason.find("-almost-") != std::string_view::npos;
  return low ? Severity::warning : Severity::error;
}

std::vector<Reason> reasons_of(ipp_t* printer) {
  std::vector<Reason> reasons;
  for (const std::string& word : transport::machine_reasons(printer))
    add_reason(reasons, std::string(without_severity(word)), severity_of(word));
  return reasons;
}

// PWG 5100.9: the printer's words for the reasons, and alerts that it did not name as a reason.
void add_alerts(ipp_t* printer, bool toner, std::vector<Reason>& reasons) {
  const auto rows = ipp::table_rows(printer, "printer-alert");
  const auto texts = values_of(printer, "printer-alert-description");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ipp::TableRow row = rows[i];
    const auto alert = alert_named(row["code"], row["group"]);
    if (!alert) continue;
    std::string keyword = keyword_of(*alert, toner);
    const auto told = std::ranges::find_if(
        reasons, [&](const Reason& reason) { return same_trouble(reason.keyword, keyword); });
    if (told != reasons.end()) keyword = told->keyword;
    const std::string& severity = row["severity"];
    add_reason(reasons, std::move(keyword),
               severity == "critical"            ? Severity::error
               : severity.starts_with("warning") ? Severity::warning
                                                 : Severity::report,
               i < texts.size() ? snmp::readable(texts[i]) : std::string{},
               alert->code == jam_code ? std::string(place_of_group(alert->group)) : "");
  }
}

bool has_toner(const std::optional<std::vector<Supply>>& supplies) {
  return !supplies || std::ranges::any_of(*supplies, [](const Supply& supply) {
    return supply.type.starts_with("toner");
  });
}

} // namespace

std::span<const char* const> status_attributes() {
  static constexpr const char* names[] = {"printer-state",
                                          "printer-state-reasons",
                                          "printer-state-message",
                                          "printer-alert",
                                          "printer-alert-description",
                                          "printer-supply",
                                          "printer-input-tray",
                                          "printer-supply-description",
                                          "marker-names",
                                          "marker-types",
                                          "marker-colors",
                                          "marker-levels",
                                          "media-ready",
                                          "media-col-ready",
                                          "printer-impressions-completed"};
  return names;
}

Reading from_ipp(const ipp::Message& answer) {
  ipp_t* const printer = answer.get();
  Reading reading;
  reading.supplies = supplies_of(printer);
  reading.media = media_of(printer);
  if (ippFindAttribute(printer, "printer-state", IPP_TAG_ENUM) != nullptr) {
    Condition condition{state_of(printer), reasons_of(printer), {}};
    add_alerts(printer, has_toner(reading.supplies), condition.reasons);
    if (const auto words = values_of(printer, "printer-state-message"); !words.empty())
      condition.message = snmp::readable(words[0]);
    reading.condition = std::move(condition);
  }
  const auto count = answer.integer(IPP_TAG_PRINTER, "printer-impressions-completed");
  if (count && *count >= 0) reading.impressions = *count;
  return reading;
}

} // namespace platen::device
