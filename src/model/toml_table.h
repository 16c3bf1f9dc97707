#pragma once

#include "model/model.h"
#include "model/toml_library.h"
#include "model/words.h"

#include <concepts>
#include <set>

namespace platen::model {

// "FILE:LINE:COLUMN: message"
std::string place(const toml::source_region& region);
Failure fail_at(const toml::source_region& region, std::string_view message);

// A value of a model file with where it stands, so that later checks can name the place too.
template<class T> struct Placed {
  T value{};
  toml::source_region where;
};

// One table of a model file, read key by key; finish() refuses the keys that nobody asked for.
// Errors name the place, the table and the key.
class TomlTable {
public:
  // `title` names the table for people: "[language]", "[[media_size.entry]]".
  TomlTable(const toml::table& table, std::string title)
      : TomlTable(table, std::move(title), table.source()) {}
  // `where`: what errors about the table as a whole name, if not the table.
  TomlTable(const toml::table& table, std::string title, toml::source_region where)
      : table_(&table), title_(std::move(title)), where_(std::move(where)) {}

  const toml::source_region& where() const { return where_; }
  const std::string& title() const { return title_; }
  bool has(std::string_view key) const { return table_->contains(key); }
  // The place of a key's value, or of the table.
  const toml::source_region& where(std::string_view key) const;

  // T: std::string, std::int64_t, bool, std::vector<std::string>, std::vector<std::int64_t>.
  template<class T> Result<T> get(std::string_view key);
  template<class T> Result<std::optional<T>> find(std::string_view key);
  template<class T> Result<T> get_or(std::string_view key, T otherwise);
  // One of the keywords of an enumeration.
  template<class E, std::size_t N>
  Result<std::optional<E>> find_word(std::string_view key, const std::array<Word<E>, N>& words);
  template<class E, std::size_t N>
  Result<std::vector<E>> get_words(std::string_view key, const std::array<Word<E>, N>& words);

  Result<TomlTable> table(std::string_view key);
  Result<std::optional<TomlTable>> find_table(std::string_view key);
  Result<std::vector<TomlTable>>
  tables(std::string_view key); // an array of tables; none if not there
  // All keys with their text values, or lists of texts.
  Result<std::vector<std::pair<std::string, Placed<std::string>>>> all_texts();
  Result<std::vector<std::pair<std::string, Placed<std::vector<std::string>>>>> all_lists();

  Result<void> finish() const;

private:
  const toml::node* take(std::string_view key);
  Failure missing(std::string_view key) const;
  Failure wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) const;
  template<class T> Result<T> convert(const toml::node& node, std::string_view key) const;
  Failure wrong_word(const toml::source_region& place, std::string_view key, std::string_view word,
                     const std::vector<std::string>& legal) const;

  const toml::table* table_;
  std::string title_;
  toml::source_region where_;
  std::set<std::string, std::less<>> taken_;
};

template<class T> Result<T> TomlTable::get(std::string_view key) {
  const toml::node* const node = take(key);
  if (node == nullptr) return missing(key);
  return convert<T>(*node, key);
}

template<class T> Result<std::optional<T>> TomlTable::find(std::string_view key) {
  const toml::node* const node = take(key);
  if (node == nullptr) return std::optional<T>{};
  TRY(T value, convert<T>(*node, key));
  return std::optional<T>(std::move(value));
}

template<class T> Result<T> TomlTable::get_or(std::string_view key, T otherwise) {
  TRY(std::optional<T> value, find<T>(key));
  return value ? std::move(*value) : std::move(otherwise);
}

template<class E, std::size_t N>
Result<std::optional<E>> TomlTable::find_word(std::string_view key,
                                              const std::array<Word<E>, N>& words) {
  TRY(const std::optional<std::string> text, find<std::string>(key));
  if (!text) return std::optional<E>{};
  const auto value = value_of(std::span<const Word<E>>(words), *text);
  if (!value) return wrong_word(where(key), key, *text, texts(std::span<const Word<E>>(words)));
  return value;
}

template<class E, std::size_t N>
Result<std::vector<E>> TomlTable::get_words(std::string_view key,
                                            const std::array<Word<E>, N>& words) {
  TRY(const std::vector<std::string> list, get<std::vector<std::string>>(key));
  std::vector<E> values;
  for (const std::string& text : list) {
    const auto value = value_of(std::span<const Word<E>>(words), text);
    if (!value) return wrong_word(where(key), key, text, texts(std::span<const Word<E>>(words)));
    values.push_back(*value);
  }
  return values;
}

} // namespace platen::model
