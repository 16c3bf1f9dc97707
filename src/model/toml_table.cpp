#include "model/toml_table.h"

#include "model/nearest.h"

namespace platen::model {

std::string place(const toml::source_region& region) {
  const std::string file = region.path ? *region.path : "model";
  return file + ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
}

Failure fail_at(const toml::source_region& region, std::string_view message) {
  return fail(Errc::malformed, place(region) + ": " + std::string(message));
}

namespace {

std::string_view type_text(const toml::node& node) {
  switch (node.type()) {
  case toml::node_type::table:
    return "a table";
  case toml::node_type::array:
    return "a list";
  case toml::node_type::string:
    return "a text";
  case toml::node_type::integer:
    return "a whole number";
  case toml::node_type::floating_point:
    return "a number with a fraction";
  case toml::node_type::boolean:
    return "true or false";
  case toml::node_type::none:
  case toml::node_type::date:
  case toml::node_type::time:
  case toml::node_type::date_time:
    break;
  }
  return "a date or time";
}

template<class T> constexpr std::string_view wanted_text = {};
template<> constexpr std::string_view wanted_text<std::string> = "a text";
template<> constexpr std::string_view wanted_text<std::int64_t> = "a whole number";
template<> constexpr std::string_view wanted_text<bool> = "true or false";
template<> constexpr std::string_view wanted_text<std::vector<std::string>> = "a list of texts";
template<>
constexpr std::string_view wanted_text<std::vector<std::int64_t>> = "a list of whole numbers";

std::optional<std::string> read(const toml::node& node, std::string*) {
  const auto* value = node.as_string();
  if (value == nullptr) return std::nullopt;
  return value->get();
}
std::optional<std::int64_t> read(const toml::node& node, std::int64_t*) {
  const auto* value = node.as_integer();
  if (value == nullptr) return std::nullopt;
  return value->get();
}
std::optional<bool> read(const toml::node& node, bool*) {
  const auto* value = node.as_boolean();
  if (value == nullptr) return std::nullopt;
  return value->get();
}
template<class T> std::optional<std::vector<T>> read(const toml::node& node, std::vector<T>*) {
  const toml::array* const list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<T> values;
  for (const toml::node& element : *list) {
    auto value = read(element, static_cast<T*>(nullptr));
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

} // namespace

const toml::node* TomlTable::take(std::string_view key) {
  taken_.emplace(key);
  return table_->get(key);
}

const toml::source_region& TomlTable::where(std::string_view key) const {
  const toml::node* const node = table_->get(key);
  return node == nullptr ? where_ : node->source();
}

Failure TomlTable::missing(std::string_view key) const {
  return fail_at(where(), title_ + " has no \"" + std::string(key) + "\"");
}

Failure TomlTable::wrong_type(const toml::node& node, std::string_view key,
                              std::string_view wanted) const {
  return fail_at(node.source(), "\"" + std::string(key) + "\" in " + title_ + " is " +
                                    std::string(type_text(node)) + ", not " + std::string(wanted));
}

Failure TomlTable::wrong_word(const toml::source_region& region, std::string_view key,
                              std::string_view word, const std::vector<std::string>& legal) const {
  return fail_at(region, "\"" + std::string(word) + "\" is no value of \"" + std::string(key) +
                             "\"; it is " + join_or(legal));
}

template<class T> Result<T> TomlTable::convert(const toml::node& node, std::string_view key) const {
  auto value = read(node, static_cast<T*>(nullptr));
  if (!value) return wrong_type(node, key, wanted_text<T>);
  return std::move(*value);
}
template Result<std::string> TomlTable::convert(const toml::node&, std::string_view) const;
template Result<std::int64_t> TomlTable::convert(const toml::node&, std::string_view) const;
template Result<bool> TomlTable::convert(const toml::node&, std::string_view) const;
template Result<std::vector<std::string>> TomlTable::convert(const toml::node&,
                                                             std::string_view) const;
template Result<std::vector<std::int64_t>> TomlTable::convert(const toml::node&,
                                                              std::string_view) const;

Result<TomlTable> TomlTable::table(std::string_view key) {
  TRY(auto found, find_table(key));
  if (!found) return missing(key);
  return *std::move(found);
}

Result<std::optional<TomlTable>> TomlTable::find_table(std::string_view key) {
  const toml::node* const node = take(key);
  if (node == nullptr) return std::optional<TomlTable>{};
  const toml::table* const inner = node->as_table();
  if (inner == nullptr) return wrong_type(*node, key, "a table");
  return std::optional<TomlTable>(TomlTable(*inner, "[" + std::string(key) + "]"));
}

Result<std::vector<TomlTable>> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> result;
  const toml::node* const node = take(key);
  if (node == nullptr) return result;
  const toml::array* const list = node->as_array();
  if (list == nullptr) return wrong_type(*node, key, "a list of tables");
  const std::string inner_title =
      "[[" + (title_.starts_with('[') ? title_.substr(1, title_.size() - 2) + "." : "") +
      std::string(key) + "]]";
  for (const toml::node& element : *list) {
    const toml::table* const inner = element.as_table();
    if (inner == nullptr) return wrong_type(element, key, "a list of tables");
    result.emplace_back(*inner, inner_title);
  }
  return result;
}

Result<std::vector<std::pair<std::string, Placed<std::string>>>> TomlTable::all_texts() {
  std::vector<std::pair<std::string, Placed<std::string>>> result;
  for (const auto& [key, node] : *table_) {
    TRY(std::string text, get<std::string>(key.str()));
    result.emplace_back(key.str(), Placed<std::string>{std::move(text), node.source()});
  }
  return result;
}

Result<std::vector<std::pair<std::string, Placed<std::vector<std::string>>>>>
TomlTable::all_lists() {
  std::vector<std::pair<std::string, Placed<std::vector<std::string>>>> result;
  for (const auto& [key, node] : *table_) {
    TRY(std::vector<std::string> list, get<std::vector<std::string>>(key.str()));
    result.emplace_back(key.str(),
                        Placed<std::vector<std::string>>{std::move(list), node.source()});
  }
  return result;
}

Result<void> TomlTable::finish() const {
  for (const auto& [key, node] : *table_) {
    if (taken_.contains(key.str())) continue;
    const std::vector<std::string> known(taken_.begin(), taken_.end());
    return fail_at(key.source(), "unknown key \"" + std::string(key.str()) + "\" in " + title_ +
                                     did_you_mean(key.str(), known));
  }
  return {};
}

} // namespace platen::model
