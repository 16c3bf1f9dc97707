#include "virtual/ivec/answer_parts.h"

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

} // namespace

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string element(std::string_view name, std::string_view attribute, std::string_view value,
                    std::string_view text) {
  return "<" + std::string(name) + " " + std::string(attribute) + "=\"" + escaped(value) + "\">" +
         escaped(text) + "</" + std::string(name) + ">";
}

std::string answer_document(std::string_view operation, std::string_view service,
                            std::string_view body) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\" ?>"
         "<cmd xmlns:ivec=\"http://www.canon.com/ns/cmd/2008/07/common/\" "
         "xmlns:vcn=\"http://www.canon.com/ns/cmd/2008/07/canon/\"><ivec:contents>" +
         element("ivec:operation", operation) + "<ivec:param_set servicetype=\"" +
         escaped(service) + "\">" + std::string(body) + "</ivec:param_set></ivec:contents></cmd>";
}

std::string cdata(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + "><![CDATA[" + std::string(text) + "]]></" + std::string(name) +
         ">";
}

std::string ok() {
  return element("ivec:response", "OK") + element("ivec:response_detail", "");
}

} // namespace platen::twin::ivec
