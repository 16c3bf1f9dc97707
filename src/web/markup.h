#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace platen::web {

// A piece of HTML. A text becomes one only through text(), which makes it harmless: so what a
// client or a device says never is anything but text.
class Markup {
public:
  Markup() = default;
  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  const std::string& html() const { return html_; }

private:
  explicit Markup(std::string html) : html_(std::move(html)) {}
  friend Markup text(std::string_view);
  friend Markup element(std::string_view, std::vector<std::pair<std::string_view, std::string>>,
                        std::initializer_list<Markup>);
  friend Markup whole_page(const std::string&, const std::string&, const Markup&);
  std::string html_;
};

using Attributes = std::vector<std::pair<std::string_view, std::string>>; // "": the name alone

Markup text(std::string_view words); // also text(""): nothing
// `name` and the names of attributes are ours; the values may be anybody's.
Markup element(std::string_view name, Attributes attributes,
               std::initializer_list<Markup> inside = {});
Markup whole_page(const std::string& language, const std::string& title, const Markup& body);

} // namespace platen::web
