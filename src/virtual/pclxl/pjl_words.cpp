#include "virtual/pclxl/pjl_words.h"

#include <algorithm>
#include <cctype>

namespace platen::twin::pclxl {

namespace {

// One sheet is jammed, and where: the first digits behind 42.
std::string_view jam_code(const Jam& where) {
  switch (where.place) {
  case JamPlace::input_tray:
    return where.tray == 1 ? "42101" : where.tray == 2 ? "42102" : "42100";
  case JamPlace::fuser:
    return "42103";
  case JamPlace::output_tray:
    return "42105";
  case JamPlace::duplex:
    return "42109";
  case JamPlace::media_path:
    break;
  }
  return "40022";
}

} // namespace

// docs/protocols/pjl.md §2 and pcl-xl.md §1; the codes are HP's.
PanelText panel_text(const Condition& now) {
  if (now.jam) return {jam_code(now.where), "Paper Jam", false};
  if (now.cover_open) return {"40021", "Cover Open", false};
  if (now.wrong_paper) return {"41000", "Load Other Paper", false};
  if (now.paper_out()) return {"41000", "Load Paper", false};
  if (now.service_call) return {"50000", "Service Call", false};
  if (now.waste_full()) return {"50001", "Waste Toner Full", false};
  if (now.output_full) return {"40019", "Output Tray Full", false};
  if (now.supply_empty()) return {"40038", "Replace Toner", false};
  if (now.offline) return {"40079", "Offline", false};
  if (now.supply_low()) return {"10006", "Toner Low"};
  return now.printing ? PanelText{"10023", "Printing"} : ready;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::pair<std::string, std::string_view> first_word(std::string_view text) {
  text = trimmed(text);
  const auto end = text.find_first_of(" \t");
  if (end == std::string_view::npos) return {upper(text), {}};
  return {upper(text.substr(0, end)), trimmed(text.substr(end))};
}

std::pair<std::string, std::string> setting(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return {upper(trimmed(text)), {}};
  std::string_view value = trimmed(text.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"') {
    value.remove_prefix(1);
    value = value.substr(0, value.find('"'));
  }
  return {upper(trimmed(text.substr(0, equals))), std::string(value)};
}

std::string panel_answer(std::string_view heading, const PanelText& now) {
  return "@PJL " + std::string(heading) + "\r\nCODE=" + std::string(now.code) + "\r\nDISPLAY=\"" +
         std::string(now.display) + "\"\r\nONLINE=" + (now.online ? "TRUE" : "FALSE") + "\r\n\f";
}

} // namespace platen::twin::pclxl
