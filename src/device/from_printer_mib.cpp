#include "device/from_printer_mib.h"

#include "device/alert_codes.h"

#include <algorithm>
#include <array>

namespace platen::device {

namespace {

// hrPrinterDetectedErrorState (RFC 2790): bit 0 is the first octet's highest.
struct ErrorBit {
  std::size_t bit;
  std::string_view keyword;
  Severity severity;
  std::string_view text = {}; // where the keyword alone says nothing
};
constexpr std::array<ErrorBit, 15> error_bits{{
    {0, "media-low", Severity::warning},
    {1, "media-empty", Severity::error},
    {2, supply_low, Severity::warning},
    {3, supply_empty, Severity::error},
    {4, "cover-open", Severity::error}, // one bit for doors and covers
    {5, "media-jam", Severity::error},
    {6, "offline", Severity::error},
    {7, "other", Severity::warning, "The printer asks for service"},
    {8, "input-tray-missing", Severity::error},
    {9, "output-tray-missing", Severity::error},
    {10, "marker-supply-missing", Severity::error},
    {11, "output-area-almost-full", Severity::warning},
    {12, "output-area-full", Severity::error},
    {13, "media-empty", Severity::warning}, // one tray of several
    {14, "other", Severity::report, "Maintenance of the printer is overdue"},
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

bool has_toner(const std::vector<Supply>& supplies) {
  return supplies.empty() ||
         std::ranges::any_of(supplies, [](const Supply& s) { return s.type.starts_with("toner"); });
}

// The row of its group's table that an alert is about (prtAlertGroupIndex); null: it tells none.
template<class Row>
const Row* row_of(const std::map<std::uint32_t, Row>& rows, const snmp::AlertRow& alert) {
  if (alert.group_index <= 0 || alert.group_index > 0xffff) return nullptr;
  const auto found = rows.find(static_cast<std::uint32_t>(alert.group_index));
  return found == rows.end() ? nullptr : &found->second;
}

std::string tray_of(const snmp::AlertRow& alert, const snmp::PrinterMib& mib) {
  const auto* const tray = alert.group == input_group ? row_of(mib.inputs, alert) : nullptr;
  return tray == nullptr ? std::string{} : tray->name;
}

// Of a jam: the subunit that its group and index name, else what the group alone says.
std::string place_of(const snmp::AlertRow& alert, const snmp::PrinterMib& mib) {
  constexpr std::int64_t fuser = 15;                    // prtMarkerSuppliesType
  constexpr std::int64_t long_edge = 3, short_edge = 4; // prtMediaPathType: both are duplex
  if (alert.code != jam_code) return {};
  if (const std::string tray = tray_of(alert, mib); !tray.empty()) return "in " + tray;
  if (alert.group == media_path_group) {
    const auto* const path = row_of(mib.media_paths, alert);
    if (path != nullptr && (*path == long_edge || *path == short_edge)) return "in the duplex unit";
  }
  if (alert.group == supplies_group) {
    const auto* const part = row_of(mib.supplies, alert);
    if (part != nullptr && part->type == fuser) return "at the fixing unit";
  }
  return std::string(place_of_group(alert.group));
}

// The device's own words stay as they are; which tray is empty, the keyword does not say.
std::string words_of(const snmp::AlertRow& alert, const snmp::PrinterMib& mib) {
  const std::string tray = alert.code == jam_code ? std::string{} : tray_of(alert, mib);
  if (tray.empty() || alert.description.find(tray) != std::string::npos) return alert.description;
  return alert.description + (alert.description.empty() ? "" : " ") + "(" + tray + ")";
}

void add_alerts(const snmp::PrinterMib& mib, bool toner, std::vector<Reason>& reasons) {
  constexpr std::int64_t critical = 3, warning = 4, warning_change = 5;
  for (const auto& [number, row] : mib.alerts) {
    std::string keyword = keyword_of(Alert{row.code, row.group}, toner);
    if (keyword.empty()) continue;
    const Severity severity = row.severity == critical ? Severity::error
                              : row.severity == warning || row.severity == warning_change
                                  ? Severity::warning
                                  : Severity::report;
    add_reason(reasons, std::move(keyword), severity, words_of(row, mib), place_of(row, mib));
  }
}

void add_error_bits(const std::string& bits, bool toner, std::vector<Reason>& reasons) {
  for (const ErrorBit& error : error_bits) {
    if (error.bit / 8 >= bits.size()) return;
    const auto octet = static_cast<unsigned char>(bits[error.bit / 8]);
    if ((octet & (0x80U >> (error.bit % 8))) == 0) continue;
    std::string keyword = supply_word(error.keyword, toner);
    // An alert that says which one is better than the bit.
    const auto told = std::ranges::find_if(
        reasons, [&](const Reason& reason) { return same_trouble(reason.keyword, keyword); });
    if (told != reasons.end()) keyword = told->keyword;
    add_reason(reasons, std::move(keyword), error.severity, std::string(error.text));
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
