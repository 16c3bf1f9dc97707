#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace platen::model {

// What a caption may name in braces; each is empty where the picture does not say it.
inline constexpr std::array<std::string_view, 8> caption_fields{
    "title", "description", "creator", "date", "camera", "exposure", "copyright", "number"};

// What is written on the pages of a document may name these.
inline constexpr std::array<std::string_view, 6> page_text_fields{"page", "pages", "date",
                                                                  "time", "user",  "title"};

// The text with its fields replaced by what `value(field)` gives; nothing for a field that is not
// one of `fields`, and for a brace that is not closed.
template<class Value>
std::optional<std::string> fill_fields(std::string_view text,
                                       std::span<const std::string_view> fields, Value value) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    filled += text.substr(0, open);
    if (open == text.npos) break;
    const std::size_t close = text.find('}', open);
    if (close == text.npos) return std::nullopt;
    const std::string_view field = text.substr(open + 1, close - open - 1);
    bool known = false;
    for (const std::string_view name : fields)
      known = known || name == field;
    if (!known) return std::nullopt;
    filled += value(field);
    text.remove_prefix(close + 1);
  }
  return filled;
}

template<class Value> std::optional<std::string> fill_caption(std::string_view text, Value value) {
  return fill_fields(text, caption_fields, value);
}

} // namespace platen::model
