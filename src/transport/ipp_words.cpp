#include "transport/ipp_words.h"

#include "client/request.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <cups/cups.h>

namespace platen::transport {

namespace {

constexpr std::size_t most_reasons = 16;
constexpr std::size_t longest_message = 255; // RFC 8011 section 5.4.13: text(MAX)

// printer-state-reasons of RFC 8011 section 5.4.12 and PWG 5100.9 that a person at the machine can
// do something about. Not those that tell of a queue ("paused", "connecting-to-device", ...): it is
// the printer's own, and clients would take it for ours.
constexpr std::array known_reasons =
    std::to_array<std::string_view>({"cleaner-life-almost-over",
                                     "cleaner-life-over",
                                     "cover-open",
                                     "developer-empty",
                                     "developer-low",
                                     "door-open",
                                     "fan-failure",
                                     "fuser-over-temp",
                                     "fuser-under-temp",
                                     "input-cannot-feed-size-selected",
                                     "input-manual-input-request",
                                     "input-media-color-change",
                                     "input-media-form-parts-change",
                                     "input-media-size-change",
                                     "input-media-tray-failure",
                                     "input-media-tray-feed-error",
                                     "input-media-tray-jam",
                                     "input-media-type-change",
                                     "input-media-weight-change",
                                     "input-pick-roller-failure",
                                     "input-pick-roller-life-over",
                                     "input-pick-roller-missing",
                                     "input-tray-elevation-failure",
                                     "input-tray-missing",
                                     "input-tray-position-failure",
                                     "interlock-open",
                                     "interpreter-complex-page-encountered",
                                     "interpreter-resource-unavailable",
                                     "lamp-failure",
                                     "laser-failure",
                                     "marker-adjusting-print-quality",
                                     "marker-cleaner-missing",
                                     "marker-developer-almost-empty",
                                     "marker-developer-empty",
                                     "marker-developer-missing",
                                     "marker-fuser-missing",
                                     "marker-fuser-thermistor-failure",
                                     "marker-ink-almost-empty",
                                     "marker-ink-empty",
                                     "marker-ink-missing",
                                     "marker-opc-missing",
                                     "marker-print-ribbon-almost-empty",
                                     "marker-print-ribbon-empty",
                                     "marker-print-ribbon-missing",
                                     "marker-supply-almost-empty",
                                     "marker-supply-empty",
                                     "marker-supply-low",
                                     "marker-supply-missing",
                                     "marker-toner-cartridge-missing",
                                     "marker-toner-missing",
                                     "marker-waste-almost-full",
                                     "marker-waste-full",
                                     "marker-waste-ink-receptacle-almost-full",
                                     "marker-waste-ink-receptacle-full",
                                     "marker-waste-ink-receptacle-missing",
                                     "marker-waste-missing",
                                     "marker-waste-toner-receptacle-almost-full",
                                     "marker-waste-toner-receptacle-full",
                                     "marker-waste-toner-receptacle-missing",
                                     "media-drying",
                                     "media-empty",
                                     "media-jam",
                                     "media-low",
                                     "media-needed",
                                     "media-path-cannot-duplex-media-selected",
                                     "media-path-failure",
                                     "media-path-jam",
                                     "media-path-media-tray-almost-full",
                                     "media-path-media-tray-full",
                                     "media-path-media-tray-missing",
                                     "media-path-pick-roller-failure",
                                     "media-path-pick-roller-missing",
                                     "motor-failure",
                                     "opc-life-over",
                                     "opc-near-eol",
                                     "other",
                                     "output-area-almost-full",
                                     "output-area-full",
                                     "output-media-tray-failure",
                                     "output-media-tray-feed-error",
                                     "output-media-tray-jam",
                                     "output-tray-missing",
                                     "spool-area-full",
                                     "subunit-cooling-down",
                                     "subunit-over-temperature",
                                     "subunit-recoverable-failure",
                                     "subunit-unrecoverable-failure",
                                     "subunit-warming-up",
                                     "timed-out",
                                     "toner-empty",
                                     "toner-low"});

bool is_known(std::string_view reason) {
  for (const std::string_view severity : {"-report", "-warning", "-error"})
    if (reason.ends_with(severity)) {
      reason.remove_suffix(severity.size());
      break;
    }
  return std::ranges::binary_search(known_reasons, reason);
}

} // namespace

std::vector<std::string> machine_reasons(ipp_t* printer) {
  std::vector<std::string> reasons;
  for (std::string& reason : client::values_of(printer, "printer-state-reasons"))
    if (reasons.size() < most_reasons && is_known(reason) &&
        std::ranges::find(reasons, reason) == reasons.end())
      reasons.push_back(std::move(reason));
  return reasons;
}

namespace {

// Whole characters only.
std::string message_of(ipp_t* printer) {
  const auto all = client::values_of(printer, "printer-state-message");
  std::string text = all.empty() ? std::string{} : all[0];
  if (text.size() > longest_message) {
    std::size_t end = longest_message;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
      --end;
    text.resize(end);
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

} // namespace

void IppWords::hear(const platen::ipp::Message& printer) {
  if (!report_) return;
  auto reasons = machine_reasons(printer.get());
  std::string message = message_of(printer.get());
  const std::lock_guard lock(mutex_);
  if (std::exchange(heard_, true) && reasons == reasons_ && message == message_) return;
  reasons_ = std::move(reasons);
  message_ = std::move(message);
  report_(reasons_, message_);
}

} // namespace platen::transport
