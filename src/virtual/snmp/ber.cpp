#include "virtual/snmp/ber.h"

namespace platen::twin::snmp {

namespace {

constexpr std::uint8_t integer_tag = 0x02, octets_tag = 0x04, oid_tag = 0x06;
constexpr std::uint8_t sequence_tag = 0x30, counter_tag = 0x41, ticks_tag = 0x43;
constexpr std::size_t most_names = 128, longest_oid = 128;

Failure malformed(const ByteReader& in, std::string_view what) {
  return fail(Errc::malformed, "SNMP: " + std::string(what), in.offset());
}

Result<std::size_t> read_length(ByteReader& in) {
  TRY(const std::uint8_t first, in.u8());
  if (first < 0x80) return std::size_t{first};
  const int octets = first & 0x7f;
  if (octets < 1 || octets > 3) return malformed(in, "a length that no datagram has");
  std::size_t length = 0;
  for (int i = 0; i < octets; ++i) {
    TRY(const std::uint8_t next, in.u8());
    length = length << 8 | next;
  }
  return length;
}

Result<ByteReader> read_part(ByteReader& in, std::uint8_t tag) {
  TRY(const std::uint8_t found, in.u8());
  if (found != tag) return malformed(in, "another type was expected");
  TRY(const std::size_t length, read_length(in));
  const std::uint64_t at = in.offset();
  TRY(const Bytes part, in.take(length));
  return ByteReader(part, at);
}

Result<std::int64_t> read_integer(ByteReader& in) {
  TRY(ByteReader part, read_part(in, integer_tag));
  if (part.remaining() < 1 || part.remaining() > 4) return malformed(part, "an integer's length");
  TRY(const std::uint8_t first, part.u8());
  std::int64_t value = first < 0x80 ? first : std::int64_t{first} - 256;
  while (part.remaining() > 0) {
    TRY(const std::uint8_t next, part.u8());
    value = value * 256 + next;
  }
  return value;
}

Result<Oid> read_oid(ByteReader& in) {
  TRY(ByteReader part, read_part(in, oid_tag));
  Oid oid;
  while (part.remaining() > 0) {
    std::uint64_t number = 0;
    std::uint8_t next = 0x80;
    while ((next & 0x80) != 0) {
      TRY(next, part.u8());
      number = number << 7 | (next & 0x7fU);
      if (number > 0xffffffffU) return malformed(part, "a number of a name is too large");
    }
    if (oid.empty()) { // two numbers in one
      const std::uint64_t top = number < 40 ? 0 : number < 80 ? 1 : 2;
      oid.push_back(static_cast<std::uint32_t>(top));
      number -= top * 40;
    }
    oid.push_back(static_cast<std::uint32_t>(number));
    if (oid.size() > longest_oid) return malformed(part, "a name is too long");
  }
  return oid;
}

void put_length(ByteWriter& out, std::size_t length) {
  if (length >= 0x80 && length < 0x100) out.u8(0x81);
  if (length >= 0x100) {
    out.u8(0x82);
    out.u8(static_cast<std::uint8_t>(length >> 8));
  }
  out.u8(static_cast<std::uint8_t>(length));
}

void put(ByteWriter& out, std::uint8_t tag, Bytes content) {
  EXPECTS(content.size() < 0x10000);
  out.u8(tag);
  put_length(out, content.size());
  out.bytes(content);
}

// Two's complement, no octet more than needed.
void put_integer(ByteWriter& out, std::uint8_t tag, std::int64_t value) {
  ByteWriter content;
  int octets = 1;
  while (octets < 8 && (value < -(std::int64_t{1} << (8 * octets - 1)) ||
                        value >= std::int64_t{1} << (8 * octets - 1)))
    ++octets;
  for (int i = octets - 1; i >= 0; --i)
    content.u8(static_cast<std::uint8_t>(value >> (8 * i)));
  put(out, tag, content.buffer);
}

void put_oid(ByteWriter& out, const Oid& oid) {
  EXPECTS(oid.size() >= 2);
  ByteWriter content;
  for (std::size_t i = 1; i < oid.size(); ++i) {
    const std::uint64_t number = i == 1 ? std::uint64_t{oid[0]} * 40 + oid[1] : oid[i];
    for (int shift = 28; shift > 0; shift -= 7)
      if (number >> shift != 0) content.u8(static_cast<std::uint8_t>(0x80 | (number >> shift)));
    content.u8(static_cast<std::uint8_t>(number & 0x7f));
  }
  put(out, oid_tag, content.buffer);
}

struct PutValue {
  ByteWriter& out;
  void operator()(std::int64_t value) const { put_integer(out, integer_tag, value); }
  void operator()(const std::string& value) const { put(out, octets_tag, as_bytes(value)); }
  void operator()(const Oid& value) const { put_oid(out, value); }
  void operator()(Ticks value) const { put_integer(out, ticks_tag, value.hundredths); }
  void operator()(Counter value) const { put_integer(out, counter_tag, value.count); }
  void operator()(Missing value) const { put(out, static_cast<std::uint8_t>(value), {}); }
};

} // namespace

Result<Request> read_request(Bytes datagram) {
  ByteReader all(datagram);
  TRY(ByteReader message, read_part(all, sequence_tag));
  Request request;
  TRY(request.version, read_integer(message));
  if (request.version != 0 && request.version != 1)
    return fail(Errc::unsupported, "SNMP: this agent speaks versions 1 and 2c");
  TRY(ByteReader community, read_part(message, octets_tag));
  TRY(const Bytes name, community.take(community.remaining()));
  request.community = as_text(name);
  TRY(const std::uint8_t kind, message.u8());
  if (kind != 0xa0 && kind != 0xa1 && (kind != 0xa5 || request.version == 0))
    return fail(Errc::unsupported, "SNMP: this agent only answers questions");
  request.kind = static_cast<Kind>(kind);
  TRY(const std::size_t length, read_length(message));
  const std::uint64_t at = message.offset();
  TRY(const Bytes body, message.take(length));
  ByteReader pdu(body, at);
  TRY(request.id, read_integer(pdu));
  TRY(request.non_repeaters, read_integer(pdu));
  TRY(request.repetitions, read_integer(pdu));
  TRY(ByteReader list, read_part(pdu, sequence_tag));
  while (list.remaining() > 0) {
    TRY(ByteReader variable, read_part(list, sequence_tag));
    TRY(Oid oid, read_oid(variable));
    if (oid.size() < 2) return malformed(variable, "an empty name");
    request.names.push_back(std::move(oid));
    if (request.names.size() > most_names) return malformed(list, "too many names");
  }
  return request;
}

Buffer write_response(const Response& response) {
  ByteWriter list;
  for (const Variable& variable : response.variables) {
    ByteWriter one;
    put_oid(one, variable.name);
    std::visit(PutValue{one}, variable.value);
    put(list, sequence_tag, one.buffer);
  }
  ByteWriter pdu;
  put_integer(pdu, integer_tag, response.id);
  put_integer(pdu, integer_tag, response.error);
  put_integer(pdu, integer_tag, response.error_index);
  put(pdu, sequence_tag, list.buffer);
  ByteWriter message;
  put_integer(message, integer_tag, response.version);
  put(message, octets_tag, as_bytes(response.community));
  put(message, static_cast<std::uint8_t>(Kind::response), pdu.buffer);
  ByteWriter all;
  put(all, sequence_tag, message.buffer);
  return std::move(all.buffer);
}

} // namespace platen::twin::snmp
