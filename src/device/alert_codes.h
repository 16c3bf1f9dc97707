#pragma once

#include "device/status.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Alerts of the Printer MIB (RFC 3805 PrtAlertCodeTC), as the MIB numbers them and as IPP's
// printer-alert (PWG 5100.9) spells them.
namespace platen::device {

// prtAlertGroup, those that tell alerts of the same code apart.
inline constexpr std::int64_t input_group = 8, output_group = 9, supplies_group = 11;
// And those that tell where a jam is.
inline constexpr std::int64_t marker_group = 10, media_path_group = 13, finisher_group = 30;

inline constexpr std::int64_t jam_code = 8;
struct Alert {
  std::int64_t code = 0, group = 0;
};
// The keyword of printer-state-reasons; empty: none is known. `toner`: the supplies are toner, not
// ink.
std::string keyword_of(const Alert& alert, bool toner);
// "coverOpen" and "markerSupplies"; nothing for a code that is not known.
std::optional<Alert> alert_named(std::string_view code, std::string_view group);

// Where in the machine a group is, for people: "in the paper path"; empty: nothing is known.
std::string_view place_of_group(std::int64_t group);
// "mediaPath", as IPP's printer-alert spells it; 0: of no group that has a place.
std::int64_t group_named(std::string_view group);

// Toner and ink have words of their own.
inline constexpr std::string_view supply_low = "SUPPLY-low", supply_empty = "SUPPLY-empty";
std::string supply_word(std::string_view keyword, bool toner);

} // namespace platen::device
