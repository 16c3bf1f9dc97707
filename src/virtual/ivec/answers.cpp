#include "virtual/ivec/answers.h"

#include "virtual/ivec/answer_parts.h"
#include "virtual/ivec/machine.h"

namespace platen::twin::ivec {

namespace {

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
  return answer_document(std::string(operation) + "Response", service,
                         element("ivec:response", ng_detail.empty() ? "OK" : "NG") +
                             element("ivec:response_detail", ng_detail));
}

std::string print_capability(const Condition& now, bool lies) {
  std::string extras;
  if (now.adobe_rgb)
    extras += element("ivec:color_space", "support_data_format", "PWGRaster",
                      "sRGB-24bit,AdobeRGB-24bit");
  if (now.clear_coat) extras += element("ivec:clearcoat", clear_coats);
  if (now.compares_paper) extras += element("ivec:mismatch_mode", "auto,none");
  return answer_document(
      "GetCapabilityResponse", "print",
      ok() + element("vcn:synthetic", "no capture of this model is public") +
          element("ivec:support_data_format", formats) +
          element("ivec:max_pixels",
                  std::to_string(now.most_columns) + "," + std::to_string(longest_page_px)) +
          element("ivec:min_pixels", "16,16") + element("ivec:resolution_base", "600,600") +
          element("ivec:resolution", "300,300") + element("ivec:papersize", paper_list()) +
          paper_facts(lies) + element("ivec:papersize_custom_width", range_text(custom_width_hmm)) +
          element("ivec:papersize_custom_height", range_text(custom_height_hmm)) +
          element("ivec:papertype", medium_list()) + medium_facts() +
          element("ivec:printcolormode_intent", "printcolormode", "color", color_intents) +
          element("ivec:printcolormode_intent", "printcolormode", "monochrome",
                  monochrome_intents) +
          element("ivec:printquality", qualities) + element("ivec:inputbin", bins) +
          element("ivec:datetime", "") + element("vcn:host_environment", environments) + extras);
}

std::string device_capability() {
  return answer_document("GetCapabilityResponse", "device",
                         ok() + element("ivec:manufacturer", "CANON") +
                             element("ivec:model", "PRO-1000 series") +
                             element("ivec:service", "print") + element("ivec:firmver", "0.000"));
}

std::string maintenance_capability() {
  std::string body = ok() + element("vcn:synthetic", "no capture of this model is public");
  for (const std::string_view type : {"nozzle_check", "auto_registration", "regi_check"})
    body += element("ivec:type", "operation", "TestPrint", type);
  for (const std::string_view type : {"regular", "deep"})
    body += element("ivec:type", "operation", "Cleaning", type);
  return answer_document("GetCapabilityResponse", "maintenance",
                         body + element("ivec:inkgroup", "all") + element("ivec:datetime", ""));
}

} // namespace platen::twin::ivec
