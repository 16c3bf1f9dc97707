#pragma once

#include <string>

namespace platen::test {

inline std::string ivec_answer(const std::string& operation, const std::string& children) {
  return R"(<?xml version="1.0" encoding="utf-8" ?><cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/" xmlns:vcn="http://www.canon.com/ns/cmd/2008/07/canon/"><ivec:contents><ivec:operation>)" +
         operation + R"(</ivec:operation><ivec:param_set servicetype="print">)" + children +
         "</ivec:param_set></ivec:contents></cmd>";
}

inline std::string ok() {
  return "<ivec:response>OK</ivec:response><ivec:response_detail></ivec:response_detail>";
}
inline std::string refusal(const std::string& detail) {
  return "<ivec:response>NG</ivec:response><ivec:response_detail>" + detail +
         "</ivec:response_detail>";
}

// A capability of the shape that docs/protocols/ivec.md gives, for one small size and one medium.
inline std::string capability() {
  return ivec_answer(
      "GetCapabilityResponse",
      ok() +
          "<ivec:support_data_format>RAW,JPEGPAGE,PWGRaster</ivec:support_data_format>"
          "<ivec:max_pixels>9600,19200</ivec:max_pixels>"
          "<ivec:resolution_base>600,600</ivec:resolution_base>"
          "<ivec:papersize>iso_a4_210x297mm,small,UserDefinitionSize</ivec:papersize>"
          "<ivec:printarea_border papersize=\"iso_a4_210x297mm\">4800,6826</ivec:printarea_border>"
          "<ivec:printarea_border papersize=\"small\">48,61</ivec:printarea_border>"
          "<ivec:printarea_borderless papersize=\"small\">60,81</ivec:printarea_borderless>"
          "<ivec:margin_border papersize=\"small\">300,340,500,341</ivec:margin_border>"
          "<ivec:margin_borderless papersize=\"small\">-200,-280,-500,-280</ivec:margin_borderless>"
          "<ivec:papertype>gloss,plain</ivec:papertype>"
          "<ivec:borderlessprint papertype=\"gloss\">ON,OFF</ivec:borderlessprint>"
          "<ivec:borderlessprint papertype=\"plain\">OFF</ivec:borderlessprint>"
          "<ivec:printcolormode papertype=\"gloss,plain\">color,monochrome</ivec:printcolormode>"
          "<ivec:printcolormode_intent "
          "printcolormode=\"color\">auto,none</ivec:printcolormode_intent>"
          "<ivec:printcolormode_intent "
          "printcolormode=\"monochrome\">auto,mono</ivec:printcolormode_intent>"
          "<ivec:printquality>1,2,3,4,5,auto</ivec:printquality>"
          "<ivec:available_printquality papertype=\"plain\">3,4</ivec:available_printquality>"
          "<ivec:inputbin>auto,inputbin_p1</ivec:inputbin>"
          "<ivec:papersize_custom_width>8900:43180</ivec:papersize_custom_width>"
          "<ivec:papersize_custom_height>12700:64770</ivec:papersize_custom_height>"
          "<ivec:datetime></ivec:datetime>"
          "<vcn:host_environment>windows,mac,linux</vcn:host_environment>");
}

} // namespace platen::test
