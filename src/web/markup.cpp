#include "web/markup.h"

#include <algorithm>
#include <array>

namespace platen::web {

namespace {

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return out;
}

bool is_void(std::string_view name) {
  constexpr std::array<std::string_view, 6> all{"input", "br", "meta", "link", "hr", "img"};
  return std::ranges::find(all, name) != all.end();
}

} // namespace

Markup text(std::string_view words) {
  return Markup(escaped(words));
}

Markup element(std::string_view name, Attributes attributes, std::initializer_list<Markup> inside) {
  std::string html = "<" + std::string(name);
  for (const auto& [key, value] : attributes) {
    html += " " + std::string(key);
    if (!value.empty()) html += "=\"" + escaped(value) + "\"";
  }
  html += ">";
  for (const Markup& piece : inside)
    html += piece.html();
  if (!is_void(name)) html += "</" + std::string(name) + ">\n";
  return Markup(std::move(html));
}

Markup whole_page(const std::string& language, const std::string& title, const Markup& body) {
  const Markup head = element(
      "head", {},
      {element("meta", {{"charset", "utf-8"}}),
       element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}),
       element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}),
       element("title", {}, {text(title)}),
       element("link", {{"rel", "icon"}, {"href", "/app/icon.svg"}}),
       element("link", {{"rel", "stylesheet"}, {"href", "/app/plain.css"}})});
  const Markup html = element("html", {{"lang", language}}, {head, element("body", {}, {body})});
  return Markup("<!DOCTYPE html>\n" + html.html());
}

} // namespace platen::web
