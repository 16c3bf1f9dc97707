#include "device/alert_codes.h"

#include <algorithm>
#include <array>

namespace platen::device {

namespace {

constexpr std::int64_t any_group = 0;
struct Code {
  std::int64_t number, group;
  std::string_view name, keyword;
};
constexpr std::array<Code, 34> codes{{
    {3, any_group, "coverOpen", "cover-open"},
    {5, any_group, "interlockOpen", "interlock-open"},
    {jam_code, any_group, "jam", "media-jam"},
    {9, input_group, "subunitMissing", "input-tray-missing"},
    {9, output_group, "subunitMissing", "output-tray-missing"},
    {9, supplies_group, "subunitMissing", "marker-supply-missing"},
    {10, supplies_group, "subunitLifeAlmostOver", supply_low},
    {11, supplies_group, "subunitLifeOver", supply_empty},
    {12, input_group, "subunitAlmostEmpty", "media-low"},
    {12, supplies_group, "subunitAlmostEmpty", supply_low},
    {13, input_group, "subunitEmpty", "media-empty"},
    {13, supplies_group, "subunitEmpty", supply_empty},
    {14, output_group, "subunitAlmostFull", "output-area-almost-full"},
    {14, supplies_group, "subunitAlmostFull", "marker-waste-almost-full"},
    {15, output_group, "subunitFull", "output-area-full"},
    {15, supplies_group, "subunitFull", "marker-waste-full"},
    {22, any_group, "subunitOffline", "offline"},
    {501, any_group, "doorOpen", "door-open"},
    {801, any_group, "inputMediaTrayMissing", "input-tray-missing"},
    {807, any_group, "inputMediaSupplyLow", "media-low"},
    {808, any_group, "inputMediaSupplyEmpty", "media-empty"},
    {809, any_group, "inputMediaChangeRequest", "media-needed"},
    {810, any_group, "inputManualInputRequest", "media-needed"},
    {901, any_group, "outputMediaTrayMissing", "output-tray-missing"},
    {902, any_group, "outputMediaTrayAlmostFull", "output-area-almost-full"},
    {903, any_group, "outputMediaTrayFull", "output-area-full"},
    {1101, any_group, "markerTonerEmpty", "toner-empty"},
    {1102, any_group, "markerInkEmpty", "marker-supply-empty"},
    {1104, any_group, "markerTonerAlmostEmpty", "toner-low"},
    {1105, any_group, "markerInkAlmostEmpty", "marker-supply-low"},
    {1107, any_group, "markerWasteTonerReceptacleAlmostFull", "marker-waste-almost-full"},
    {1108, any_group, "markerWasteInkReceptacleAlmostFull", "marker-waste-almost-full"},
    {1109, any_group, "markerWasteTonerReceptacleFull", "marker-waste-full"},
    {1110, any_group, "markerWasteInkReceptacleFull", "marker-waste-full"},
}};

struct Group {
  std::int64_t number;
  std::string_view name, place;
};
constexpr std::array<Group, 6> groups{{
    {input_group, "input", "where the paper is fed"},
    {output_group, "output", "at the output"},
    {marker_group, "marker", "in the print engine"},
    {supplies_group, "markerSupplies", ""},
    {media_path_group, "mediaPath", "in the paper path"},
    {finisher_group, "finDevice", "in the finisher"},
}};

bool is_in(const Code& code, std::int64_t group) {
  return code.group == any_group || code.group == group;
}

} // namespace

std::string keyword_of(const Alert& alert, bool toner) {
  const auto* const known = std::ranges::find_if(codes, [&](const Code& code) {
    return code.number == alert.code && is_in(code, alert.group);
  });
  return known == codes.end() ? std::string{} : supply_word(known->keyword, toner);
}

std::optional<Alert> alert_named(std::string_view code, std::string_view group) {
  const std::int64_t number = group_named(group);
  const auto* const known = std::ranges::find_if(
      codes, [&](const Code& one) { return one.name == code && is_in(one, number); });
  if (known == codes.end()) return std::nullopt;
  return Alert{known->number, number};
}

std::string_view place_of_group(std::int64_t group) {
  const auto* const known = std::ranges::find(groups, group, &Group::number);
  return known == groups.end() ? std::string_view{} : known->place;
}

std::int64_t group_named(std::string_view group) {
  const auto* const known = std::ranges::find(groups, group, &Group::name);
  return known == groups.end() ? any_group : known->number;
}

std::string supply_word(std::string_view keyword, bool toner) {
  if (keyword == supply_low) return toner ? "toner-low" : "marker-supply-low";
  if (keyword == supply_empty) return toner ? "toner-empty" : "marker-supply-empty";
  return std::string(keyword);
}

} // namespace platen::device
