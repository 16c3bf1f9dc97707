#include "virtual/ivec/questions.h"

#include "virtual/ivec/answer_parts.h"
#include "virtual/ivec/answers.h"

namespace platen::twin::ivec {

namespace {

std::string with_bin(std::string_view name, const Condition::Tray& tray, std::string_view text) {
  return element(name, "physicalinputbin", tray.name, text);
}

std::string loaded_media(const Condition& now) {
  std::string text;
  for (const Condition::Tray& tray : now.trays) {
    if (tray.sheets == 0) continue;
    text += with_bin("ivec:currentpapertype", tray, "custom-media-type-canon-custom") +
            with_bin("ivec:current_custom_papertype", tray, tray.type) +
            with_bin("ivec:currentpapersize", tray, tray.medium) +
            with_bin("ivec:current_papersize_width", tray, std::to_string(tray.width_hmm)) +
            with_bin("ivec:current_papersize_height", tray, std::to_string(tray.height_hmm));
  }
  return text;
}

// A PRO-1100's levels are coarse (docs/protocols/ivec.md §11); empty and nearly empty stay apart.
int coarse(int percent) {
  return percent > 9 ? percent / 10 * 10 : percent;
}

std::string inks(const Condition& now) {
  std::string text = "<ivec:marker_info>", waste = "<ivec:wasteink>";
  int order = 0;
  for (const Condition::Supply& supply : now.supplies) {
    const std::string icon =
        element("ivec:icon", supply.percent <= low_percent ? "warning" : "none");
    if (supply.name == "waste") { // which way a real one counts is not known
      waste += "<ivec:item>" + icon + cdata("ivec:model", "MC-20") +
               element("ivec:level", std::to_string(100 - supply.percent)) + "</ivec:item>";
      continue;
    }
    text += "<ivec:ink>" + cdata("ivec:model", "PFI-1000<" + supply.name + ">") +
            element("ivec:color", supply.name) + icon +
            element("ivec:level", std::to_string(coarse(supply.percent))) +
            element("ivec:order", std::to_string(++order)) + "</ivec:ink>";
  }
  return text + "</ivec:marker_info>" + waste + "</ivec:wasteink>";
}

std::string_view detail(const Condition& now) {
  if (now.jam) return "MediaJam";
  if (now.cover_open) return "DoorOpen";
  if (now.wrong_paper) return "CUSTOM_MISMATCH";
  if (now.paper_out()) return "MediaEmpty";
  if (now.supply_empty() || now.supply_low() || now.waste_full()) return "MarkerSupplyAttention";
  return now.offline ? "AttentionRequired" : "";
}

// What the panel shows (§4); empty: nothing stops it.
std::string_view support_code(const Condition& now) {
  if (now.jam) return "1300";
  if (now.cover_open) return "1200";
  if (now.wrong_paper) return "2114";
  if (now.paper_out()) return "1000";
  return now.supply_empty() ? "1688" : "";
}

std::string troubles(const Condition& now) {
  if (!now.supply_low()) return {};
  std::string colors;
  for (const Condition::Supply& supply : now.supplies)
    if (supply.name != "waste" && supply.percent > 0 && supply.percent <= low_percent)
      colors += element("ivec:color", supply.name);
  if (colors.empty()) return {};
  return "<ivec:status_detail_list><ivec:item id=\"1\">" + element("ivec:severity", "warning") +
         element("ivec:summary", "InkLow") + element("ivec:error_code", "1500") +
         "<ivec:additional_info>" + colors + "</ivec:additional_info></ivec:item>" +
         "</ivec:status_detail_list>";
}

} // namespace

std::string print_status(const Condition& now) {
  const std::string_view status = now.stopped() ? "stopped" : now.printing ? "printing" : "idle";
  std::string body = ok() + element("ivec:status", status) +
                     element("ivec:status_detail", detail(now)) +
                     element("ivec:current_support_code", support_code(now)) + loaded_media(now) +
                     inks(now) + troubles(now) + "<ivec:jobinfo>";
  if (now.printing) body += element("ivec:jobID", now.job_id) + element("ivec:jobname", now.job);
  return answer_document("GetStatusResponse", "print", body + "</ivec:jobinfo>");
}

std::optional<std::string> answer_question(const Document& document, const Condition& now,
                                           bool lies) {
  const std::string& service = document.service;
  const bool print = service == "print", device = service == "device";
  const bool maintenance = service == "maintenance";
  if (document.operation == "GetCapability") {
    if (print) return print_capability(now, lies);
    if (device) return device_capability();
    if (maintenance) return maintenance_capability();
  }
  if (document.operation == "GetStatus" && (print || device || maintenance))
    return print_status(now);
  if (document.operation == "GetConfiguration" && print)
    return simple_answer(document.operation, service);
  if (!document.operation.starts_with("Get")) return std::nullopt;
  const bool known = print || device || maintenance;
  return simple_answer(document.operation, service,
                       known ? "NotSupportOperation" : "NotSupportService");
}

} // namespace platen::twin::ivec
