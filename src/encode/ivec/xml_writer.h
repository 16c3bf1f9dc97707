#pragma once

#include <string>
#include <string_view>

namespace platen::encode {

// Builds one compact XML document. Text is cleaned (clean_text.h) and escaped; tags are taken as
// they are.
class XmlWriter {
public:
  // `text` is the document so far, for example its declaration.
  explicit XmlWriter(std::string text) : text_(std::move(text)) {}

  XmlWriter& open(std::string_view tag_with_attributes);
  XmlWriter& close(std::string_view tag);
  XmlWriter& element(std::string_view tag, std::string_view text);
  XmlWriter& cdata(std::string_view tag, std::string_view text);
  std::string take() { return std::move(text_); }

private:
  std::string text_;
};

} // namespace platen::encode
