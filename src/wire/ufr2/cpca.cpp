#include "wire/ufr2/cpca.h"

#include <algorithm>

namespace platen::ufr2 {

namespace {

constexpr std::array magic{std::byte{0xcd}, std::byte{0xca}, std::byte{0x10}};

std::uint16_t u16_at(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) << 8 |
                                    std::to_integer<unsigned>(bytes[at + 1]));
}

} // namespace

bool starts_cpca_packet(Bytes bytes) {
  return bytes.size() >= magic.size() && std::ranges::equal(bytes.first(magic.size()), magic);
}

std::optional<CpcaHeader> read_cpca_header(std::span<const std::byte, cpca_header_bytes> bytes) {
  if (!starts_cpca_packet(bytes)) return std::nullopt;
  CpcaHeader header;
  header.kind = std::to_integer<std::uint8_t>(bytes[3]);
  header.command = u16_at(bytes, 4);
  header.sequence = u16_at(bytes, 6);
  header.length = u16_at(bytes, 8);
  std::ranges::copy(bytes.subspan<10, 4>(), header.user.begin());
  std::ranges::copy(bytes.subspan<14, 6>(), header.reserved.begin());
  return header;
}

void put_cpca_packet(ByteWriter& out, CpcaHeader header, Bytes payload) {
  EXPECTS(payload.size() <= cpca_longest_payload);
  out.bytes(magic);
  out.u8(header.kind);
  out.u16be(header.command);
  out.u16be(header.sequence);
  out.u16be(static_cast<std::uint16_t>(payload.size()));
  out.bytes(header.user);
  out.bytes(header.reserved);
  out.bytes(payload);
}

Result<void> read_cpca_records(Bytes payload, std::vector<CpcaAttribute>& taken) {
  ByteReader in(payload);
  TRY(const std::uint16_t count, in.u16be());
  for (unsigned i = 0; i < count; ++i) {
    TRY(const std::uint16_t id, in.u16be());
    TRY(const std::uint16_t length, in.u16be());
    const auto at = static_cast<std::size_t>(in.offset());
    TRY(const Bytes value, in.take(length));
    taken.push_back({id, at, value});
  }
  if (in.remaining() > 0)
    return fail(Errc::malformed,
                std::to_string(in.remaining()) + " bytes behind the " + std::to_string(count) +
                    " records of the list",
                in.offset());
  return {};
}

Result<CpcaAttribute> read_cpca_attribute(Bytes payload) {
  ByteReader in(payload);
  TRY(const std::uint16_t id, in.u16be());
  return CpcaAttribute{id, 2, payload.subspan(2)};
}

} // namespace platen::ufr2
