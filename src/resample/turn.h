#pragma once

#include "image/image.h"

#include <cstdint>
#include <memory>

namespace platen::resample {

// One of the eight ways to lay a picture: transposed first (rows become columns), then mirrored.
struct Turn {
  bool transpose = false;
  bool mirror_x = false; // left and right swapped
  bool mirror_y = false; // top and bottom swapped
  constexpr bool operator==(const Turn&) const = default;
};

// What makes a picture with this EXIF orientation (1..8, CIPA DC-008 4.6.4.A; anything else counts
// as 1) upright and then turns it clockwise by so many quarters (any integer).
Turn make_turn(std::int32_t exif_orientation, std::int32_t quarter_turns);

// The shape that a turned picture has.
PageShape turned_shape(PageShape shape, Turn turn);

// The source, turned. Left-right mirroring streams; everything else parks the whole picture, in
// memory up to 16 MB and else in an unnamed temporary file, when the first row is read. Resident
// memory stays below 32 MB. 1-bit formats can only be passed on as they are (Errc::unsupported).
Result<std::unique_ptr<RowSource>> turned(std::unique_ptr<RowSource> source, Turn turn);

} // namespace platen::resample
