#include "encode/ivec/xml_writer.h"

#include "encode/clean_text.h"

namespace platen::encode {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : clean_text(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

} // namespace

XmlWriter& XmlWriter::open(std::string_view tag_with_attributes) {
  (text_ += '<').append(tag_with_attributes) += '>';
  return *this;
}

XmlWriter& XmlWriter::close(std::string_view tag) {
  (text_ += "</").append(tag) += '>';
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view tag, std::string_view text) {
  open(tag);
  text_ += escaped(text);
  return close(tag);
}

XmlWriter& XmlWriter::cdata(std::string_view tag, std::string_view text) {
  open(tag);
  text_ += "<![CDATA[";
  std::string clean = clean_text(text);
  for (std::size_t at = 0; (at = clean.find("]]>", at)) != std::string::npos; at += 15)
    clean.replace(at, 3, "]]]]><![CDATA[>"); // the only way to say "]]>" inside
  text_ += clean + "]]>";
  return close(tag);
}

} // namespace platen::encode
