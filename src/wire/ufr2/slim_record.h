#pragma once

#include "wire/ufr2/hiscoa.h"

#include <optional>

// What stands around a Hi-SCoA stream in UFR II LT and CARPS (docs/protocols/ufr2-lt.md §5): eight
// bytes of parameters, whether more bands of the page come, a length, the stream, 80h.
namespace platen::ufr2 {

inline constexpr std::size_t slim_header_bytes = 13;

struct SlimHeader {
  HiScoaParameters parameters;
  std::uint8_t more = 0;    // 00: the last band of its page; 01: others come
  std::uint32_t stated = 0; // CARPS: bytes of the stream; LBP6030: four more
};

SlimHeader read_slim_header(std::span<const std::byte, slim_header_bytes> bytes);

struct SlimRecord {
  SlimHeader header;
  Bytes stream;
};

// A record that fills `payload`. Errc::malformed: it is too short, or does not end with 80h.
Result<SlimRecord> read_slim_record(Bytes payload);
// The form of the LBP6030: the length is that of the stream and four.
Buffer make_slim_record(const HiScoaParameters& parameters, bool more, Bytes stream);

} // namespace platen::ufr2
