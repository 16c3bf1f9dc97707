#pragma once

#include "base/bytes.h"

#include <span>

// Hi-SCoA, which Canon's drivers name SLIM: the compression of a band of rows in UFR II LT, CAPT
// and CARPS (docs/protocols/ufr2-lt.md §5).
namespace platen::ufr2 {

// Where copies come from, as the eight bytes before a band say it. Distances are in bytes back from
// the byte that is written next; those of rows count step x row bytes + l.
struct HiScoaParameters {
  std::int8_t l3 = 0, l5 = 0;        // within the row
  std::uint8_t step0 = 0, step2 = 0; // rows back
  std::int8_t l0 = 0, l2 = 0;        // added to the rows
  std::int16_t l4 = 0;               // within the row, far
  bool operator==(const HiScoaParameters&) const = default;
};

inline constexpr std::size_t hiscoa_parameter_bytes = 8;
HiScoaParameters read_hiscoa_parameters(std::span<const std::byte, hiscoa_parameter_bytes> record);
void put_hiscoa_parameters(ByteWriter& out, const HiScoaParameters& parameters);
// "L3=3 L5=9 steps 6,1 L0=0 L2=0 L4=80"
std::string to_string(const HiScoaParameters& parameters);

struct HiScoaShape {
  std::size_t row_bytes = 0;
  std::size_t rows = 0;
};

// A band that would be larger unpacked is refused; the largest sheet of this family at two bits a
// pixel and 600 dpi has 11 MB.
inline constexpr std::size_t largest_hiscoa_band = std::size_t{32} << 20;

enum class HiScoaEnd : std::uint8_t { band = 0, page = 1 };

struct HiScoaBand {
  Buffer rows; // row_bytes x rows
  HiScoaEnd end = HiScoaEnd::band;
  std::size_t stream_bytes = 0;  // of the input, up to the end of the byte that its end mark is in
  std::size_t row_crossings = 0; // copies that do not end with their row; no known driver has any
};

// Errc::malformed: the stream breaks the rules, with the bit; Errc::unsupported: it uses something
// of which the public sources say nothing, or contradict each other; Errc::limit: see above. The
// offset of an error is that of the byte in the stream.
Result<HiScoaBand> decode_hiscoa(Bytes stream, const HiScoaParameters& parameters,
                                 HiScoaShape shape);

enum class HiScoaMethod : std::uint8_t {
  literal, // every byte by itself: what Canon's own decoder is known to take
  full,    // copies and recent bytes
};

// Equal input gives equal output. Uses nothing of which the sources disagree, and ends every copy
// with its row. `rows` is whole rows, and not larger than a band may be.
Buffer encode_hiscoa(Bytes rows, std::size_t row_bytes, const HiScoaParameters& parameters,
                     HiScoaMethod method, HiScoaEnd end);

} // namespace platen::ufr2
