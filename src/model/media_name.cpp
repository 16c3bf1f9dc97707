#include "model/media_name.h"

#include <algorithm>
#include <array>

namespace platen::model {

namespace {

constexpr std::array<std::string_view, 13> classes{
    "custom", "na", "asme", "roc", "oe", "roll", "jis", "jpn", "iso", "om", "prc", "arch", "din"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A decimal number times hmm_per_unit, cut to a whole number of hundredths of a millimetre.
std::optional<Hmm> parse_length(std::string_view text, std::int64_t hmm_per_unit) {
  std::int64_t digits = 0;
  std::int64_t scale = 1;
  bool fraction = false;
  if (text.empty() || text.size() > 9 || !is_digit(text.front()) || !is_digit(text.back()))
    return std::nullopt;
  for (const char c : text) {
    if (c == '.' && !fraction) {
      fraction = true;
    } else if (is_digit(c)) {
      digits = digits * 10 + (c - '0');
      if (fraction) scale *= 10;
    } else {
      return std::nullopt;
    }
  }
  const std::int64_t hmm = digits * hmm_per_unit / scale;
  if (hmm <= 0 || hmm > longest_sheet.v) return std::nullopt;
  return Hmm{static_cast<std::int32_t>(hmm)};
}

bool is_size_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
  });
}

std::string millimetre_text(Hmm length) {
  std::string text = std::to_string(length.v / 100);
  if (const int rest = length.v % 100; rest != 0) {
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  }
  return text;
}

} // namespace

std::optional<Extent> parse_extent(std::string_view text) {
  const bool inch = text.ends_with("in");
  if (!inch && !text.ends_with("mm")) return std::nullopt;
  text.remove_suffix(2);
  const auto cross = text.find('x');
  if (cross == text.npos) return std::nullopt;
  const std::int64_t unit = inch ? hmm_per_inch : 100;
  const auto width = parse_length(text.substr(0, cross), unit);
  const auto height = parse_length(text.substr(cross + 1), unit);
  if (!width || !height) return std::nullopt;
  return Extent{*width, *height};
}

std::optional<MediaSize> parse_pwg_name(std::string_view name) {
  const auto first = name.find('_');
  const auto last = name.rfind('_');
  if (first == name.npos || last == first) return std::nullopt;
  const auto type = name.substr(0, first);
  if (std::find(classes.begin(), classes.end(), type) == classes.end()) return std::nullopt;
  if (!is_size_name(name.substr(first + 1, last - first - 1))) return std::nullopt;
  const auto extent = parse_extent(name.substr(last + 1));
  if (!extent) return std::nullopt;
  return MediaSize{std::string(name), extent->width, extent->height};
}

std::string_view pwg_short_name(std::string_view name) {
  const auto first = name.find('_');
  const auto last = name.rfind('_');
  return first == name.npos || last == first ? std::string_view{}
                                             : name.substr(first + 1, last - first - 1);
}

MediaSize custom_size(Extent extent) {
  const auto [width, height] = std::minmax(extent.width, extent.height);
  const std::string size = millimetre_text(width) + "x" + millimetre_text(height) + "mm";
  return {"custom_" + size + "_" + size, width, height};
}

std::string describe_extent(Hmm width, Hmm height) {
  return millimetre_text(width) + " x " + millimetre_text(height) + " mm";
}

} // namespace platen::model
