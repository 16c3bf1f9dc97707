#pragma once

#include "base/bytes.h"
#include "scan/device/device.h"

#include <optional>

// What passes between platen and platen-sane, the program that has libsane in it: one such process
// for each device, so that a driver that crashes or hangs takes nothing with it.
//
// The parent writes a request to the process' descriptor 0 and reads the answer from its descriptor
// 3; then comes the next. The driver may print what it likes to 1 and 2. SIGINT cancels what the
// device is doing; the end of the requests ends the process. Big-endian.
//
//   request:  code (1), length (4), payload        answer:  code (1), length (4), payload
//     open        the device's name                   facts
//     list        -                                   texts, two a device: name, words
//     state       -                                   busy, feeder (1 each), text
//     start       request                             page: the first side
//     next        -                                   page, or empty: there is no more
//     rows        most rows (4)                       whole rows of the page; empty: the side ended
//     page_end    -                                   rows (4), text: the warning
//     stop        -                                   empty
//   In place of each answer there may be an error: code (1), text.
namespace platen::scan::sane {

enum class Request : std::uint8_t { open = 1, list, state, start, next, rows, page_end, stop };
enum class Answer : std::uint8_t { value = 1, error = 2 };

inline constexpr std::size_t header_bytes = 5;
inline constexpr std::size_t most_request = 4'096;
inline constexpr std::size_t most_answer = std::size_t{1} << 20; // one row is never longer
inline constexpr std::size_t most_text = 1'024;
inline constexpr std::size_t most_devices = 64, most_resolutions = 64;

struct Header {
  std::uint8_t code = 0;
  std::size_t length = 0;
};
// Errc::limit: more than `most`.
Result<Header> read_header(Bytes header, std::size_t most);
Buffer message(std::uint8_t code, Bytes payload);
Buffer error_payload(const Error& error);
Error read_error(Bytes payload); // whatever it holds

Buffer facts_payload(const ScannerFacts& facts);
Result<ScannerFacts> read_facts(Bytes payload);
Buffer state_payload(const ScannerState& state);
Result<ScannerState> read_state(Bytes payload);
Buffer request_payload(const ScanRequest& request);
Result<ScanRequest> read_request(Bytes payload);
Buffer page_payload(const std::optional<PageShape>& shape);
// `most`: no side is larger. Errc::limit.
Result<std::optional<PageShape>> read_page(Bytes payload, const PageShape& most);
Buffer page_end_payload(const PageEnd& end);
Result<PageEnd> read_page_end(Bytes payload);
Buffer devices_payload(const std::vector<FoundScanner>& devices); // uri: libsane's name
Result<std::vector<FoundScanner>> read_devices(Bytes payload);

} // namespace platen::scan::sane
