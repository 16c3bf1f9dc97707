#include "model/words.h"

#include <algorithm>
#include <charconv>

namespace platen::model {

namespace {
template<class E, std::size_t N>
std::string_view word_of(const std::array<Word<E>, N>& words, E value) {
  return word_for(std::span<const Word<E>>(words), value);
}
} // namespace

std::string_view to_string(Evidence value) {
  return word_of(evidence_words, value);
}
std::string_view to_string(Sides value) {
  return word_of(sides_words, value);
}
std::string_view to_string(PrintScaling value) {
  return word_of(scaling_words, value);
}
std::string_view to_string(Orientation value) {
  return word_of(orientation_words, value);
}
std::string_view to_string(PrintQuality value) {
  return word_of(quality_words, value);
}
std::string_view to_string(ColorMode value) {
  return word_of(color_mode_words, value);
}
std::string_view to_string(RenderingIntent value) {
  return word_of(intent_words, value);
}
std::string_view to_string(Sharpening value) {
  return word_of(sharpening_words, value);
}
std::string_view to_string(ColorManagement value) {
  return word_of(color_management_words, value);
}
std::string_view to_string(BlackPoint value) {
  return word_of(black_point_words, value);
}
std::string_view to_string(BrokenProfile value) {
  return word_of(broken_profile_words, value);
}
std::string_view to_string(ContentOptimize value) {
  return word_of(content_words, value);
}
std::string_view to_string(Screen value) {
  return word_of(screen_words, value);
}
std::string_view to_string(TonerSave value) {
  return word_of(toner_save_words, value);
}
std::string_view to_string(Collate value) {
  return word_of(collate_words, value);
}

std::string to_string(Dpi resolution) {
  return std::to_string(resolution.v) + "dpi";
}

std::optional<std::int32_t> parse_number(std::string_view text, std::int32_t highest) {
  std::int32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || text.front() == '-' || value > highest)
    return std::nullopt;
  return value;
}

std::optional<Dpi> parse_resolution(std::string_view text) {
  constexpr std::string_view unit = "dpi";
  if (text.ends_with(unit)) text.remove_suffix(unit.size());
  const auto cross = text.find('x');
  const auto x = parse_number(text.substr(0, cross), 100'000);
  const auto y = cross == text.npos ? x : parse_number(text.substr(cross + 1), 100'000);
  if (!x || !y || *x != *y || *x == 0) return std::nullopt;
  return Dpi{*x};
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

std::string join_or(std::span<const std::string> items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " or " : ", ";
    text += items[i];
  }
  return text;
}

} // namespace platen::model
