#pragma once

#include "virtual/condition.h"

#include <string>
#include <string_view>
#include <utility>

// The words of PJL: what its lines say, and what a device answers.
namespace platen::twin::pclxl {

struct PanelText {
  std::string_view code, display;
  bool online = true;
  bool operator==(const PanelText&) const = default;
};
inline constexpr PanelText ready{"10001", "Ready"};
PanelText panel_text(const Condition& now);
// "@PJL HEADING", and the three lines of a status.
std::string panel_answer(std::string_view heading, const PanelText& now);

std::string upper(std::string_view text);
std::string_view trimmed(std::string_view text);
// Splits "WORD rest"; the word in capitals.
std::pair<std::string, std::string_view> first_word(std::string_view text);
// Splits "NAME = value", the value without its quotes.
std::pair<std::string, std::string> setting(std::string_view text);

} // namespace platen::twin::pclxl
