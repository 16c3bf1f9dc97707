#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string_view>

// The commands of Canon's scanners of the MP730's time, and what is read of their answers
// (docs/protocols/mp730.md). Big-endian; all sizes in octets.
namespace platen::mp730 {

// The two octets that every answer begins with.
enum class Status : std::uint16_t { done = 0x0606, failed = 0x1515, busy = 0x1414 };
inline constexpr std::size_t status_bytes = 2;
Result<Status> read_status(Bytes two); // Errc::malformed: none of them

enum class Code : std::uint16_t {
  status = 0xf320,
  activate = 0xcf60,
  start_session = 0xdb20,
  select_source = 0xdd20,
  scan_parameters = 0xde20,
  read_image = 0xd420,
  abort_session = 0xef20,
  error_info = 0xff20,
  time = 0xeb80,
};

// What follows the status of an answer, when that is `done`; none follows another status.
inline constexpr std::size_t device_status_bytes = 12, error_info_bytes = 16;
inline constexpr std::size_t image_header_bytes = 4;    // behind the status
inline constexpr std::size_t most_image_bytes = 0xc000; // of one block

Buffer plain(Code code, std::size_t answer_bytes = 0); // without data
Buffer activate(std::uint8_t phase);                   // 0 and 4 before a scan, 0 after it
enum class Source : std::uint8_t { flatbed, feeder, feeder_two_sided };
Buffer select_source(Source source);
Buffer read_image();
Buffer time_of_day(std::string_view text); // "YY/MM/DD HH:MM"

// Pixels at `dpi`; `width` is a multiple of width_step.
struct ScanParameters {
  std::uint16_t dpi = 0;
  std::uint32_t x = 0, y = 0, width = 0, height = 0;
  bool color = false; // 3 octets a pixel, red first; else 1, gray
};
inline constexpr std::int32_t width_step = 4;
Buffer scan_parameters(const ScanParameters& parameters);

// The octets that follow a status sum up to 0 (8 bits). Errc::malformed.
Result<void> check_sum(Bytes data);

struct DeviceStatus {
  bool paper_in_feeder = false;
  std::uint8_t lamp = 0, calibration = 0; // their values are not explained anywhere
};
Result<DeviceStatus> read_device_status(Bytes data);

struct ImageHeader {
  bool last = false;      // no block follows
  std::size_t length = 0; // of the image bytes that follow; 0 and not last: not yet
};
// Errc::limit: more than a block holds.
Result<ImageHeader> read_image_header(Bytes data);

// The packet in which the scanner speaks unasked. SANE's authors call the buttons unverified.
struct Interrupt {
  bool status_changed = false, wants_time = false;
  bool gray_button = false, color_button = false;
};
inline constexpr std::size_t interrupt_bytes = 16;
Result<Interrupt> read_interrupt(Bytes packet);

} // namespace platen::mp730
