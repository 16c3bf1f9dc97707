#pragma once

#include "worker/content_words.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace platen::worker {

// A number as content streams write it; none where it is not one.
std::optional<double> value_of(std::string_view text);

// The last operands of an operator.
class Operands {
public:
  using Word = ContentWords::Word;

  void add(const Word& word) { words_[count_++ % words_.size()] = word; }
  void clear() { count_ = 0; }
  std::size_t count() const { return count_; }
  // The i-th of the last n.
  const Word& of(std::size_t n, std::size_t i) const {
    return words_[(count_ - n + i) % words_.size()];
  }
  // The last one, where it is a name; else nothing. With its slash.
  std::string_view name() const {
    return count_ > 0 && of(1, 0).kind == ContentWords::Kind::name ? of(1, 0).text
                                                                   : std::string_view();
  }
  template<std::size_t n> std::optional<std::array<double, n>> numbers() const {
    if (count_ < n) return std::nullopt;
    std::array<double, n> values{};
    for (std::size_t i = 0; i < n; ++i) {
      const auto value =
          of(n, i).kind == ContentWords::Kind::number ? value_of(of(n, i).text) : std::nullopt;
      if (!value) return std::nullopt;
      values[i] = *value;
    }
    return values;
  }

private:
  std::array<Word, 6> words_{};
  std::size_t count_ = 0;
};

// Gives each operator of a content stream with its operands to `take`, until that returns false.
// False: it did.
template<class Take> bool each_operator(std::string_view content, Take take) {
  ContentWords words(content);
  Operands operands;
  for (auto word = words.next(); word.kind != ContentWords::Kind::end; word = words.next()) {
    if (word.kind != ContentWords::Kind::keyword) {
      operands.add(word);
      continue;
    }
    if (!take(word.text, operands)) return false;
    operands.clear();
  }
  return true;
}

} // namespace platen::worker
