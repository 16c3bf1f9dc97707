#include "device/from_printer_mib.h"

#include <algorithm>
#include <array>

namespace platen::device {

namespace {

// hrPrinterDetectedErrorState (RFC 2790): bit 0 is the first octet's highest.
struct ErrorBit {
  std::size_t bit;
  std::string_view keyword;
  Severity severity;
};
constexpr std::string_view supply_low = "SUPPLY-low", supply_empty = "SUPPLY-empty";
constexpr std::array<ErrorBit, 15> error_bits{{
    {0, "media-low", Severity::warning},
    {1, "media-empty", Severity::error},
    {2, supply_low, Severity::warning},
    {3, supply_empty, Severity::error},
    {4, "door-open", Severity::error},
    {5, "media-jam", Severity::error},
    {6, "offline", Severity::error},
    {7, "service-requested", Severity::warning},
    {8, "input-tray-missing", Severity::error},
    {9, "output-tray-missing", Severity::error},
    {10, "marker-supply-missing", Severity::error},
    {11, "output-area-almost-full", Severity::warning},
    {12, "output-area-full", Severity::error},
    {13, "media-empty", Severity::warning}, // one tray of several
    {14, "maintenance-overdue", Severity::report},
}};

// prtAlertCode (RFC 3805 PrtAlertCodeTC). `group` 0: in any group.
constexpr std::int64_t any_group = 0, input = 8, output = 9, marker_supplies = 11;
struct AlertCode {
  std::int64_t code, group;
  std::string_view keyword;
};
constexpr std::array<AlertCode, 32> alert_codes{{
    {3, any_group, "cover-open"},
    {5, any_group, "interlock-open"},
    {8, any_group, "media-jam"},
    {9, input, "input-tray-missing"},
    {9, output, "output-tray-missing"},
    {9, marker_supplies, "marker-supply-missing"},
    {10, marker_supplies, supply_low},
    {11, marker_supplies, supply_empty},
    {12, input, "media-low"},
    {12, marker_supplies, supply_low},
    {13, input, "media-empty"},
    {13, marker_supplies, supply_empty},
    {14, output, "output-area-almost-full"},
    {14, marker_supplies, "marker-waste-almost-full"},
    {15, output, "output-area-full"},
    {15, marker_supplies, "marker-waste-full"},
    {22, any_group, "offline"},
    {501, any_group, "door-open"},
    {801, any_group, "input-tray-missing"},
    {807, any_group, "media-low"},
    {808, any_group, "media-empty"},
    {809, any_group, "media-needed"},
    {810, any_group, "media-needed"},
    {901, any_group, "output-tray-missing"},
    {902, any_group, "output-area-almost-full"},
    {903, any_group, "output-area-full"},
    {1101, any_group, "toner-empty"},
    {1102, any_group, "marker-supply-empty"},
    {1104, any_group, "toner-low"},
    {1105, any_group, "marker-supply-low"},
    {1107, any_group, "marker-waste-almost-full"},
    {1109, any_group, "marker-waste-full"},
}};

// prtMarkerSuppliesType.
struct SupplyType {
  std::int64_t number;
  std::string_view type;
};
constexpr std::array<SupplyType, 12> supply_types{{{3, "toner"},
                                                   {4, "waste-toner"},
                                                   {5, "ink"},
                                                   {6, "ink-cartridge"},
                                                   {8, "waste-ink"},
                                                   {9, "opc"},
                                                   {10, "developer"},
                                                   {15, "fuser"},
                                                   {18, "cleaner-unit"},
                                                   {20, "transfer-unit"},
                                                   {21, "toner-cartridge"},
                                                   {32, "staples"}}};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::vector<Supply> supplies_of(const snmp::PrinterMib& mib) {
  constexpr std::int64_t filled = 4; // prtMarkerSuppliesClass receptacleThatIsFilled
  std::vector<Supply> supplies;
  for (const auto& [number, row] : mib.supplies) {
    Supply supply;
    const auto type = std::ranges::find(supply_types, row.type, &SupplyType::number);
    supply.type = type == supply_types.end() ? "other" : std::string(type->type);
    supply.collects = row.marker_class == filled || supply.type.starts_with("waste");
    if (row.colorant > 0 && row.colorant <= 0xffff)
      if (const auto name = mib.colorants.find(static_cast<std::uint32_t>(row.colorant));
          name != mib.colorants.end())
        supply.colorant = lower(name->second);
    if (supply.colorant == "none" || supply.colorant == "unknown") supply.colorant.clear();
    supply.label = supply.code = row.description;
    supply.level = Level::of_amount(row.level, row.capacity);
    supplies.push_back(std::move(supply));
  }
  return supplies;
}

Hmm length_of(std::int64_t value, std::int64_t unit) {
  constexpr std::int64_t ten_thousandths_of_inches = 3, micrometres = 4, most = 100'000'000;
  if (value <= 0 || value > most) return {0};
  if (unit == micrometres) return {static_cast<std::int32_t>((value + 5) / 10)};
  if (unit == ten_thousandths_of_inches)
    return {static_cast<std::int32_t>((value * 254 + 500) / 1000)};
  return {0};
}

std::vector<LoadedMedia> media_of(const snmp::PrinterMib& mib) {
  std::vector<LoadedMedia> media;
  for (const auto& [number, row] : mib.inputs) {
    LoadedMedia loaded;
    loaded.source = row.name.empty() ? "input-" + std::to_string(number) : row.name;
    // Sheets are counted as IPP does: the short side across.
    const Hmm feed = length_of(row.feed, row.unit), across = length_of(row.xfeed, row.unit);
    loaded.width = {std::min(feed.v, across.v)};
    loaded.height = {std::max(feed.v, across.v)};
    if (loaded.width.v == 0) loaded.height = {0};
    loaded.size = row.media_name;
    loaded.type = row.media_type;
    loaded.level = Level::of_amount(row.level, row.capacity);
    media.push_back(std::move(loaded));
  }
  return media;
}

// Toner and ink have words of their own.
std::string supply_word(std::string_view keyword, bool toner) {
  if (keyword == supply_low) return toner ? "toner-low" : "marker-supply-low";
  if (keyword == supply_empty) return toner ? "toner-empty" : "marker-supply-empty";
  return std::string(keyword);
}

bool has_toner(const std::vector<Supply>& supplies) {
  return supplies.empty() ||
         std::ranges::any_of(supplies, [](const Supply& s) { return s.type.starts_with("toner"); });
}

void add_alerts(const snmp::PrinterMib& mib, bool toner, std::vector<Reason>& reasons) {
  constexpr std::int64_t critical = 3, warning = 4, warning_change = 5;
  for (const auto& [number, row] : mib.alerts) {
    const auto known = std::ranges::find_if(alert_codes, [&](const AlertCode& code) {
      return code.code == row.code && (code.group == any_group || code.group == row.group);
    });
    if (known == alert_codes.end()) continue;
    const Severity severity = row.severity == critical ? Severity::error
                              : row.severity == warning || row.severity == warning_change
                                  ? Severity::warning
                                  : Severity::report;
    add_reason(reasons, supply_word(known->keyword, toner), severity, row.description);
  }
}

void add_error_bits(const std::string& bits, bool toner, std::vector<Reason>& reasons) {
  for (const ErrorBit& error : error_bits) {
    if (error.bit / 8 >= bits.size()) return;
    const auto octet = static_cast<unsigned char>(bits[error.bit / 8]);
    if ((octet & (0x80U >> (error.bit % 8))) != 0)
      add_reason(reasons, supply_word(error.keyword, toner), error.severity);
  }
}

State state_of(const snmp::PrinterMib& mib, const std::vector<Reason>& reasons) {
  constexpr std::int64_t down = 5, idle = 3, printing = 4, warming_up = 5;
  if (mib.device_status == down) return State::stopped;
  if (std::ranges::any_of(reasons, [](const Reason& r) { return r.severity == Severity::error; }))
    return State::stopped;
  if (mib.printer_status == idle) return State::idle;
  if (mib.printer_status == printing || mib.printer_status == warming_up) return State::processing;
  return State::unknown;
}

std::string display_of(const snmp::PrinterMib& mib) {
  constexpr std::size_t most = 255;
  std::string text;
  for (const std::string& line : mib.display)
    if (!line.empty() && text.size() + line.size() < most) text += (text.empty() ? "" : " ") + line;
  return text;
}

} // namespace

Reading from_printer_mib(const snmp::PrinterMib& mib) {
  Reading reading;
  const std::vector<Supply> supplies = supplies_of(mib);
  if (mib.device_status || mib.printer_status || mib.error_state || !mib.alerts.empty()) {
    Condition condition;
    const bool toner = has_toner(supplies);
    add_alerts(mib, toner, condition.reasons);
    if (mib.error_state) add_error_bits(*mib.error_state, toner, condition.reasons);
    condition.state = state_of(mib, condition.reasons);
    condition.message = display_of(mib);
    reading.condition = std::move(condition);
  }
  if (!supplies.empty()) reading.supplies = supplies;
  if (!mib.inputs.empty()) reading.media = media_of(mib);
  constexpr std::int64_t counts_impressions = 7; // prtMarkerCounterUnit
  if (mib.life_count && *mib.life_count >= 0 &&
      mib.counter_unit.value_or(counts_impressions) == counts_impressions)
    reading.impressions = mib.life_count;
  return reading;
}

} // namespace platen::device
