#include "web/catalogue.h"

#include "web/assets.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include <nlohmann/json.hpp>

namespace platen::web {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 2> languages{"en", "de"};
constexpr std::size_t most_wishes = 20;

Json section(std::string_view language) {
  const Asset* const asset = find_asset("text/plain/" + std::string(language) + ".json");
  if (asset == nullptr) return Json::object();
  const Json all = Json::parse(*asset->content, nullptr, false);
  return all.is_object() ? all.value("plain", Json::object()) : Json::object();
}

const Json& texts(std::string_view language) {
  static const std::map<std::string_view, Json> all{{languages[0], section(languages[0])},
                                                    {languages[1], section(languages[1])}};
  return all.at(language);
}

const std::string* find(std::string_view language, std::string_view name) {
  const Json* at = &texts(language);
  while (!name.empty()) {
    const std::string_view one = name.substr(0, name.find('.'));
    name.remove_prefix(std::min(name.size(), one.size() + 1));
    const auto found = at->is_object() ? at->find(one) : at->end();
    if (!at->is_object() || found == at->end()) return nullptr;
    at = &*found;
  }
  return at->get_ptr<const std::string*>();
}

// The weight of one wish ("de-CH;q=0.8"), in thousandths.
int weight_of(std::string_view wish) {
  const auto at = wish.find(";q=");
  if (at == std::string_view::npos) return 1'000;
  return static_cast<int>(std::strtod(std::string(wish.substr(at + 3, 5)).c_str(), nullptr) * 1e3);
}

} // namespace

Catalogue Catalogue::for_browser(std::string_view accept_language) {
  std::string best(languages[0]);
  int weight = 0;
  for (std::size_t i = 0; i < most_wishes && !accept_language.empty(); ++i) {
    std::string_view wish = accept_language.substr(0, accept_language.find(','));
    accept_language.remove_prefix(std::min(accept_language.size(), wish.size() + 1));
    while (wish.starts_with(' '))
      wish.remove_prefix(1);
    const std::string_view language = wish.substr(0, wish.find_first_of("-;"));
    if (std::ranges::find(languages, language) == languages.end() || weight_of(wish) <= weight)
      continue;
    best = language;
    weight = weight_of(wish);
  }
  return Catalogue(std::move(best));
}

std::string Catalogue::operator()(std::string_view name) const {
  return known(name, name);
}

std::string Catalogue::known(std::string_view name, std::string_view otherwise) const {
  const std::string* found = find(language_, name);
  if (found == nullptr) found = find(languages[0], name);
  return found != nullptr ? *found : std::string(otherwise);
}

} // namespace platen::web
