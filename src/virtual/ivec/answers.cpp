#include "virtual/ivec/answers.h"

#include "virtual/ivec/machine.h"

namespace platen::twin::ivec {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    switch (c) {
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '&':
      out += "&amp;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  return out;
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string element(std::string_view name, std::string_view attribute, std::string_view value,
                    std::string_view text) {
  return "<" + std::string(name) + " " + std::string(attribute) + "=\"" + escaped(value) + "\">" +
         escaped(text) + "</" + std::string(name) + ">";
}

std::string document(std::string_view operation, std::string_view service, std::string_view body) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\" ?>"
         "<cmd xmlns:ivec=\"http://www.canon.com/ns/cmd/2008/07/common/\" "
         "xmlns:vcn=\"http://www.canon.com/ns/cmd/2008/07/canon/\"><ivec:contents>" +
         element("ivec:operation", operation) + "<ivec:param_set servicetype=\"" +
         escaped(service) + "\">" + std::string(body) + "</ivec:param_set></ivec:contents></cmd>";
}

std::string ok() {
  return element("ivec:response", "OK") + element("ivec:response_detail", "");
}

std::string frame_text(const Frame& f) {
  return std::to_string(f.top.v) + "," + std::to_string(f.left.v) + "," +
         std::to_string(f.bottom.v) + "," + std::to_string(f.right.v);
}

std::string area_text(const Paper& paper, bool borderless, bool lies) {
  Area area = print_area(paper.width, paper.height, frame_of(&paper, borderless), Dpi{600});
  if (lies) area.width = area.width / 2, area.height += 3;
  return std::to_string(area.width) + "," + std::to_string(area.height);
}

std::string range_text(Range range) {
  return std::to_string(range.least) + ":" + std::to_string(range.most);
}

std::string paper_list() {
  std::string list;
  for (const Paper& paper : papers())
    list += std::string(paper.name) + ",";
  return list + std::string(custom_paper);
}

std::string medium_list() {
  std::string list;
  for (const Medium& medium : media())
    list += (list.empty() ? "" : ",") + name_of(medium);
  return list;
}

std::string paper_facts(bool lies) {
  std::string text;
  for (const Paper& p : papers()) {
    text += element("ivec:printarea_border", "papersize", p.name, area_text(p, false, lies));
    text += element("ivec:margin_border", "papersize", p.name, frame_text(frame_of(&p, false)));
    if (!p.borderless) continue;
    text += element("ivec:printarea_borderless", "papersize", p.name, area_text(p, true, lies));
    text += element("ivec:margin_borderless", "papersize", p.name, frame_text(frame_of(&p, true)));
  }
  return text;
}

std::string medium_facts() {
  std::string text;
  for (const Medium& m : media()) {
    text +=
        element("ivec:borderlessprint", "papertype", name_of(m), m.borderless ? "ON,OFF" : "OFF");
    text += element("ivec:printcolormode", "papertype", name_of(m), color_modes);
    text += element("ivec:duplexprint", "papertype", name_of(m), "OFF");
    text += element("ivec:available_printquality", "papertype", name_of(m), m.qualities);
  }
  return text;
}

} // namespace

std::string simple_answer(std::string_view operation, std::string_view service,
                          std::string_view ng_detail) {
  return document(std::string(operation) + "Response", service,
                  element("ivec:response", ng_detail.empty() ? "OK" : "NG") +
                      element("ivec:response_detail", ng_detail));
}

std::string print_capability(bool lies) {
  return document(
      "GetCapabilityResponse", "print",
      ok() + element("vcn:synthetic", "no capture of this model is public") +
          element("ivec:support_data_format", formats) +
          element("ivec:max_pixels",
                  std::to_string(widest_page_px) + "," + std::to_string(longest_page_px)) +
          element("ivec:min_pixels", "16,16") + element("ivec:resolution_base", "600,600") +
          element("ivec:resolution", "300,300") + element("ivec:papersize", paper_list()) +
          paper_facts(lies) + element("ivec:papersize_custom_width", range_text(custom_width_hmm)) +
          element("ivec:papersize_custom_height", range_text(custom_height_hmm)) +
          element("ivec:papertype", medium_list()) + medium_facts() +
          element("ivec:printcolormode_intent", "printcolormode", "color", color_intents) +
          element("ivec:printcolormode_intent", "printcolormode", "monochrome",
                  monochrome_intents) +
          element("ivec:printquality", qualities) + element("ivec:inputbin", bins) +
          element("ivec:datetime", "") + element("vcn:host_environment", environments));
}

std::string device_capability() {
  return document("GetCapabilityResponse", "device",
                  ok() + element("ivec:manufacturer", "CANON") +
                      element("ivec:model", "PRO-1000 series") + element("ivec:service", "print") +
                      element("ivec:firmver", "0.000"));
}

std::string_view support_code(const PrintStatus& status) {
  const Condition& now = status.condition;
  if (now.jam) return "1300";
  if (now.cover_open) return "1200";
  if (status.wrong_paper) return "2114";
  if (now.paper_out()) return "1000";
  return now.supply_empty() ? "1688" : "";
}

std::string print_status(const PrintStatus& status) {
  const std::string_view code = support_code(status);
  const std::string_view state = !code.empty() ? "stopped" : status.printing ? "printing" : "idle";
  std::string inks, waste;
  int order = 0;
  for (const Condition::Supply& supply : status.condition.supplies) {
    const std::string level = element("ivec:level", std::to_string(supply.percent));
    const std::string icon = element("ivec:icon", "none");
    if (supply.name == "waste") {
      waste += "<ivec:item>" + icon + "<ivec:model><![CDATA[MC-20]]></ivec:model>" + level +
               "</ivec:item>";
      continue;
    }
    inks += "<ivec:ink><ivec:model><![CDATA[PFI-1000<" + supply.name + ">]]></ivec:model>" +
            element("ivec:color", supply.name) + icon + level +
            element("ivec:order", std::to_string(++order)) + "</ivec:ink>";
  }
  std::string job;
  if (status.printing)
    job = element("ivec:jobID", status.job_id) + element("ivec:jobname", status.job_name);
  return document("GetStatusResponse", "print",
                  ok() + element("ivec:status", state) + element("ivec:status_detail", "") +
                      element("ivec:current_support_code", code) + "<ivec:marker_info>" + inks +
                      "</ivec:marker_info><ivec:wasteink>" + waste +
                      "</ivec:wasteink><ivec:jobinfo>" + job + "</ivec:jobinfo>");
}

} // namespace platen::twin::ivec
