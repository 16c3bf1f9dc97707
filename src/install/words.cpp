#include "install/words.h"

#include "install/embedded.h"

#include <algorithm>

namespace platen::install {

namespace {

Json parsed(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

const Json& english() {
  static const Json texts = parsed(english_text());
  return texts;
}
const Json& german() {
  static const Json texts = parsed(german_text());
  return texts;
}

} // namespace

std::string filled_in(std::string_view text, const Words::Values& values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = text.find('}', std::min(open, text.size()));
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    const auto found = values.find(text.substr(open + 1, close - open - 1));
    out += found != values.end() ? std::string_view(found->second)
                                 : text.substr(open, close - open + 1);
    text.remove_prefix(close + 1);
  }
  return out + std::string(text);
}

Words Words::in(std::string_view language) {
  if (language == "de") return {"de", german()};
  return {"en", english()};
}

const Json& Words::at(std::string_view name) const {
  static const Json none;
  const Json* at = &texts_;
  while (!name.empty()) {
    const std::string_view one = name.substr(0, name.find('.'));
    name.remove_prefix(std::min(name.size(), one.size() + 1));
    const auto found = at->is_object() ? at->find(one) : at->end();
    if (!at->is_object() || found == at->end()) return none;
    at = &*found;
  }
  return *at;
}

std::string Words::operator()(std::string_view name, const Values& values) const {
  const Json& found = at(name);
  return found.is_string() ? filled_in(found.get<std::string>(), values) : std::string(name);
}

} // namespace platen::install
