#include "web/form.h"

#include <algorithm>

namespace platen::web {

namespace {

constexpr std::size_t most_fields = 100;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) << 4 | digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

} // namespace

Form parse_form(std::string_view body) {
  Form form;
  while (!body.empty() && form.size() < most_fields) {
    const std::string_view one = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), one.size() + 1));
    const auto equals = std::min(one.find('='), one.size());
    form[decoded(one.substr(0, equals))] = decoded(one.substr(std::min(one.size(), equals + 1)));
  }
  return form;
}

std::string value_of(const Form& form, std::string_view name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

} // namespace platen::web
