#include "wire/bjnp/packet.h"

#include "base/utf8.h"

#include <algorithm>

namespace platen::bjnp {

namespace {

constexpr std::string_view magic = "BJNP";
constexpr std::uint8_t command_to_scanner = 0x02, reply_of_scanner = 0x82;
constexpr std::size_t name_octets = 64, title_octets = 256; // UTF-16BE

// Payloads of the questions for buttons have these lengths, whatever is in them.
constexpr std::size_t short_poll = 80, ask_poll = 116, acknowledge_poll = 100;

void pad_to(ByteWriter& out, std::size_t length) {
  out.buffer.resize(std::max(length, out.buffer.size()));
}

// The characters of a well-formed text that UTF-16 has in one unit; others are left out.
void put_utf16(ByteWriter& out, std::string_view text, std::size_t octets) {
  const std::size_t end = out.buffer.size() + octets;
  while (!text.empty() && out.buffer.size() + 2 <= end) {
    const std::size_t length = utf8_character(text);
    const auto at = [&](std::size_t i) {
      return static_cast<std::uint16_t>(static_cast<unsigned char>(text[i]));
    };
    if (length == 1) out.u16be(at(0));
    if (length == 2) out.u16be(static_cast<std::uint16_t>((at(0) & 0x1f) << 6 | (at(1) & 0x3f)));
    if (length == 3)
      out.u16be(
          static_cast<std::uint16_t>((at(0) & 0x0f) << 12 | (at(1) & 0x3f) << 6 | (at(2) & 0x3f)));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  pad_to(out, end);
}

void put_who(ByteWriter& out, const PollQuestion& question) {
  put_utf16(out, question.user + "  " + question.host, name_octets);
}

} // namespace

Buffer to_scanner(Code code, std::uint16_t sequence, std::uint16_t session, Bytes payload) {
  ByteWriter out;
  out.text(magic);
  out.u8(command_to_scanner);
  out.u8(static_cast<std::uint8_t>(code));
  out.u16be(0);
  out.u16be(sequence);
  out.u16be(session);
  out.u32be(static_cast<std::uint32_t>(payload.size()));
  out.bytes(payload);
  return std::move(out.buffer);
}

Result<ReplyHeader> read_reply_header(Bytes header, Code code, std::uint16_t sequence) {
  ByteReader in(header);
  TRY(const Bytes name, in.take(magic.size()));
  TRY(const std::uint8_t kind, in.u8());
  TRY(const std::uint8_t its_code, in.u8());
  TRY_VOID(in.skip(2));
  TRY(const std::uint16_t its_sequence, in.u16be());
  ReplyHeader reply;
  TRY(reply.session, in.u16be());
  TRY(const std::uint32_t length, in.u32be());
  if (as_text(name) != magic || kind != reply_of_scanner)
    return fail(Errc::malformed, "what answers is no scanner that speaks BJNP");
  if (its_code != static_cast<std::uint8_t>(code) || its_sequence != sequence)
    return fail(Errc::malformed, "the scanner answers another question than it was asked");
  if (length > most_payload)
    return fail(Errc::limit, "the scanner announces an answer of " + std::to_string(length) +
                                 " bytes; the longest is " + std::to_string(most_payload));
  reply.length = length;
  return reply;
}

Result<Reply> read_reply(Bytes datagram, Code code, std::uint16_t sequence) {
  TRY(const ReplyHeader header,
      read_reply_header(datagram.first(std::min(datagram.size(), header_bytes)), code, sequence));
  if (datagram.size() != header_bytes + header.length)
    return fail(Errc::malformed, "the scanner's answer has another length than it says");
  return Reply{header.session, datagram.subspan(header_bytes)};
}

Buffer job_details(std::string_view host, std::string_view user, std::string_view title) {
  ByteWriter out;
  pad_to(out, 8);
  put_utf16(out, host, name_octets);
  put_utf16(out, user, name_octets);
  put_utf16(out, title, title_octets);
  return std::move(out.buffer);
}

Result<std::size_t> accepted_bytes(Bytes payload) {
  ByteReader in(payload);
  TRY(const std::uint32_t count, in.u32be());
  if (in.remaining() != 0)
    return fail(Errc::malformed, "the scanner does not say how many bytes it took");
  return std::size_t{count};
}

Buffer poll_payload(const PollQuestion& question) {
  constexpr std::uint32_t behind_names = 0x14, behind_zeros = 0x10; // unexplained in the source
  ByteWriter out;
  out.u16be(static_cast<std::uint16_t>(question.step));
  switch (question.step) {
  case PollStep::hello:
    pad_to(out, short_poll);
    break;
  case PollStep::introduce:
    pad_to(out, 8);
    put_who(out, question);
    pad_to(out, short_poll);
    break;
  case PollStep::ask:
    out.u16be(0);
    out.u32be(question.dialog);
    put_who(out, question);
    out.u32be(behind_names);
    pad_to(out, out.buffer.size() + 20);
    out.u32be(behind_zeros);
    out.text(std::string_view(question.date).substr(0, 16));
    pad_to(out, ask_poll);
    break;
  case PollStep::acknowledge:
    out.u16be(0);
    out.u32be(question.dialog);
    put_who(out, question);
    out.u32be(behind_names);
    out.u32be(question.key);
    pad_to(out, acknowledge_poll);
    break;
  }
  return std::move(out.buffer);
}

Result<PollAnswer> read_poll_answer(Bytes payload) {
  constexpr std::uint8_t has_status = 0x80;
  constexpr std::size_t status_octets = 20;
  ByteReader in(payload);
  TRY_VOID(in.skip(2));
  TRY(const std::uint8_t flags, in.u8());
  TRY(const std::uint8_t what, in.u8());
  PollAnswer answer;
  answer.restart = what == 1;
  if (in.remaining() >= 4) {
    TRY(answer.dialog, in.u32be());
  }
  if ((flags & has_status) == 0) return answer;
  TRY_VOID(in.skip(4));
  TRY(answer.key, in.u32be());
  TRY(const Bytes status, in.take(status_octets));
  answer.status.assign(status.begin(), status.end());
  return answer;
}

} // namespace platen::bjnp
