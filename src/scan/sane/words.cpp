#include "scan/sane/words.h"

#include <algorithm>
#include <array>
#include <string>

namespace platen::scan::sane {

namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

template<std::size_t n>
bool has_one_of(const std::string& text, const std::array<std::string_view, n>& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}
template<std::size_t n>
bool is_one_of(const std::string& text, const std::array<std::string_view, n>& words) {
  return std::ranges::find(words, text) != words.end();
}

// As the drivers of sane-backends 1.1.1, sane-airscan, HPLIP and Brother's write them.
constexpr std::array<std::string_view, 9> no_sources{
    "transparen", "film", "slide", "negative", "card", "back", "rear", "tpu", "manual"};
constexpr std::array<std::string_view, 2> two_sided{"duplex", "both sides"};
constexpr std::array<std::string_view, 2> feeders{"adf", "feeder"};
constexpr std::array<std::string_view, 5> glass{"flatbed", "flat bed", "platen", "normal",
                                                "document table"};

constexpr std::array<std::string_view, 3> no_modes{"halftone", "diffusion", "dither"};
constexpr std::array<std::string_view, 7> bilevel{
    "lineart", "black & white", "black and white", "binary", "line art", "monochrome", "threshold"};
constexpr std::array<std::string_view, 4> gray{"gray", "grey", "grayscale", "greyscale"};
constexpr std::array<std::string_view, 2> color{"color", "colour"};

} // namespace

std::optional<SourceKind> source_kind(std::string_view name) {
  const std::string text = lower(name);
  if (has_one_of(text, no_sources)) return std::nullopt;
  if (has_one_of(text, two_sided)) return SourceKind::adf_two_sided;
  if (has_one_of(text, feeders)) return SourceKind::adf;
  if (has_one_of(text, glass) || text == "fb") return SourceKind::platen;
  return std::nullopt;
}

std::optional<ModeWord> mode_word(std::string_view name) {
  const std::string text = lower(name);
  if (has_one_of(text, no_modes)) return std::nullopt;
  if (is_one_of(text, bilevel)) return ModeWord{ColorMode::bilevel, 0};
  if (is_one_of(text, gray)) return ModeWord{ColorMode::gray, 0};
  if (is_one_of(text, color)) return ModeWord{ColorMode::color, 0};
  const int rank = text.find("16") != std::string::npos || text.find("48") != std::string::npos
                       ? 2 // deeper than needed
                       : 1;
  if (text.find("lineart") != std::string::npos) return ModeWord{ColorMode::bilevel, rank};
  if (has_one_of(text, gray)) return ModeWord{ColorMode::gray, rank};
  if (has_one_of(text, color)) return ModeWord{ColorMode::color, rank};
  return std::nullopt;
}

} // namespace platen::scan::sane
