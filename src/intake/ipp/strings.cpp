#include "intake/ipp/strings.h"

namespace platen::intake::ipp {

namespace {

void append_quoted(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += '"';
}

void append_line(std::string& text, std::string_view key, std::string_view value) {
  append_quoted(text, key);
  text += " = ";
  append_quoted(text, value);
  text += ";\n";
}

// "blue-noise" -> "Blue noise", where nobody gave a better word.
std::string readable(std::string keyword) {
  for (char& c : keyword)
    if (c == '-') c = ' ';
  if (!keyword.empty() && keyword.front() >= 'a' && keyword.front() <= 'z')
    keyword.front() = static_cast<char>(keyword.front() - 'a' + 'A');
  return keyword;
}

} // namespace

std::string keyword_strings(const model::Model& model) {
  std::string text;
  for (const model::MediaEntry& entry : model.media)
    append_line(text, "media." + entry.size.name, entry.label);
  for (const model::MediaType& type : model.media_types)
    append_line(text, "media-type." + type.name, type.label);
  for (const model::MediaSource& source : model.media_sources)
    append_line(text, "media-source." + source.name, source.label);
  for (const model::OptionInfo& option : model::option_list(model)) {
    const std::string attribute = model::attribute_name(model, option.name);
    if (attribute == option.name) continue; // registered: clients have words of their own
    append_line(text, attribute, option.label);
    for (const std::string& value : option.values)
      append_line(text, attribute + "." + value, readable(value));
  }
  return text;
}

} // namespace platen::intake::ipp
