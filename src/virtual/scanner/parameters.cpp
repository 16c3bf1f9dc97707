#include "virtual/scanner/parameters.h"

#include <algorithm>
#include <array>

namespace platen::twin::scanner {

namespace {

std::uint8_t octet(Bytes data, std::size_t at) {
  return std::to_integer<std::uint8_t>(data[at]);
}
std::uint32_t u16(Bytes data, std::size_t at) {
  return static_cast<std::uint32_t>(octet(data, at) << 8 | octet(data, at + 1));
}
std::uint32_t u32(Bytes data, std::size_t at) {
  return u16(data, at) << 16 | u16(data, at + 2);
}

// Zero but for the octets named, and the last, which is the check.
bool others_are_zero(Bytes data, std::initializer_list<std::size_t> named) {
  for (std::size_t i = 0; i + 1 < data.size(); ++i)
    if (octet(data, i) != 0 && std::ranges::find(named, i) == named.end()) return false;
  return true;
}

Failure not_zero() {
  return fail(Errc::malformed, "it has something where zeros belong");
}

Result<std::int32_t> resolution(Bytes data) {
  constexpr std::uint32_t mark = 0x1000;
  constexpr std::array<std::uint32_t, 4> offered{75, 150, 300, 600};
  const std::uint32_t x = u16(data, 0x04), y = u16(data, 0x06);
  const bool one_of_them =
      std::ranges::any_of(offered, [x](std::uint32_t dpi) { return x == (dpi | mark); });
  if (x != y || !one_of_them)
    return fail(Errc::malformed, "its resolution is " + std::to_string(x & ~mark) + " x " +
                                     std::to_string(y & ~mark) + " dpi");
  return static_cast<std::int32_t>(x & ~mark);
}

Result<bool> colour(Bytes data) {
  const std::uint8_t kind = octet(data, 0x18), bits = octet(data, 0x19);
  if (octet(data, 0x1F) != 0x7F || octet(data, 0x20) != 0xFF || octet(data, 0x23) != 0x81)
    return fail(Errc::malformed, "its octets at 1F, 20 and 23 are not 7F, FF and 81");
  if (kind == 0x08 && bits == 24) return true;
  if (kind == 0x04 && bits == 8) return false;
  return fail(Errc::malformed,
              "there is no kind " + std::to_string(kind) + " of " + std::to_string(bits) + " bits");
}

// `most` in 1/75 inch; `over`: pixels that the length may stick out.
bool within(std::uint32_t from, std::uint32_t length, std::int32_t most, std::int32_t dpi,
            std::uint32_t over) {
  const std::uint64_t end = std::uint64_t{from} + length;
  const auto limit = static_cast<std::uint64_t>(most) * static_cast<std::uint64_t>(dpi) / 75;
  return length > 0 && from < limit && end <= limit + over;
}

} // namespace

Result<Source> read_source(Bytes data) {
  if (!others_are_zero(data, {0, 5})) return not_zero();
  const std::uint8_t source = octet(data, 0), sides = octet(data, 5);
  if (source == 1 && sides == 0) return Source::glass;
  if (source == 2 && sides == 0) return Source::feeder;
  if (source == 2 && sides == 3) return Source::feeder_both_sides;
  return fail(Errc::malformed,
              "there is no source " + std::to_string(source) + " with " + std::to_string(sides));
}

Result<std::uint8_t> read_activation(Bytes data) {
  if (!others_are_zero(data, {0, 3})) return not_zero();
  const std::uint8_t x = octet(data, 3);
  if (octet(data, 0) != 1 || (x != 0 && x != 4))
    return fail(Errc::malformed, "there is no activation " + std::to_string(x));
  return x;
}

Result<ScanArea> read_parameters(Bytes data) {
  if (!others_are_zero(data, {0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C,
                              0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15,
                              0x16, 0x17, 0x18, 0x19, 0x1F, 0x20, 0x23}))
    return not_zero();
  ScanArea area;
  TRY(area.dpi, resolution(data));
  TRY(area.colour, colour(data));
  const std::uint32_t x = u32(data, 0x08), y = u32(data, 0x0C);
  const std::uint32_t width = u32(data, 0x10), height = u32(data, 0x14);
  if (width % 4 != 0)
    return fail(Errc::malformed, "its width of " + std::to_string(width) + " is no multiple of 4");
  if (!within(x, width, area_width, area.dpi, 3) || !within(y, height, area_height, area.dpi, 0))
    return fail(Errc::malformed, "its region " + std::to_string(width) + " x " +
                                     std::to_string(height) + " at " + std::to_string(x) + ", " +
                                     std::to_string(y) + " is not within the area");
  area.x = static_cast<std::int32_t>(x);
  area.y = static_cast<std::int32_t>(y);
  area.width = static_cast<std::int32_t>(width);
  area.height = static_cast<std::int32_t>(height);
  return area;
}

} // namespace platen::twin::scanner
