#pragma once

#include "base/bytes.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

// CPCA: the packets in which Canon's laser drivers send a job (docs/protocols/ufr2-lt.md §2, §3).
namespace platen::ufr2 {

inline constexpr std::size_t cpca_header_bytes = 20;
inline constexpr std::size_t cpca_longest_payload = 65535;

// The commands that the sources name.
enum class CpcaCommand : std::uint16_t {
  job_start = 0x11,
  set_job = 0x12,
  job_end = 0x13,
  binder_start = 0x14,
  set_binder = 0x15,
  binder_end = 0x16,
  document_start = 0x17,
  set_document = 0x18,
  document_end = 0x19,
  send_data = 0x1a,
  execute = 0x1d,
  job_start_2 = 0x6b,
};

struct CpcaHeader {
  std::uint8_t kind = 0; // 00, and 02 for print data of CARPS
  std::uint16_t command = 0;
  std::uint16_t sequence = 0;
  std::uint16_t length = 0;            // of the payload
  std::array<std::byte, 4> user{};     // FF FF 00 00 in UFR II LT, zero in CARPS
  std::array<std::byte, 6> reserved{}; // zero, as far as anybody saw
  bool operator==(const CpcaHeader&) const = default;
};

// Whether a packet can begin with these bytes: CD CA 10.
bool starts_cpca_packet(Bytes bytes);
// Nothing if it does not.
std::optional<CpcaHeader> read_cpca_header(std::span<const std::byte, cpca_header_bytes> bytes);
// The header with the payload's length, and the payload, of at most cpca_longest_payload bytes.
void put_cpca_packet(ByteWriter& out, CpcaHeader header, Bytes payload);

struct CpcaAttribute {
  std::uint16_t id = 0;
  std::size_t at = 0; // of the value within the payload
  Bytes value;
};

// The list of a job start 2: a count and so many records of id, length and value. Whatever lengths
// it tells: Errc::malformed with the offset in the payload, if they do not fit it. `taken` keeps
// those before the fault.
Result<void> read_cpca_records(Bytes payload, std::vector<CpcaAttribute>& taken);
// The one attribute of a set job, binder or document: an id, and the rest is its value.
Result<CpcaAttribute> read_cpca_attribute(Bytes payload);

} // namespace platen::ufr2
