#include "files/toml_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace platen::app {

namespace {

std::string quoted(const std::string& text) {
  std::string made = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      made += '\\';
      made += c;
    } else if (c == '\n') {
      made += "\\n";
    } else if (c == '\t') {
      made += "\\t";
    } else if (code < 0x20 || code == 0x7f) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04X", static_cast<unsigned>(code));
      made += escape.data();
    } else {
      made += c;
    }
  }
  return made + "\"";
}

} // namespace

std::string toml_key(const std::string& key) {
  const bool bare = !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
  return bare ? key : quoted(key);
}

std::string toml_value(const Json& value) {
  if (value.is_string()) return quoted(value.get<std::string>());
  if (value.is_array()) {
    std::string text;
    for (const Json& one : value)
      text += (text.empty() ? "" : ", ") + toml_value(one);
    return "[" + text + "]";
  }
  if (value.is_object()) {
    std::string text;
    for (const auto& [name, one] : value.items())
      text += (text.empty() ? " " : ", ") + toml_key(name) + " = " + toml_value(one);
    return "{" + text + (text.empty() ? "}" : " }");
  }
  return value.is_null() ? "\"\"" : value.dump();
}

std::string toml_text(const Json& object, const std::string& path) {
  std::string plain, tables;
  const auto line = [&](const std::string& name, const Json& value) {
    plain += toml_key(name) + " = " + toml_value(value) + "\n";
  };
  if (const auto name = object.find("name"); name != object.end() && !name->is_object())
    line("name", *name);
  for (const auto& [name, value] : object.items()) {
    if (value.is_object()) {
      const std::string inner = (path.empty() ? "" : path + ".") + toml_key(name);
      tables += "\n[" + inner + "]\n" + toml_text(value, inner);
    } else if (name != "name") {
      line(name, value);
    }
  }
  return plain + tables;
}

} // namespace platen::app
