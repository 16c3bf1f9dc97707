#pragma once

#include "scan/settings.h"

#include <optional>
#include <string_view>

// What the drivers of libsane call their sources and modes: each has its own words.
namespace platen::scan::sane {

enum class SourceKind : std::uint8_t { platen, adf, adf_two_sided };
// Nothing: a slide, a film, a back side alone.
std::optional<SourceKind> source_kind(std::string_view name);

struct ModeWord {
  ColorMode mode = ColorMode::gray;
  int rank = 0; // of several words for one mode, the lowest is meant
};
// Nothing: a mode that platen has no use for, such as halftones of the driver's own.
std::optional<ModeWord> mode_word(std::string_view name);

} // namespace platen::scan::sane
