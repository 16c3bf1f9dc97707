#pragma once

#include "model/picture_layout.h"

#include <optional>
#include <string_view>
#include <vector>

// What the options of layout are written as.
namespace platen::model {

// Lengths on paper go no further than this: nothing that is printed is 10 m long.
inline constexpr Hmm longest_length{1'000'000};
// Of all that is on a side, either way: what is moved further is on no sheet of the copiers any
// more, or on its far edge.
inline constexpr Hmm longest_side_shift{15'000};

// "12mm", "1.2cm", "0.5in", "8pt", with a sign if `sign`, rounded to the nearest hundredth of a
// millimetre; a number alone counts hundredths of a millimetre, as PWG 5100.3 does, if `bare`.
struct LengthForm {
  bool sign = false, bare = false;
};
std::optional<Hmm> parse_length(std::string_view text, LengthForm form = {});
// "12.7mm"
std::string to_string(Hmm length);

// "10x15cm", "4x6in": both edges positive.
std::optional<PrintSize> parse_print_size(std::string_view text);
std::string to_string(const PrintSize& size);

// "#rrggbb", or white, black, gray, ivory.
std::optional<Rgb> parse_color(std::string_view text);

// One length for all edges, or four: top,right,bottom,left.
std::optional<Edges> parse_edges(std::string_view text);

// "LEFT,TOP,WIDTH,HEIGHT" in per cent of the picture, wholly inside it and not empty.
std::optional<CropBox> parse_crop(std::string_view text);

std::vector<std::string_view> split_at(std::string_view text, char separator);

} // namespace platen::model
