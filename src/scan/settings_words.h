#pragma once

#include "scan/settings.h"

#include <array>
#include <string_view>

// The words of the options of a scan, each with its value.
namespace platen::scan {

template<class Value> struct WordOf {
  std::string_view word;
  Value value;
};

inline constexpr std::array<WordOf<InputSource>, 3> source_words{
    {{"auto", InputSource::automatic}, {"platen", InputSource::platen}, {"adf", InputSource::adf}}};
inline constexpr std::array<WordOf<ColorMode>, 4> color_words{{{"auto", ColorMode::automatic},
                                                               {"bi-level", ColorMode::bilevel},
                                                               {"monochrome", ColorMode::gray},
                                                               {"color", ColorMode::color}}};
inline constexpr std::array<WordOf<OnOff>, 3> on_off_words{
    {{"false", OnOff::off}, {"true", OnOff::on}, {"auto", OnOff::automatic}}};
inline constexpr std::array<WordOf<bool>, 2> bool_words{{{"false", false}, {"true", true}}};
inline constexpr std::array<WordOf<bool>, 2> sides_words{
    {{"one-sided", false}, {"two-sided-long-edge", true}}};
inline constexpr std::array<WordOf<Format>, 5> format_words{{{"pdf", Format::pdf},
                                                             {"pdfa", Format::pdfa},
                                                             {"tiff", Format::tiff},
                                                             {"jpeg", Format::jpeg},
                                                             {"png", Format::png}}};

template<class Value, std::size_t count>
std::string word_of(const std::array<WordOf<Value>, count>& words, Value value) {
  for (const auto& entry : words)
    if (entry.value == value) return std::string(entry.word);
  return {};
}

} // namespace platen::scan
