#pragma once

#include "model/ticket.h"

#include <optional>
#include <string>
#include <string_view>

// PWG 5101.1-2013 (Media Standardized Names 2.0), clause 5: class_size-name_WIDTHxHEIGHTunit.
namespace platen::model {

inline constexpr Hmm longest_sheet{1'000'000}; // 10 m: what anyone may call a sheet of paper

// "8.5x11in", "210x297mm": exact decimal arithmetic; what is finer than a hundredth of a millimetre
// is cut, as libcups does. Nothing if it is not of that form, empty, or longer than longest_sheet.
struct Extent {
  Hmm width, height;
};
std::optional<Extent> parse_extent(std::string_view text);

// A whole self-describing name; nothing if its syntax is wrong. The size is as the name says it,
// even if that is landscape.
std::optional<MediaSize> parse_pwg_name(std::string_view name);

// The middle part: "a4" of iso_a4_210x297mm.
std::string_view pwg_short_name(std::string_view name);

// custom_WxHmm_WxHmm, the form that libcups writes, in portrait.
MediaSize custom_size(Extent extent);

// "210 x 297 mm"
std::string describe_extent(Hmm width, Hmm height);

} // namespace platen::model
