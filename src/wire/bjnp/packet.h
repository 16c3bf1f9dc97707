#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// BJNP's packets between a host and a scanner (docs/protocols/bjnp.md §4): the host's side, and
// what it reads of the scanner's. Big-endian.
namespace platen::bjnp {

inline constexpr std::size_t header_bytes = 16;
inline constexpr std::uint16_t scanner_port = 8612; // UDP for control, TCP for data
inline constexpr std::size_t most_payload = 65'536; // ours: no answer of a scanner is longer
inline constexpr std::size_t most_datagram = 65'507;

enum class Code : std::uint8_t {
  discover = 0x01,
  job_details = 0x10,
  close = 0x11,
  read = 0x20, // TCP: what the scanner has to say
  send = 0x21, // TCP: bytes of a command
  identity = 0x30,
  poll_buttons = 0x32,
};

// A whole packet to a scanner.
Buffer to_scanner(Code code, std::uint16_t sequence, std::uint16_t session, Bytes payload = {});

struct ReplyHeader {
  std::uint16_t session = 0;
  std::size_t length = 0; // of the payload, at most most_payload
};
// The header of what should be a scanner's reply to (code, sequence). Errc::malformed, limit.
Result<ReplyHeader> read_reply_header(Bytes header, Code code, std::uint16_t sequence);

struct Reply {
  std::uint16_t session = 0;
  Bytes payload; // of the datagram that was read
};
// A whole datagram, no byte more.
Result<Reply> read_reply(Bytes datagram, Code code, std::uint16_t sequence);

// What begins a session: who scans. Text that does not fit is cut. 392 octets.
Buffer job_details(std::string_view host, std::string_view user, std::string_view title);
// How many bytes of a command the scanner took. Errc::malformed.
Result<std::size_t> accepted_bytes(Bytes payload);

// The questions for buttons: a dialog is opened with `hello`, then `introduce`, then `ask` each
// second; `acknowledge` with the key of what was told.
enum class PollStep : std::uint8_t { hello = 0, introduce = 1, ask = 2, acknowledge = 5 };
struct PollQuestion {
  PollStep step = PollStep::hello;
  std::uint32_t dialog = 0, key = 0;
  std::string host, user;
  std::string date; // "YYYYMMDDHHMMSS"
};
Buffer poll_payload(const PollQuestion& question);

struct PollAnswer {
  std::uint32_t dialog = 0, key = 0;
  bool restart = false; // the dialog has to be opened anew
  Buffer status;        // the scanner's interrupt packet, 20 octets; empty: nothing has happened
};
Result<PollAnswer> read_poll_answer(Bytes payload);

} // namespace platen::bjnp
