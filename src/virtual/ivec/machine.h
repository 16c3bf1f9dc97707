#pragma once

#include "virtual/record.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// The facts of the twin's PRO-1000, from docs/protocols/ivec.md §6-9: synthetic where that says so.
namespace platen::twin::ivec {

struct Paper {
  std::string_view name;
  Hmm width, height;
  bool borderless;
  bool wide_ends = false; // 35 mm free at the leading and trailing edge
};

struct Medium {
  std::string_view tail; // the last digits of its GUID
  std::string_view label;
  bool borderless;
  std::string_view qualities; // comma separated
};

std::span<const Paper> papers();
std::span<const Medium> media();

const Paper* find_paper(std::string_view name);
const Medium* find_medium(std::string_view name);
std::string name_of(const Medium& medium);

inline constexpr std::string_view custom_paper = "UserDefinitionSize";
struct Range {
  std::int32_t least, most;
  constexpr bool holds(std::int32_t v) const { return v >= least && v <= most; }
};
inline constexpr Range custom_width_hmm{8900, 43180}, custom_height_hmm{8900, 64770};
inline constexpr std::int32_t longest_page_px = 19200;

inline constexpr std::string_view qualities = "1,2,3,4,5,auto";
inline constexpr std::string_view bins = "auto,inputbin_p1,inputbin_p2";
inline constexpr std::string_view color_modes = "color,monochrome";
inline constexpr std::string_view color_intents = "auto,none,correct,pro";
inline constexpr std::string_view clear_coats = "auto,all";
inline constexpr std::string_view monochrome_intents = "auto,mono";
inline constexpr std::string_view environments =
    "windows,mac,linux,windows_mobile,ios,android,other";
inline constexpr std::string_view formats = "PWGRaster,JPEGPAGE";
inline constexpr std::array<std::int32_t, 2> resolutions{600, 300};

// True when `value` is one of the comma separated `list`.
bool listed(std::string_view list, std::string_view value);

// `paper` nullptr = a size of one's own.
Frame frame_of(const Paper* paper, bool borderless);

struct Area {
  std::int32_t width = 0, height = 0; // pixels
  bool operator==(const Area&) const = default;
};
Area print_area(Hmm width, Hmm height, const Frame& frame, Dpi dpi);

} // namespace platen::twin::ivec
